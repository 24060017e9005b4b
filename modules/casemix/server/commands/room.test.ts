import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bulkLoadConsortium } from '#modules/consortium/server/api.ts';
import { consortiumModule } from '#modules/consortium/server/module.ts';
import type { Subject } from '#platform/access/subject.ts';
import { Problem } from '#platform/kernel/problem.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import { analyseCasemix, exportCasemix } from '../../contract/analysis.ts';
import { getDischarge, groupDischarges, importFrontPages, listDischarges, listImports, tryGrouping } from '../../contract/discharges.ts';
import { comparePack, createPack, listPacks, putPackInForce, storePackFile, withdrawPack } from '../../contract/packs.ts';
import { casemixModule } from '../module.ts';
import { demonstrationPack } from '../rules/demonstration-pack.ts';

let house: TestHouse;
let office: Subject;
let coder: Subject;
let serial = 0;
const next = (): number => (serial += 1);
const give = () => house;

const TITLES = 'A48,A11,A20,A12C,A14,B12,B15,B16C,B20,B25,B34C,C03C,C04N,C05C,C06x01C,C07x01N,C08x01C,C14x01C,C15x01N,C16x01,D01,D11,D23,D31,D16';
interface Page {
  readonly record?: string;
  readonly principal?: string;
  readonly other?: string;
  readonly procedure?: string;
  readonly admitted?: string;
  readonly discharged?: string;
  readonly total?: string;
  readonly identity?: string;
}
function row({ record = `R${next()}`, principal = 'J18.900', other = '', procedure = '', admitted = '2026-03-01', discharged = '2026-03-06', total = '3000.00', identity = '' }: Page = {}): string {
  return [record, '测试', identity, '1', '61', admitted, discharged, '呼吸科', '5', '医师', '1', principal, '诊断', '1', other, other === '' ? '' : '其他', other === '' ? '' : '1', procedure, procedure === '' ? '' : '手术', procedure === '' ? '' : admitted, total, '1000.00', '1000.00', '600.00', '400.00'].join(',');
}
const file = (...rows: string[]) => ({ organisationId: 'hospital', fileName: 'pages.csv', base64: Buffer.from([TITLES, ...rows].join('\n')).toString('base64') });

const newPack = async () => house.as(office).run(createPack, { organisationId: 'hospital', scheme: 'drg', name: '演示方案', version: `v${next()}` });
async function filledPack(heavier = false) {
  const pack = await newPack();
  for (const [fileName, content] of demonstrationPack(heavier)) await house.as(office).run(storePackFile, { id: pack.id, fileName, content });
  return pack;
}
async function inForce(heavier = false) {
  const pack = await filledPack(heavier);
  const { moved } = await house.as(office).run(comparePack, { id: pack.id });
  return house.as(office).run(putPackInForce, { id: pack.id, validFrom: '2026-01-01', movedSeen: moved, note: '启用' });
}

beforeAll(async () => {
  house = await openTestHouse({ modules: [consortiumModule, casemixModule] });
  const place = (id: string) => ({
    id, name: `测试${id}`, shortName: null, pinyin: id, level: 'county' as const, kind: 'hospital' as const, ownership: 'public' as const, isLegalPerson: true, creditCode: null, insuranceCode: null, divisionCode: null,
    parentId: null, longitude: 0.1, latitude: 0.1, bedCount: 20, telephone: null, address: null,
  });
  await house.database.transaction((tx) => bulkLoadConsortium(tx, {
    organisations: [place('hospital'), place('elsewhere')], consortia: [], memberships: [], agreements: [], serviceCentres: [], diseaseLists: [], areas: [], grids: [], escalationContacts: [],
  }));
  office = await house.subject({ roles: ['insurance-office'], organisationId: 'hospital' });
  coder = await house.subject({ roles: ['coder'], organisationId: 'hospital' });
}, 120_000);
afterAll(() => house?.close());

