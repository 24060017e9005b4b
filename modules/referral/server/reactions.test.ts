import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertEvent } from '#platform/events/outbox.ts';
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
