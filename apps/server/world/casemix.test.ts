import { afterAll, beforeAll, expect, it } from 'vitest';
import { CatalogueForming } from '#modules/casemix/server/rules/dip/form-catalogue.ts';
import { catalogueFiles, readFormingRules } from '#modules/casemix/server/rules/dip/forming-files.ts';
import { Findings } from '#modules/casemix/server/rules/findings.ts';
import { casemixModule } from '#modules/casemix/server/module.ts';
import { bulkLoadConsortium } from '#modules/consortium/server/api.ts';
import { consortiumModule } from '#modules/consortium/server/module.ts';
import { seedRolePermissions } from '#platform/access/role-permissions.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { worldPlan } from '#tests/world/world.ts';
import { playCasemix } from './casemix.ts';
import { consortiumSeed } from './consortium-seed.ts';

const plan = worldPlan({ size: 'demo', referenceDate: '2026-11-01' });
const until = new Date('2026-11-01T09:30:00+08:00');
const modules = [consortiumModule, casemixModule];
let test: TestDatabase;

beforeAll(async () => {
  test = await openTestDatabase();
  await seedRolePermissions(test.database, modules.map(({ contract }) => contract));
  await test.database.transaction((tx) => bulkLoadConsortium(tx, consortiumSeed(plan)));
}, 120_000);
afterAll(() => test.close());

it('puts a demonstration scheme in force and groups front pages of three hospitals, once', async () => {
  expect(await playCasemix({ database: test.database, plan, modules, until })).toEqual([]);
  const count = async (): Promise<Record<string, string>> =>
    Object.fromEntries((await test.database.query<{ status: string; n: string }>("select status, count(*)::text as n from casemix.grouping where scheme = 'drg' group by status")).map(({ status, n }) => [status, n]));
  const first = await count();
  expect(Number(first['分组成功'])).toBeGreaterThan(300);
  expect(Number(first['歧义病案'])).toBeGreaterThan(0);
  expect(await playCasemix({ database: test.database, plan, modules, until })).toEqual([]);
  expect(await count()).toEqual(first);
  const [imports] = await test.database.query<{ refused: number; hospitals: string }>('select sum(refused)::integer as refused, count(distinct owner_organisation_id)::text as hospitals from casemix.front_page_import');
  expect(imports).toEqual({ refused: 6, hospitals: '3' });
});

it('forms a catalogue on the county world: each group leads back to its cases, no case is lost, and the same cases give the same bytes', async () => {
  const packs = await test.database.query<{ id: string; version: string; state: string }>("select pack_id as id, version, state from casemix.pack where scheme = 'dip' order by version");
  expect(packs.map(({ version, state }) => [version, state])).toEqual([['2026', 'in-force'], ['2027 征求意见', 'draft']]);
  const one = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row> => (await test.database.query<Row>(text, values))[0]!;
  for (const { id } of packs) {
    const { discharges, traced } = await one<{ discharges: number; traced: number }>('select (select count(*)::int from casemix.discharge) as discharges, (select count(*)::int from casemix.catalogue_case where pack_id = $1) as traced', [id]);
    expect(traced).toBe(discharges);
    const strays = await test.database.query('select g.group_code from casemix.catalogue_group g where g.pack_id = $1 and g.cases <> (select count(*) from casemix.catalogue_case c where c.pack_id = g.pack_id and c.group_code = g.group_code)', [id]);
    expect(strays).toEqual([]);
    expect((await one<{ groups: number }>('select count(*)::int as groups from casemix.catalogue_group where pack_id = $1', [id])).groups).toBeGreaterThan(5);
  }
  const [first, second] = await Promise.all(packs.map(async ({ id }) => (await one<{ cases: number }>('select count(distinct group_code)::int as cases from casemix.catalogue_case where pack_id = $1', [id])).cases));
  expect(second).not.toBe(first);
  // The same cases in another order, through the pure engine: byte by byte the catalogue of the room.
  const rows = await test.database.query<StoredRow>('select * from casemix.discharge order by md5(discharge_id)');
  const findings = new Findings();
  const { content } = await one<{ content: string }>("select content from casemix.pack_file where pack_id = $1 and name = 'parameters.json'", [packs[0]!.id]);
  const rules = readFormingRules(content, findings);
  const forming = new CatalogueForming(rules, new Map(), { cc: new Map(), mcc: new Map(), exclusions: new Map() });
  for (const row of rows) forming.add({ id: row.discharge_id, year: Number(row.discharged_on.slice(0, 4)), input: inputOf(row) });
  const files = catalogueFiles({ name: '演示病种目录（由本县病例形成）', version: '2026', formed: forming.form(), rules, kinds: new Map() });
  for (const [name, text] of files) expect((await one<{ content: string }>('select content from casemix.pack_file where pack_id = $1 and name = $2', [packs[0]!.id, name])).content).toBe(text);
  const grouped = await one<{ cases: number; rich: number }>("select count(*)::int as cases, count(coefficient)::int as rich from casemix.grouping where scheme = 'dip' and status = '分组成功'");
  expect(grouped.cases).toBeGreaterThan(400);
});

interface StoredRow {
  readonly discharge_id: string;
  readonly discharged_on: string;
  readonly sex: string;
  readonly age_years: number | null;
  readonly age_days: number | null;
  readonly birth_weight_g: number | null;
  readonly los_days: number;
  readonly discharge_way: string;
  readonly total_fen: number;
  readonly diagnoses: readonly { code: string }[];
  readonly procedures: readonly { code: string }[];
}

const inputOf = (row: StoredRow) => ({
  diagnoses: row.diagnoses.map(({ code }) => code), procedures: row.procedures.map(({ code }) => code), sex: row.sex, ageYears: row.age_years, ageDays: row.age_days, birthWeightG: row.birth_weight_g, losDays: row.los_days,
  dischargeWay: row.discharge_way, costFen: Number(row.total_fen),
});
