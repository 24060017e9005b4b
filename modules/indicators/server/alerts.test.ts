import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerOrganisation } from '#platform/access/organisation-tree.ts';
import { seedRolePermissions } from '#platform/access/role-permissions.ts';
import type { Subject } from '#platform/access/subject.ts';
import { assignRole, createAccount } from '#platform/identity/accounts.ts';
import { proveCommand } from '#platform/testing/command-proofs.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import {
  acknowledgeIndicatorAlert, assignIndicatorAlert, closeIndicatorAlert, countIndicatorAlerts, endIndicatorBand, listIndicatorAlerts, listIndicatorBands, listIndicatorWatchers, noteIndicatorAlert, setIndicatorBand, type Alert,
} from '../contract/alerts.ts';
import { DEFINITIONS } from '../contract/definitions/all.ts';
import { approveIndicatorValue, closeIndicatorPeriod, enterIndicatorValue, restateIndicator } from '../contract/operations.ts';
import { getReferralFlows } from '../contract/views.ts';
import { indicatorsModule } from './module.ts';
import { refreshFlows } from './store/flows.ts';

let house: TestHouse;
let office: Subject;
let bureau: Subject;
/** Monthly indicators that are entered: a fresh one for each try. */
const spare = DEFINITIONS.filter(({ source, shape }) => source !== 'measure' && shape === 'ratio').map(({ id }) => id);
const fresh = (): string => spare.pop()!;

beforeAll(async () => {
  house = await openTestHouse({ modules: [indicatorsModule] });
  await house.database.transaction(async (tx) => {
    await registerOrganisation(tx, { organisationId: 'office', parentId: null });
    await registerOrganisation(tx, { organisationId: 'site', parentId: 'office' });
    await registerOrganisation(tx, { organisationId: 'other', parentId: null });
  });
  await seedRolePermissions(house.owner, [indicatorsModule.contract]);
  office = await house.subject({ roles: ['consortium-office'], organisationId: 'office', id: 'watcher' });
  bureau = await house.subject({ roles: ['health-bureau'], organisationId: 'office', id: 'second' });
  for (const [accountId, organisationId, role] of [['watcher', 'office', 'consortium-office'], ['second', 'office', 'health-bureau'], ['stranger', 'other', 'consortium-office'], ['village', 'site', 'village-doctor']] as const) {
    await createAccount(house.owner, { accountId, login: accountId, name: `人员${accountId}`, organisationId });
    await assignRole(house.owner, { assignmentId: accountId, accountId, organisationId, role, validFrom: '2020-01-01' });
  }
}, 120_000);
afterAll(() => house?.close());

const set = (more: object = {}) => house.as(office).run(setIndicatorBand, { indicatorId: fresh(), low: '40', eachSite: false, watcherId: 'watcher', ...more });
/** The last whole month of the clock. */
const MONTH = '2026-10';
/** A band, and a value below it in the last whole month. */
async function raised(more: object = {}): Promise<Alert> {
  const band = await set(more);
  const { id } = await house.as(office).run(enterIndicatorValue, { indicatorId: band.indicatorId, organisationId: 'site', month: MONTH, numerator: '1', denominator: '100000', sourceNote: '年报' });
  await house.as(bureau).run(approveIndicatorValue, { id });
  await house.runJob('indicators.watch-values');
  const { rows } = await house.as(office).run(listIndicatorAlerts, { of: 'all', indicatorId: band.indicatorId, limit: 10, offset: 0 });
  expect(rows.length).toBeGreaterThan(0);
  return rows[0]!;
}
const acknowledged = async (): Promise<Alert> => house.as(office).run(acknowledgeIndicatorAlert, { id: (await raised()).id });

proveCommand(setIndicatorBand, {
  house: () => house,
  possible: async () => ({ input: { indicatorId: fresh(), low: '40', high: '60', eachSite: true, watcherId: 'second' }, subject: office }),
  wrongState: async () => ({ input: { indicatorId: (await set()).indicatorId, low: '40', eachSite: false, watcherId: 'watcher' }, subject: office, code: 'indicators.band-live' }),
  effect: async (_, answer) => expect(answer).toMatchObject({ low: '40', high: '60', eachSite: true, watcherName: '人员second' }),
});
proveCommand(endIndicatorBand, {
  house: () => house,
  possible: async () => ({ input: { id: (await set()).id }, subject: office }),
  wrongState: async () => {
    const { id } = await set();
    await house.as(office).run(endIndicatorBand, { id });
    return { input: { id }, subject: office, code: 'indicators.wrong-state' };
  },
  effect: async (_, answer) => expect((await house.as(office).run(listIndicatorBands, {})).rows.map(({ id }) => id)).not.toContain(answer.id),
});
proveCommand(acknowledgeIndicatorAlert, {
  house: () => house,
  possible: async () => ({ input: { id: (await raised()).id }, subject: office }),
  wrongState: async () => ({ input: { id: (await acknowledged()).id }, subject: office, code: 'indicators.alert-state' }),
  effect: async (_, answer) => expect(answer).toMatchObject({ state: 'acknowledged', assigneeId: 'watcher' }),
});
proveCommand(assignIndicatorAlert, {
  house: () => house,
  possible: async () => ({ input: { id: (await acknowledged()).id, assigneeId: 'second', note: '请核对年报' }, subject: office }),
  wrongState: async () => ({ input: { id: (await raised()).id, assigneeId: 'village' }, subject: office, code: 'indicators.no-watcher' }),
  effect: async (_, answer) => {
    expect(answer).toMatchObject({ state: 'raised', assigneeId: 'second', assigneeName: '人员second' });
    expect(answer.actions.at(-1)).toMatchObject({ action: 'assign', note: '人员second：请核对年报' });
  },
});
proveCommand(noteIndicatorAlert, {
  house: () => house,
  possible: async () => ({ input: { id: (await raised()).id, note: '已联系填报人' }, subject: office }),
  wrongState: async () => ({ input: { id: (await raised()).id, note: '已联系填报人' }, subject: bureau, code: 'indicators.not-assignee' }),
  effect: async (_, answer) => expect(answer.actions.at(-1)).toMatchObject({ action: 'note', note: '已联系填报人' }),
});
proveCommand(closeIndicatorAlert, {
  house: () => house,
  possible: async () => ({ input: { id: (await acknowledged()).id, note: '系填报口径错误，已重述' }, subject: office }),
  wrongState: async () => ({ input: { id: (await raised()).id, note: '未接收即办结' }, subject: office, code: 'indicators.alert-state' }),
  effect: async (_, answer) => expect(answer).toMatchObject({ state: 'closed' }),
});

