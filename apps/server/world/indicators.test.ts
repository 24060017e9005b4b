import { afterAll, beforeAll, expect, it } from 'vitest';
import { bulkLoadConsortium } from '#modules/consortium/server/api.ts';
import { consortiumModule } from '#modules/consortium/server/module.ts';
import { indicatorsModule } from '#modules/indicators/server/module.ts';
import { seedRolePermissions } from '#platform/access/role-permissions.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { worldPlan } from '#tests/world/world.ts';
import { consortiumSeed } from './consortium-seed.ts';
import { playIndicators } from './indicators.ts';

const plan = worldPlan({ size: 'demo', referenceDate: '2026-11-01' });
const until = new Date('2026-11-01T09:30:00+08:00');
const modules = [consortiumModule, indicatorsModule];
let test: TestDatabase;

beforeAll(async () => {
  test = await openTestDatabase();
  await seedRolePermissions(test.database, modules.map(({ contract }) => contract));
  await test.database.transaction((tx) => bulkLoadConsortium(tx, consortiumSeed(plan)));
}, 120_000);
afterAll(() => test.close());

it('enters, approves and closes the last whole month, once', async () => {
  const play = { database: test.database, plan, modules, until };
  expect(await playIndicators(play)).toEqual([]);
  const frozen = (): Promise<unknown[]> => test.database.query("select indicator_id, organisation_id, numerator::text, denominator::text from indicators.frozen where month = '2026-10' order by 1, 2");
  const first = await frozen();
  expect(first.length).toBeGreaterThan(9);
  expect(await playIndicators(play)).toEqual([]);
  expect(await frozen()).toEqual(first);
});
