import { afterAll, beforeAll, expect, it } from 'vitest';
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
