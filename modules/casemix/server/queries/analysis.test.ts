import { afterAll, beforeAll, expect, it } from 'vitest';
import { registerOrganisation } from '#platform/access/organisation-tree.ts';
import type { Subject } from '#platform/access/subject.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import { consortiumModule } from '#modules/consortium/server/module.ts';
import { analyseCasemix, analyseGroup } from '../../contract/analysis.ts';
import { casemixModule } from '../module.ts';
import { figuresByUnit } from '../rules/measures.ts';

let house: TestHouse;
let both: Subject;
let one: Subject;

interface Case {
  readonly id: string;
  readonly hospital: string;
  readonly department: string;
  readonly group: string;
  readonly fen: number;
  readonly drugs: number;
  readonly days: number;
  readonly died: boolean;
}

const WEIGHTS = new Map([['A1', '0.8000'], ['B1', '2.5000'], ['C1', '1.1000']]);
const draw = (index: number, salt: number, below: number): number => (Math.imul(index + 1 + salt * 7_919, 2_654_435_761) >>> 8) % below;

/** More cases than the analysis once read; `''` is a case in no group. */
const CASES: Case[] = Array.from({ length: 21_000 }, (_, index) => {
  const fen = 10_000 + draw(index, 1, 900_001);
  return {
    id: `d${String(index).padStart(6, '0')}`, hospital: draw(index, 2, 3) === 0 ? 'h2' : 'h1', department: `科${draw(index, 3, 4)}`, group: ['A1', 'B1', 'C1', 'C1', ''][draw(index, 4, 5)]!, fen, drugs: Math.floor(fen / (2 + draw(index, 5, 5))),
    days: 1 + draw(index, 6, 30), died: draw(index, 7, 97) === 0,
  };
});

beforeAll(async () => {
  house = await openTestHouse({ modules: [consortiumModule, casemixModule] });
  const { owner } = house;
  await owner.execute("insert into casemix.front_page_import select 'i-' || h, h, 'a.csv', 0, 0, '[]', 'coder', now() from unnest(array['h1', 'h2']) h");
  await owner.execute("insert into casemix.pack (pack_id, owner_organisation_id, scheme, name, version, state, valid_from, created_at) values ('p', 'h1', 'drg', '方案', '1', 'in-force', '2026-01-01', now())");
  await owner.execute("insert into casemix.group_weight (pack_id, group_code, weight, low_risk) select 'p', g, w::numeric, g = 'A1' from unnest($1::text[], $2::text[]) t(g, w)", [[...WEIGHTS.keys()], [...WEIGHTS.values()]]);
  await owner.execute(
    `insert into casemix.discharge (discharge_id, owner_organisation_id, import_id, record_number, person_name, identity, sex, admitted_on, discharged_on, los_days, department, doctor, discharge_way, died,
       diagnoses, procedures, total_fen, drugs_fen, consumables_fen, examinations_fen, quality, to_complete)
     select r.id, r.hospital, 'i-' || r.hospital, r.id, '测试', '', '1', '2026-02-01', '2026-02-08', r.days, r.department, '', '1', r.died, '[]', '[]', r.fen, r.drugs, 0, 0, 100, '[]'
     from jsonb_to_recordset($1::jsonb) as r(id text, hospital text, department text, fen bigint, drugs bigint, days integer, died boolean)`, [JSON.stringify(CASES)]);
  await owner.execute(
    `insert into casemix.grouping (discharge_id, scheme, owner_organisation_id, pack_id, status, mdc, adrg, group_code, weight, grouped_at)
     select r.id, 'drg', r.hospital, 'p', case when r."group" = '' then '无法入组' else '分组成功' end, '', '', r."group", null, now() from jsonb_to_recordset($1::jsonb) as r(id text, hospital text, "group" text)`, [JSON.stringify(CASES)]);
  await house.database.transaction(async (tx) => {
    await registerOrganisation(tx, { organisationId: 'h1', parentId: null });
    await registerOrganisation(tx, { organisationId: 'h2', parentId: 'h1' });
  });
  both = await house.subject({ roles: ['insurance-office'], organisationId: 'h1' });
  one = await house.subject({ roles: ['insurance-office'], organisationId: 'h2' });
}, 120_000);
afterAll(() => house?.close());

