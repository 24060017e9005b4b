import { afterAll, beforeAll, expect, test } from 'vitest';
import { getResource } from '#fhir/repository/read.ts';
import { insertEvent } from '#platform/events/outbox.ts';
import { addDays, chinaDate } from '#platform/kernel/period.ts';
import { getReferral, submitReferral } from '../contract.ts';
import { openDesk, type Desk } from './commands/fixture/desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.house.close());

const announce = async (name: string, payload: Record<string, unknown>): Promise<void> => {
  await insertEvent(desk.house.database, { name, payload, organisationIds: [], subjectId: 'system' });
  await desk.house.deliverEvents();
};

test('referrals follow a merged person, and return when the merge is taken back', async () => {
  const [survivor, merged] = [await desk.newPerson(), await desk.newPerson()];
  const id = await desk.draft({ personId: merged });
  await desk.run(desk.sender)(submitReferral, { id });
  const personOf = async () => (await desk.run(desk.sender)(getReferral, { id })).personId;
  await announce('resident.merged', { residentId: survivor, mergedId: merged });
  expect(await personOf()).toBe(survivor);
  await announce('resident.merged', { residentId: survivor, mergedId: merged });
  expect(await personOf()).toBe(survivor);
  await announce('resident.unmerged', { residentId: merged, survivorId: survivor });
  expect(await personOf()).toBe(merged);
});

test('two live referrals for one problem stay apart when their persons are merged', async () => {
  const [survivor, merged] = [await desk.newPerson(), await desk.newPerson()];
  const ids = [await desk.draft({ personId: survivor }), await desk.draft({ personId: merged })];
  for (const id of ids) await desk.run(desk.sender)(submitReferral, { id });
  await announce('resident.merged', { residentId: survivor, mergedId: merged });
  expect((await desk.run(desk.sender)(getReferral, { id: ids[1]! })).personId).toBe(merged);
});

test('a clock of working days that runs follows the notice of the year, and an older version of it changes nothing', async () => {
  const id = await desk.draft({ priority: 'normal' });
  await desk.run(desk.sender)(submitReferral, { id });
  const deadlineOf = async () => (await desk.run(desk.sender)(getReferral, { id })).deadline ?? '';
  const dueOf = async () => (await getResource(desk.house.database, 'Task', id)).restriction?.period?.end;
  const first = await deadlineOf();
  const day = chinaDate(new Date(first));
  const load = (version: number, days: { day: string; worked: boolean }[]) => announce('regions.calendar-loaded', { year: Number(day.slice(0, 4)), version, days });
  await load(2, [{ day, worked: false }]);
  const second = await deadlineOf();
  expect(chinaDate(new Date(second)) > day).toBe(true);
  expect(Date.parse((await dueOf()) ?? '')).toBe(Date.parse(second));
  await load(1, [{ day: addDays(day, -1), worked: false }]);
  expect(await deadlineOf()).toBe(second);
  const later = await desk.draft({ priority: 'normal' });
  await desk.run(desk.sender)(submitReferral, { id: later });
  expect(chinaDate(new Date((await desk.run(desk.sender)(getReferral, { id: later })).deadline ?? ''))).toBe(chinaDate(new Date(second)));
  await load(3, []);
  expect([await deadlineOf(), Date.parse((await dueOf()) ?? '')]).toEqual([first, Date.parse(first)]);
});
