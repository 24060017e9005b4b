import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MODULES } from '#apps/server/modules.ts';
import { runRecurringJob } from '#platform/jobs/recurring.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { openLiveServer, type LiveServer, type Who } from './live-server.ts';
import { buildSide, SIDES, type Side } from './two-sides.ts';

interface Alarm {
  readonly id: string;
  readonly kind: string;
  readonly personId: string;
  readonly subjectName: string;
}

let live: LiveServer;
let side: Side;
let personId: string;
let desk: Who;
let officer: Who;
let resident: Who;

const watch = async () => {
  const job = MODULES.flatMap(({ jobs }) => jobs).find(({ kind }) => kind === 'health-record.raise-alarms')!;
  await runRecurringJob({ database: live.opened.database, clock: systemClock, ids: timeOrderedIds(systemClock, randomBytes) }, job);
};
const alarms = async (state = 'waiting'): Promise<Alarm[]> => {
  await watch();
  const { rows } = (await live.call(officer, 'listReviews', { state, limit: 100 })).body as { rows: Alarm[] };
  return rows.filter((alarm) => alarm.personId === personId);
};
const read = async (who: Who) => (await live.call(who, 'getTimeline', { personId })).status;

beforeAll(async () => {
  live = await openLiveServer();
  side = await buildSide(live, SIDES.b);
  const clerk = await live.client(side.root, ['api/*']);
  // Somebody whom the township registered and the hospital has nothing to do with.
  const registered = await live.call(await live.client(side.township, ['api/*']), 'registerResident', { name: '关山月', sex: 'female', birthDate: '1971-03-04' });
  personId = (registered.body as { resident: { id: string } }).resident.id;
  desk = await live.account({ login: 'desk', roles: ['specialist', 'referral-coordinator'], organisationId: side.hospital });
  officer = await live.account({ login: 'officer', roles: ['privacy-officer'], organisationId: side.hospital });
  resident = await live.account({ login: 'guan', roles: ['resident'], organisationId: side.township, personId });
  const booked = await live.call(clerk, 'bookSlot', { slotId: `${side.mark}-slot-20`, personId, pool: 'open' });
  if (booked.status !== 200) throw new Error(`${registered.text} ${booked.text}`);
  expect(await read(desk)).toBe(403);
  const arrived = await live.call(desk, 'recordArrival', { id: (booked.body as { id: string }).id });
  if (arrived.status !== 200) throw new Error(arrived.text);
}, 120_000);
afterAll(() => live?.close());

test('who records an arrival and reads by it within minutes raises an alarm; the privacy officer sees it, finds it unjustified, and the record closes', async () => {
  expect(await alarms()).toEqual([]);
  expect(await read(desk)).toBe(200);
  const [alarm, ...more] = await alarms();
  expect(more).toEqual([]);
  expect(alarm).toMatchObject({ kind: 'relation-then-read', subjectName: 'desk' });
  // Nobody else sees or decides it: not the reader, not the other administrators.
  expect((await live.call(desk, 'listReviews', {})).status).toBe(403);
  expect((await live.call(desk, 'decideReview', { id: alarm!.id, outcome: 'justified', note: '本人经手' })).status).toBe(403);
  expect((await live.call(officer, 'decideReview', { id: alarm!.id, outcome: 'unjustified', note: '与就诊无关' })).status).toBe(200);
  expect(await alarms()).toEqual([]);
  expect(await alarms('decided')).toMatchObject([{ id: alarm!.id, outcome: 'unjustified' }]);
  expect(await read(desk)).toBe(403);
});

test('an attempt to read after the resident has refused, or taken a permit back, raises an alarm as well, and the resident sees the attempt', async () => {
  const permit = await live.call(resident, 'registerOwnConsent', { decision: 'permit', granteeOrganisationId: side.hospital, days: 3 });
  expect(permit.status, permit.text).toBe(200);
  expect(await read(desk)).toBe(200);
  expect((await live.call(resident, 'withdrawOwnConsent', { id: (permit.body as { id: string }).id })).status).toBe(200);
  expect(await read(desk)).toBe(403);
  expect((await live.fhir(desk, 'GET', `/Patient/${personId}`)).status).toBe(403);
  expect((await alarms()).map(({ kind }) => kind)).toEqual(['read-after-refusal']);
  await live.call(resident, 'registerOwnConsent', { decision: 'deny', granteeOrganisationId: side.hospital });
  expect(await read(desk)).toBe(403);
  expect((await alarms()).map(({ kind }) => kind)).toEqual(['read-after-refusal', 'read-after-refusal']);
  const { rows } = (await live.call(resident, 'listOwnAccess', { limit: 50 })).body as { rows: { who: string; outcome: string; organisationId: string; resourceType: string | null }[] };
  expect(rows.filter(({ who, outcome }) => who === 'desk' && outcome === 'refused').length).toBeGreaterThanOrEqual(3);
  expect(rows.some(({ who, outcome, organisationId }) => who === 'desk' && outcome === 'success' && organisationId === side.hospital)).toBe(true);
});
