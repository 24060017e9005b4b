import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerOrganisation } from '#platform/access/organisation-tree.ts';
import type { Subject } from '#platform/access/subject.ts';
import { projectRoot } from '#platform/database/project-root.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import { applyRegion, checkRegion, compareRegion, endRegion, getRegion, listAnswers, listRegions } from '../contract/operations.ts';
import { ROOMS } from '../contract/rooms.ts';
import type { PackTexts } from './rules/read-pack.ts';
import { findPack, listPacksInForce } from './api.ts';
import { regionsModule } from './module.ts';

const FOLDER = join(projectRoot(), 'regions');
const textsOf = (region: string): PackTexts =>
  Object.fromEntries(readdirSync(join(FOLDER, region)).map((file) => [file.replace('.yaml', ''), readFileSync(join(FOLDER, region, file), 'utf8')]));

let house: TestHouse;
let office: Subject;
let serial = 0;

/** The pack of Wuhua under an id of its own. */
const fresh = (version = '2020.1'): { files: PackTexts; id: string } => {
  serial += 1;
  const id = `try-${serial}`;
  const files = textsOf('wuhua');
  return { id, files: { ...files, region: files.region!.replace('id: wuhua', `id: ${id}`).replace('"2020.1"', `"${version}"`) } };
};
const raised = (files: PackTexts, version: string): PackTexts => ({
  ...files,
  region: files.region!.replace(/version: "[^"]+"/, `version: "${version}"`),
  targets: files.targets!.replace('value: "65"', 'value: "70"'),
});

beforeAll(async () => {
  house = await openTestHouse({ modules: [regionsModule] });
  await house.database.transaction(async (tx) => {
    await registerOrganisation(tx, { organisationId: 'office', parentId: null });
    await registerOrganisation(tx, { organisationId: 'other', parentId: null });
  });
  office = await house.subject({ roles: ['consortium-office'], organisationId: 'office' });
}, 120_000);
afterAll(() => house?.close());

proveCommand(applyRegion, {
  house: () => house,
  possible: async () => ({ input: { files: fresh().files }, subject: office }),
  wrongState: async () => {
    const { files } = fresh();
    await house.as(office).run(applyRegion, { files });
    return { input: { files: { ...files, targets: files.targets!.replace('"65"', '"66"') } }, subject: office, code: 'regions.version-taken' };
  },
  effect: async (_, answer) => {
    expect(answer).toMatchObject({ state: 'in-force', version: '2020.1', tasks: 19, targets: 3 });
    expect((await findPack(house.database, answer.id))?.tasks).toHaveLength(19);
    const rows = await house.owner.query('select action from regions.action where region_id = $1', [answer.id]);
    expect(rows).toEqual([{ action: 'apply' }]);
  },
});

proveCommand(endRegion, {
  house: () => house,
  possible: async () => {
    const { files, id } = fresh();
    await house.as(office).run(applyRegion, { files });
    return { input: { id, reason: '试点结束' }, subject: office };
  },
  wrongState: async () => {
    const { files, id } = fresh();
    await house.as(office).run(applyRegion, { files });
    await house.as(office).run(endRegion, { id, reason: '试点结束' });
    return { input: { id, reason: '试点结束' }, subject: office, code: 'regions.already-ended' };
  },
  effect: async (_, answer) => {
    expect(answer.state).toBe('ended');
    expect((await listPacksInForce(house.database)).map(({ id }) => id)).not.toContain(answer.id);
  },
});