const quartile = (values: readonly number[], at: number): number => {
  const sorted = values.toSorted((first, second) => first - second);
  const place = (sorted.length - 1) * at;
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return Math.round(low + (high - low) * (place - Math.floor(place)));
};
const spread = (values: readonly number[]) => ({ low: quartile(values, 0.25), median: quartile(values, 0.5), high: quartile(values, 0.75) });

/** Counted again, case by case, in the plainest way. */
function naive(cases: readonly Case[], unitOf: (one: Case) => string) {
  const grouped = cases.filter(({ group }) => group !== '');
  const figures = figuresByUnit({ cases: grouped.map((each) => ({ unit: unitOf(each), group: each.group, costFen: each.fen, losDays: each.days, died: each.died })), weights: WEIGHTS, lowRiskGroups: new Set(['A1']) });
  return { figures, grouped };
}

it('counts every case, far beyond what fits into one page, as a plain count does', async () => {
  const answer = await house.as(both).run(analyseCasemix, { scheme: 'drg', by: 'department' });
  const plain = naive(CASES, ({ hospital, department }) => `${hospital} · ${department}`);
  expect([answer.cases, answer.grouped, answer.unitsTotal]).toEqual([CASES.length, plain.grouped.length, 8]);
  for (const { cases, ...figures } of plain.figures) expect(answer.units.find(({ unit }) => unit === figures.unit)).toMatchObject({ ...figures, groupedCases: cases });
  for (const group of WEIGHTS.keys()) {
    const members = plain.grouped.filter((each) => each.group === group);
    expect(answer.groups.find((each) => each.group === group)).toMatchObject({ cases: members.length, total: spread(members.map(({ fen }) => fen)), drugs: spread(members.map(({ drugs }) => drugs)), weight: WEIGHTS.get(group) });
  }
  const medians = new Map([...WEIGHTS.keys()].map((group) => [group, quartile(plain.grouped.filter((each) => each.group === group).map(({ fen }) => fen), 0.5)]));
  expect(answer.deviationsTotal).toBe(plain.grouped.filter(({ group, fen }) => fen > 2 * medians.get(group)! || 2 * fen < medians.get(group)!).length);
  expect(answer.deviations).toHaveLength(100);
});

it('shows one hospital its own cases alone, and a group by unit against its standard', async () => {
  const own = CASES.filter(({ hospital }) => hospital === 'h2');
  expect(await house.as(one).run(analyseCasemix, { scheme: 'drg', by: 'organisation' })).toMatchObject({ cases: own.length, unitsTotal: 1 });
  const { standard, units } = await house.as(both).run(analyseGroup, { scheme: 'drg', by: 'organisation', group: 'C1' });
  const members = CASES.filter(({ group }) => group === 'C1');
  expect(standard).toMatchObject({ cases: members.length, total: spread(members.map(({ fen }) => fen)) });
  for (const hospital of ['h1', 'h2']) expect(units.find(({ unit }) => unit === hospital)).toMatchObject({ total: spread(members.filter((each) => each.hospital === hospital).map(({ fen }) => fen)) });
  expect(await house.as(one).run(analyseGroup, { scheme: 'drg', by: 'organisation', group: 'Z9' })).toEqual({ standard: null, units: [], unitsTotal: 0 });
});

it('leaves out days that were not asked for', async () => {
  expect(await house.as(both).run(analyseCasemix, { scheme: 'drg', by: 'organisation', from: '2026-03-01' })).toMatchObject({ cases: 0 });
  expect((await house.as(both).run(analyseCasemix, { scheme: 'drg', by: 'organisation', from: '2026-02-01', until: '2026-02-28' })).cases).toBe(CASES.length);
});
