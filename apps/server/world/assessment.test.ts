import { afterAll, beforeAll, expect, it } from 'vitest';
import { assessmentModule } from '#modules/assessment/server/module.ts';
import { bulkLoadConsortium } from '#modules/consortium/server/api.ts';
import { consortiumModule } from '#modules/consortium/server/module.ts';
import { indicatorsModule } from '#modules/indicators/server/module.ts';
import { seedRolePermissions } from '#platform/access/role-permissions.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { worldPlan } from '#tests/world/world.ts';
import { playAssessment } from './assessment.ts';
import { consortiumSeed } from './consortium-seed.ts';

const plan = worldPlan({ size: 'demo', referenceDate: '2026-11-01' });
const until = new Date('2026-11-01T09:30:00+08:00');
const modules = [consortiumModule, indicatorsModule, assessmentModule];
let test: TestDatabase;

beforeAll(async () => {
  test = await openTestDatabase();
  await seedRolePermissions(test.database, modules.map(({ contract }) => contract));
  const seed = consortiumSeed(plan);
  await test.database.transaction((tx) => bulkLoadConsortium(tx, seed));
  await test.owner.query(
    `insert into indicators.encounter (encounter_id, person_id, organisation_id, class, counted, started_on, visit_month, version)
     select place || n, place || 'p' || n, place, 'AMB', true, '2026-10-10', '2026-10', 1 from unnest($1::text[]) place, generate_series(1, 12) n`,
    [seed.organisations.filter(({ level }) => level === 'county' || level === 'township').map(({ id }) => id)],
  );
}, 120_000);
afterAll(() => test.close());

it('assesses last month, decides an appeal and asks patients, once', async () => {
  const play = { database: test.database, plan, modules, until };
  expect(await playAssessment(play)).toEqual([]);
  const told = () => test.owner.query("select (select count(*)::int from assessment.score) as scores, (select count(*)::int from assessment.appeal) as appeals, (select count(*)::int from assessment.response) as answers, (select count(*)::int from assessment.invitation) > 20 as asked");
  const first = await told();
  expect(first).toMatchObject([{ appeals: 2, answers: 27, asked: true }]);
  expect(await playAssessment(play)).toEqual([]);
  expect(await told()).toEqual(first);
});