describe('packs', () => {
  proveCommand(createPack, {
    house: give,
    possible: async () => ({ input: { organisationId: 'hospital', scheme: 'drg' as const, name: '方案', version: `a${next()}` }, subject: office }),
    wrongState: async () => {
      const { name, version, scheme } = await newPack();
      return { input: { organisationId: 'hospital', scheme, name, version }, subject: office, code: 'casemix.pack-exists' };
    },
    effect: async (_house, answer, input) => expect(answer).toMatchObject({ state: 'draft', version: input.version, files: [] }),
  });

  proveCommand(storePackFile, {
    house: give,
    possible: async () => ({ input: { id: (await newPack()).id, fileName: 'cc.csv', content: 'icd10,exclusion_table\n' }, subject: office }),
    wrongState: async () => ({ input: { id: (await inForce()).id, fileName: 'cc.csv', content: 'x' }, subject: office, code: 'casemix.wrong-state' }),
    effect: async (_house, answer) => expect(answer.files).toEqual(['cc.csv']),
  });

  proveCommand(putPackInForce, {
    house: give,
    possible: async () => {
      const { id } = await filledPack();
      const { moved } = await house.as(office).run(comparePack, { id });
      return { input: { id, validFrom: '2026-01-01', movedSeen: moved, note: '启用' }, subject: office };
    },
    wrongState: async () => ({ input: { id: (await inForce()).id, validFrom: '2026-01-01', movedSeen: 0, note: '再次' }, subject: office, code: 'casemix.wrong-state' }),
    effect: async (_house, answer) => expect(answer).toMatchObject({ state: 'in-force', validFrom: '2026-01-01', weights: 23 }),
  });

  proveCommand(withdrawPack, {
    house: give,
    possible: async () => ({ input: { id: (await inForce()).id, note: '停用' }, subject: office }),
    wrongState: async () => ({ input: { id: (await newPack()).id, note: '停用' }, subject: office, code: 'casemix.wrong-state' }),
    effect: async (_house, answer) => expect(answer.state).toBe('withdrawn'),
  });

  it('refuses a pack that contradicts itself, with the place', async () => {
    const { id } = await filledPack();
    await house.as(office).run(storePackFile, { id, fileName: 'mcc.csv', content: 'icd10,exclusion_table\nE11.200,1\n' });
    const refused = await house.as(office).run(comparePack, { id }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Problem);
    expect((refused as Problem).details[0]?.message.en).toContain('E11.200');
  });
});

