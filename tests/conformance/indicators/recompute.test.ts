import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadWorld } from '#apps/server/load-world.ts';
import { assessmentModule } from '#modules/assessment/server/module.ts';
import { casemixModule } from '#modules/casemix/server/module.ts';
import { consortiumModule } from '#modules/consortium/server/module.ts';
import { indicatorsModule } from '#modules/indicators/server/module.ts';
import { paymentModule } from '#modules/payment/server/module.ts';
import { referralModule } from '#modules/referral/server/module.ts';
import { residentsModule } from '#modules/residents/server/module.ts';
import { sharedDiagnosisModule } from '#modules/shared-diagnosis/server/module.ts';
import { DEFINITIONS } from '#modules/indicators/contract/definitions/all.ts';
import { refreshCells } from '#modules/indicators/server/store/facts.ts';
import { seedRolePermissions } from '#platform/access/role-permissions.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { worldPlan } from '#tests/world/world.ts';
import { naiveSums } from './naive.ts';

const TODAY = '2026-11-01';
/** The rooms that indicators are computed from. */
const MODULES = [consortiumModule, residentsModule, referralModule, casemixModule, paymentModule, sharedDiagnosisModule, indicatorsModule, assessmentModule];
const now = new Date(`${TODAY}T09:30:00+08:00`);
let test: TestDatabase;

const cells = async (): Promise<Map<string, [bigint, bigint]>> => {
  const rows = await test.owner.query<{ key: string; numerator: string; denominator: string }>(
    `select indicator_id || '|' || organisation_id || '|' || month as key, (numerator * 1000000)::bigint::text as numerator, (denominator * 1000000)::bigint::text as denominator from indicators.cell`,
  );
  return new Map(rows.map(({ key, numerator, denominator }) => [key, [BigInt(numerator), BigInt(denominator)]]));
};
const refresh = (everything: boolean) => test.database.transaction((tx) => refreshCells(tx, { now, today: TODAY, anew: everything ? 'all' : [] }));

beforeAll(async () => {
  test = await openTestDatabase();
  await seedRolePermissions(test.database, MODULES.map(({ contract }) => contract));
  const stopped: unknown[] = [];
  await loadWorld({ database: test.database, plan: worldPlan({ size: 'demo', referenceDate: TODAY }), modules: MODULES, begunAt: now, onStopped: (story) => stopped.push(story) });
  expect(stopped).toEqual([]);
}, 240_000);
afterAll(() => test?.close());

describe('the numbers of the world', () => {
  it('equal an independent recomputation from raw rows, each indicator at each site in each month', { timeout: 120_000 }, async () => {
    await refresh(true);
    const [ours, naive] = [await cells(), await naiveSums(test.owner, TODAY)];
    const seen = new Set([...ours.keys()].map((key) => key.split('|')[0]));
    process.stdout.write(`${ours.size} cells of ${seen.size} indicators compared: ${[...seen].sort().join(' ')}\n`);
    expect(seen).toEqual(new Set(DEFINITIONS.filter(({ source }) => source === 'measure').map(({ id }) => id)));
    const differing = [...new Set([...ours.keys(), ...naive.keys()])].filter((key) => String(ours.get(key)) !== String(naive.get(key)));
    expect(differing.slice(0, 10).map((key) => [key, String(ours.get(key)), String(naive.get(key))])).toEqual([]);
  });

  it('brought up to date by what changed equal those computed anew', { timeout: 120_000 }, async () => {
    await test.owner.execute("update fhir.resource set deleted = true, content = '', version = version + 1, last_updated = $1 where resource_type = 'Encounter' and resource_id in (select resource_id from fhir.resource where resource_type = 'Encounter' order by resource_id limit 200)", [now]);
    await refresh(false);
    const naive = await naiveSums(test.owner, TODAY);
    // What reads encounters and another room at once is computed anew each time.
    const differing = [...naive.keys()].filter((key) => String((naive.get(key) ?? [])) !== '' && key.startsWith('Y1'));
    const ours = await cells();
    expect(differing.filter((key) => String(ours.get(key)) !== String(naive.get(key)))).toEqual([]);
  });

  it('computed at a pace, in parts, equal those computed at once, and mend sums that went wrong', { timeout: 120_000 }, async () => {
    await refresh(true);
    const before = await cells();
    await test.owner.execute("update indicators.encounter_month set visits = visits + 7, discharges = discharges + 1 where month = (select max(month) from indicators.encounter_month)");
    let parts = 0;
    const rest = () => Promise.resolve(void (parts += 1));
    await test.database.transaction((tx) => refreshCells(tx, { now, today: TODAY, anew: 'all', pace: { rest } }));
    expect(parts).toBeGreaterThan(new Set([...before.keys()].map((key) => key.split('|')[2])).size / 4);
    expect(await cells()).toEqual(before);
  });
});