describe('an alert', () => {
  it('is not seen, and nobody named, by another office; who is named may answer it', async () => {
    const stranger = await house.subject({ roles: ['consortium-office'], organisationId: 'other' });
    const alert = await raised();
    expect((await house.as(stranger).run(listIndicatorAlerts, { of: 'all', limit: 50, offset: 0 })).total).toBe(0);
    expect((await house.as(stranger).run(listIndicatorWatchers, {})).rows.map(({ id }) => id)).toEqual(['stranger']);
    expect((await house.as(office).run(listIndicatorWatchers, {})).rows.map(({ id }) => id)).toEqual(['second', 'watcher']);
    await expect(house.as(stranger).run(acknowledgeIndicatorAlert, { id: alert.id })).rejects.toMatchObject({ code: 'platform.organisation-forbidden' });
    await expect(set({ watcherId: 'stranger' })).rejects.toMatchObject({ code: 'indicators.no-watcher' });
    await expect(set({ low: '9', high: '3' })).rejects.toMatchObject({ code: 'indicators.band-empty' });
  });

  it('is told once of a number, again of another one, and stands in the bell of its person only', async () => {
    const before = await house.as(office).run(countIndicatorAlerts, {});
    const alert = await raised({ eachSite: true });
    const ofThis = async () => (await house.as(office).run(listIndicatorAlerts, { of: 'me', indicatorId: alert.indicatorId, limit: 10, offset: 0 })).rows;
    expect((await ofThis()).map(({ organisationId, kind, value }) => [organisationId, kind, Number(value) < 40]).sort()).toEqual([['office', 'below', true], ['site', 'below', true]]);
    expect((await house.as(office).run(countIndicatorAlerts, {})).overdue).toBe(before.overdue + 2);
    expect((await house.as(bureau).run(listIndicatorAlerts, { of: 'me', indicatorId: alert.indicatorId, limit: 10, offset: 0 })).total).toBe(0);
    for (const { id } of await ofThis()) await house.as(office).run(acknowledgeIndicatorAlert, { id });
    await house.runJob('indicators.watch-values');
    expect((await house.as(office).run(countIndicatorAlerts, {})).overdue).toBe(before.overdue);
    await house.as(office).run(closeIndicatorPeriod, { month: MONTH });
    await house.deliverEvents();
    expect((await ofThis()).map(({ state }) => state)).toEqual(['acknowledged', 'acknowledged']);
    await house.as(office).run(restateIndicator, { indicatorId: alert.indicatorId, organisationId: 'site', month: MONTH, numerator: '2000', denominator: '100000', reason: '更正填报' });
    await house.deliverEvents();
    expect((await ofThis()).map(({ state, actions }) => [state, actions.at(-1)!.action])).toEqual([['raised', 'restate'], ['raised', 'restate']]);
  });
});

it('flows of referral are sums without persons, seen by their two sides', async () => {
  const stranger = await house.subject({ roles: ['consortium-office'], organisationId: 'other' });
  await house.database.transaction((tx) => refreshFlows(tx));
  await house.owner.execute("insert into indicators.flow values ('site', 'office', 'up', '2026-09', 5, 4, 3, 1), ('site', '', 'up', '2026-09', 2, 1, 0, 0), ('office', 'site', 'down', '2026-08', 7, 7, 7, 0)");
  const asked = { period: '2026Q3' };
  expect(await house.as(office).run(getReferralFlows, asked)).toMatchObject({
    up: { submitted: 7, accepted: 5, arrived: 3, returned: 1 }, down: { submitted: 7 },
    flows: [{ fromOrganisationId: 'office', direction: 'down', submitted: 7 }, { toOrganisationId: 'office', submitted: 5 }, { toOrganisationId: null, submitted: 2 }],
  });
  expect((await house.as(stranger).run(getReferralFlows, asked)).flows).toEqual([]);
});