describe('discharges', () => {
  proveCommand(importFrontPages, {
    house: give,
    possible: async () => ({ input: file(row()), subject: coder }),
    wrongState: async () => ({ input: { organisationId: 'hospital', fileName: 'x.csv', base64: Buffer.from('nothing').toString('base64') }, subject: coder, code: 'casemix.file-unreadable' }),
    effect: async (_house, answer) => expect(answer).toMatchObject({ taken: 1, refused: 0 }),
  });

  proveCommand(groupDischarges, {
    house: give,
    possible: async () => {
      await inForce();
      return { input: { organisationId: 'hospital', scheme: 'drg' as const }, subject: coder };
    },
    wrongState: async () => ({ input: { organisationId: 'hospital', scheme: 'dip' as const }, subject: coder, code: 'casemix.no-pack' }),
    effect: async (_house, answer) => expect(answer.cases).toBeGreaterThan(0),
  });

  it('names each wrong row with line, column and reason, and takes the rest', async () => {
    const answer = await house.as(coder).run(importFrontPages, file(
      row({ record: 'ok-1' }), row({ admitted: '2026-02-31' }), row({ total: '-5.00' }), row({ principal: '' }), row({ principal: 'ZZZ' }), row({ identity: 'P-9', admitted: '2026-04-01', discharged: '2026-04-08' }),
      row({ identity: 'P-9', admitted: '2026-04-05', discharged: '2026-04-10' }), row({ admitted: '2026-03-09', discharged: '2026-03-01' }), row({ record: 'ok-2', total: '３０００．５０' }),
    ));
    expect(answer.findings.map(({ line, field }) => [line, field])).toEqual([[3, 'B12'], [4, 'D01'], [5, 'C03C'], [6, 'C03C'], [8, 'B12'], [9, 'B15']]);
    expect(answer.taken).toBe(3);
    const again = await house.as(coder).run(importFrontPages, file(row({ record: 'late', identity: 'P-9', admitted: '2026-04-07', discharged: '2026-04-09' })));
    expect(again).toMatchObject({ taken: 0, refused: 1 });
  });

  it('reads GB18030 files', async () => {
    const iconv = await import('iconv-lite');
    const answer = await house.as(coder).run(importFrontPages, { organisationId: 'hospital', fileName: 'gb.csv', base64: iconv.default.encode([TITLES, row({ record: 'gb-1' })].join('\n'), 'gb18030').toString('base64') });
    expect(answer.taken).toBe(1);
    const { rows } = await house.as(coder).run(listDischarges, { scheme: 'drg', q: 'gb-1', limit: 5, offset: 0 });
    expect(rows[0]).toMatchObject({ personName: '测试', department: '呼吸科' });
  });

  it('shows a discharge with its explanation and what another order of its codes would give', async () => {
    await inForce();
    await house.as(coder).run(importFrontPages, file(row({ record: 'explained', principal: 'J18.900', other: 'N17.900' })));
    const { rows } = await house.as(coder).run(listDischarges, { scheme: 'drg', q: 'explained', limit: 5, offset: 0 });
    const detail = await house.as(coder).run(getDischarge, { id: rows[0]!.id, scheme: 'drg' });
    expect(detail.grouping.result).toMatchObject({ group: 'ER11', weight: '1.3000' });
    expect(detail.grouping.alternatives.map(({ group }) => group)).toContain('ER15');
    expect(detail.grouping.explanation.length).toBeGreaterThan(3);
    expect(detail.toComplete.length).toBeGreaterThan(0);
    const tried = await house.as(coder).run(tryGrouping, { scheme: 'drg', diagnoses: ['J18.900'], procedures: [], sex: '1', ageYears: 61 });
    expect(tried.result).toMatchObject({ group: 'ER15', weight: '0.6500' });
  });

  it('waits for local parameters where no pack is in force, and invents nothing', async () => {
    const tried = await house.as(coder).run(tryGrouping, { scheme: 'dip', diagnoses: ['J18.900'], procedures: [], sex: '1', ageYears: 61 });
    expect(tried).toMatchObject({ packId: null, result: { status: 'PENDING_LOCAL_PARAMETERS', weight: null } });
  });

  it('compares before force: a version that joins groups moves their cases, and must be looked at', async () => {
    await inForce();
    const heavier = await filledPack(true);
    const compared = await house.as(office).run(comparePack, { id: heavier.id });
    expect(compared.rows.map(({ to }) => to)).toContain('ER19');
    const blind = await house.as(office).run(putPackInForce, { id: heavier.id, validFrom: '2026-01-02', movedSeen: 0, note: '启用' }).catch((error: unknown) => error);
    expect((blind as Problem).code).toBe('casemix.not-compared');
  });

  it('analyses by hospital and department, exports Excel and PDF, and shows another hospital nothing', async () => {
    await inForce();
    await house.as(coder).run(groupDischarges, { organisationId: 'hospital', scheme: 'drg' });
    const analysis = await house.as(office).run(analyseCasemix, { scheme: 'drg', by: 'organisation' });
    expect(analysis.units[0]).toMatchObject({ unit: '测试hospital', costIndex: '1.0000', timeIndex: '1.0000' });
    expect(Number(analysis.units[0]!.cmi)).toBeGreaterThan(0);
    const [view] = await house.owner.query<{ cmi: string }>("select round(sum(weight) / count(*), 4)::text as cmi from casemix_report.grouped_discharge where grouped and scheme = 'drg' and weight is not null");
    expect(view?.cmi).toBe(analysis.units[0]!.cmi);
    const excel = await house.as(office).run(exportCasemix, { scheme: 'drg', by: 'department', format: 'xlsx' });
    expect(Buffer.from(excel.contentBase64, 'base64').subarray(0, 2).toString()).toBe('PK');
    const pdf = await house.as(office).run(exportCasemix, { scheme: 'drg', by: 'doctor', format: 'pdf' });
    expect(Buffer.from(pdf.contentBase64, 'base64').subarray(0, 4).toString()).toBe('%PDF');
    const stranger = await house.subject({ roles: ['coder', 'insurance-office'], organisationId: 'elsewhere' });
    expect((await house.as(stranger).run(listDischarges, { scheme: 'drg', limit: 5, offset: 0 })).total).toBe(0);
    expect((await house.as(stranger).run(listImports, { limit: 5, offset: 0 })).total).toBe(0);
    expect((await house.as(stranger).run(analyseCasemix, { scheme: 'drg', by: 'organisation' })).cases).toBe(0);
    expect((await house.as(office).run(listPacks, { limit: 5, offset: 0 })).total).toBeGreaterThan(0);
  });
});