describe('a region', () => {
  it('that is faulty is refused with file and line, and nothing is written', async () => {
    const { files, id } = fresh();
    const refused = await house.as(office).run(applyRegion, { files: { ...files, tasks: files.tasks!.replace('lead: insurance-bureau', 'lead: nobody') } }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'regions.faulty', details: [{ path: expect.stringMatching(/^tasks\.yaml:\d+:\d+ tasks\.15\.lead$/) as string }] });
    expect(await findPack(house.database, id)).toBeUndefined();
  });

  it('gets a higher version, never a lower one, and both stay readable', async () => {
    const { files, id } = fresh();
    await house.as(office).run(applyRegion, { files });
    await house.as(office).run(applyRegion, { files: raised(files, '2020.10') });
    await expect(house.as(office).run(applyRegion, { files: raised(files, '2020.9') })).rejects.toMatchObject({ code: 'regions.version-older' });
    const { changes } = await house.as(office).run(compareRegion, { id, from: '2020.1', to: '2020.10' });
    expect(changes).toEqual([
      { kind: 'changed', list: 'region', id, fields: ['version'] },
      { kind: 'changed', list: 'targets', id: 'care-at-primary', fields: ['value'] },
    ]);
    const former = await house.as(office).run(getRegion, { id, version: '2020.1' });
    expect([former.shown, former.summary.version, former.versions.map(({ version }) => version)]).toEqual(['2020.1', '2020.10', ['2020.10', '2020.1']]);
    expect(former.files).toEqual(files);
  });

  it('is previewed without a trace', async () => {
    const { files, id } = fresh();
    await house.as(office).run(applyRegion, { files });
    const before = await house.as(office).run(getRegion, { id });
    const seen = await house.as(office).run(checkRegion, { files: raised(files, '2020.2') });
    expect([seen.formerVersion, seen.region?.version, seen.changes.length]).toEqual(['2020.1', '2020.2', 2]);
    expect(await house.as(office).run(getRegion, { id })).toEqual(before);
  });

  it('of another organisation is not replaced', async () => {
    const { files, id } = fresh();
    await house.as(office).run(applyRegion, { files });
    const other = await house.subject({ roles: ['consortium-office'], organisationId: 'other' });
    await expect(house.as(other).run(applyRegion, { files: raised(files, '2020.2') })).rejects.toMatchObject({ code: 'platform.organisation-forbidden' });
    await expect(house.as(other).run(endRegion, { id, reason: '不再使用' })).rejects.toMatchObject({ code: 'platform.organisation-forbidden' });
  });
});

describe('the five regions', () => {
  it('stand side by side, and every task and target is answered or openly a gap', async () => {
    for (const region of readdirSync(FOLDER)) await house.as(office).run(applyRegion, { files: textsOf(region) });
    const { rows } = await house.as(office).run(listRegions, {});
    expect(rows.filter(({ id }) => !id.startsWith('try-')).map(({ id, tasks, targets }) => [id, tasks, targets])).toEqual([
      ['maoming', 34, 8], ['nangang', 17, 5], ['wuhua', 19, 3], ['yangjiang', 19, 10], ['yiyang', 28, 28],
    ]);
    const { regions } = await house.as(office).run(listAnswers, {});
    for (const { answers } of regions) {
      expect(Object.values(answers.counts).reduce((sum, count) => sum + count, 0)).toBe(answers.rows.length);
      for (const row of answers.rows) expect(row.state === 'gap' || row.state === 'outside' || row.rooms.length > 0, `${row.id} names what answers it`).toBe(true);
    }
    const gaps = await house.as(office).run(listAnswers, { state: 'gap', kind: 'task' });
    expect(gaps.regions.find(({ id }) => id === 'wuhua')?.answers.rows.map(({ id }) => id)).toEqual(['personnel', 'pay', 'public-health-and-contracts']);
  });

  it.each(readdirSync(FOLDER))('%s stands alone, answered as beside the others', async (region) => {
    const alone = await openTestHouse({ modules: [regionsModule] });
    try {
      await alone.database.transaction((tx) => registerOrganisation(tx, { organisationId: 'office', parentId: null }));
      const only = await alone.subject({ roles: ['consortium-office'], organisationId: 'office' });
      await alone.as(only).run(applyRegion, { files: textsOf(region) });
      const [{ regions }, beside] = [await alone.as(only).run(listAnswers, {}), await house.as(office).run(listAnswers, {})];
      expect(regions.map(({ id }) => id)).toEqual([region]);
      expect(regions[0]!.answers).toEqual(beside.regions.find(({ id }) => id === region)!.answers);
    } finally {
      await alone.close();
    }
  }, 60_000);
});

it('the list of rooms is that of the folders', () => {
  expect(Object.keys(ROOMS).sort()).toEqual(readdirSync(join(projectRoot(), 'modules'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort());
});
