import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consortiumModule } from '#modules/consortium/server/module.ts';
import { registerOrganisation } from '#platform/access/organisation-tree.ts';
import type { Subject } from '#platform/access/subject.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import { formCatalogue, getCatalogue, listCatalogueCases } from '../../contract/catalogues.ts';
import { importFrontPages } from '../../contract/discharges.ts';
import { comparePack, createPack, putPackInForce, storePackFile } from '../../contract/packs.ts';
import { casemixModule } from '../module.ts';

let house: TestHouse;
let office: Subject;
let serial = 0;

const TITLES = 'A48,A11,A20,A12C,A14,B12,B15,B16C,B20,B25,B34C,C03C,C04N,C05C,D01';
/** 20 of one diagnosis, 3 of another, one that costs nothing and one that stayed for 90 days. */
const ROWS = [
  ...Array.from({ length: 20 }, (_, index) => `P${index},测试,,1,60,2026-03-01,2026-03-06,内科,5,医师,1,J18.900,肺炎,1,${3000 + index * 10}.00`),
  ...Array.from({ length: 3 }, (_, index) => `I${index},测试,,1,60,2026-03-01,2026-03-06,内科,5,医师,1,I10.x00,高血压,1,${2000 + index}.00`),
  'Z0,测试,,1,60,2026-03-01,2026-03-06,内科,5,医师,1,J18.900,肺炎,1,0.00', 'L0,测试,,1,60,2026-01-01,2026-04-01,内科,90,医师,1,J18.900,肺炎,1,90000.00',
];

beforeAll(async () => {
  house = await openTestHouse({ modules: [consortiumModule, casemixModule] });
  await house.database.transaction((tx) => registerOrganisation(tx, { organisationId: 'hospital', parentId: null }));
  office = await house.subject({ roles: ['insurance-office'], organisationId: 'hospital' });
  await house.as(office).run(importFrontPages, { organisationId: 'hospital', fileName: 'a.csv', base64: Buffer.from([TITLES, ...ROWS].join('\n')).toString('base64') });
}, 120_000);
afterAll(() => house?.close());

const draft = async (scheme: 'drg' | 'dip' = 'dip') => house.as(office).run(createPack, { organisationId: 'hospital', scheme, name: '目录', version: `v${(serial += 1)}` });
const formed = async (parameters?: string) => {
  const { id } = await draft();
  if (parameters !== undefined) await house.as(office).run(storePackFile, { id, fileName: 'parameters.json', content: parameters });
  return house.as(office).run(formCatalogue, { id, untilYear: 2026 });
};

describe('a catalogue formed from the discharges of the years', () => {
  proveCommand(formCatalogue, {
    house: () => house,
    possible: async () => ({ input: { id: (await draft()).id, untilYear: 2026 }, subject: office }),
    wrongState: async () => ({ input: { id: (await draft('drg')).id, untilYear: 2026 }, subject: office, code: 'casemix.only-dip' }),
    effect: async (_house, answer) => expect(answer).toMatchObject({ cases: 23, groups: 2, leftOut: { 'cost-missing-or-not-positive': 1, 'stay-too-long': 1 }, pack: { files: ['catalogue.json', 'flags.csv', 'levels.csv'] } }),
  });

  it('leads from each group to its cases, from each case left out to the reason, and to the hospitals', async () => {
    const { pack } = await formed();
    const catalogue = await house.as(office).run(getCatalogue, { id: pack.id, limit: 50, offset: 0 });
    expect(catalogue.rows.map(({ group, kind, cases }) => [group, kind, cases])).toEqual([['J18.9:0', 'core', 20], ['I:conservative', 'comprehensive', 3]]);
    expect(catalogue).toMatchObject({ groupingRate: '92.00', hospitals: [{ hospital: 'hospital', cases: 25, grouped: 23, groupingRate: '92.00', cmi: '1.0000' }] });
    const behind = await house.as(office).run(listCatalogueCases, { id: pack.id, group: 'I:conservative', limit: 50, offset: 0 });
    expect(behind.rows.map(({ recordNumber }) => recordNumber).toSorted()).toEqual(['I0', 'I1', 'I2']);
    const left = await house.as(office).run(listCatalogueCases, { id: pack.id, group: '', limit: 50, offset: 0 });
    expect(Object.fromEntries(left.rows.map(({ recordNumber, leftOut }) => [recordNumber, leftOut]))).toEqual({ Z0: 'cost-missing-or-not-positive', L0: 'stay-too-long' });
  });

  it('is compared with the one in force: which groups moved, and why; local parameters decide', async () => {
    const before = await formed();
    await house.as(office).run(putPackInForce, { id: before.pack.id, validFrom: '2026-01-01', movedSeen: 0, note: '启用' });
    const after = await formed(JSON.stringify({ threshold: 21 }));
    const compared = await house.as(office).run(comparePack, { id: after.pack.id });
    expect(compared.moved).toBeGreaterThan(0);
    expect(compared.groups.find(({ code }) => code === 'J18.9:0')).toMatchObject({ change: 'vanished' });
    await expect(formed('{"threshold": 0}')).rejects.toMatchObject({ code: 'casemix.pack-refused' });
    await expect(formed('{"threshold"')).rejects.toMatchObject({ code: 'casemix.pack-refused' });
  });

  it('is forgotten when a catalogue of another hand is stored, and shows another hospital nothing', async () => {
    const { pack } = await formed();
    const stranger = await house.subject({ roles: ['insurance-office'], organisationId: 'elsewhere' });
    expect((await house.as(stranger).run(listCatalogueCases, { id: pack.id, group: 'J18.9:0', limit: 50, offset: 0 })).total).toBe(0);
    expect((await house.as(stranger).run(getCatalogue, { id: pack.id, limit: 50, offset: 0 })).hospitals).toEqual([]);
    await house.as(office).run(storePackFile, { id: pack.id, fileName: 'catalogue.json', content: '{}' });
    expect((await house.as(office).run(getCatalogue, { id: pack.id, limit: 50, offset: 0 })).total).toBe(0);
  });
});
