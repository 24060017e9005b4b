import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeResources } from '#fhir/repository/write.ts';
import { systemSubject } from '#platform/access/subject.ts';
import { insertEvents } from '#platform/events/outbox.ts';
import { getDiagnosisOrder } from '../contract/orders.ts';
import { openDesk, type Desk } from './commands/fixture/desk.ts';
import { PLACES } from './commands/fixture/world.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.house.close());

const announce = async (name: string, payload: Record<string, unknown>): Promise<void> => {
  await desk.house.database.transaction((tx) => insertEvents(tx, [{ name, payload, organisationIds: [PLACES.township], subjectId: 'test' }]));
  await desk.house.deliverEvents();
};
const standing = async (id: string) => {
  const { state, data, steps, deadline } = await desk.run(desk.township)(getDiagnosisOrder, { id });
  return { state, uids: data.map((each) => each.uid), steps: steps.map((step) => step.action), deadline };
};
const orderOf = (id: string) => desk.run(desk.township)(getDiagnosisOrder, { id });

test('a stored study finds its order by the accession number, once, and the promised time begins', async () => {
  const id = await desk.order();
  const { number, personId } = await orderOf(id);
  const payload = { studyUid: '1.2.3.4', imagingStudyId: 'study-1', personId, organisationId: PLACES.township, accessionNumber: number };
  await announce('imaging.study-stored', payload);
  await announce('imaging.study-stored', payload);
  const { state, uids, steps, deadline } = await standing(id);
  expect({ state, uids, steps }).toEqual({ state: 'waiting', uids: ['1.2.3.4'], steps: ['order', 'attach-data', 'pass-quality'] });
  expect(deadline).not.toBeNull();
});

test('somebody else\'s data under a number of ours stays out', async () => {
  const id = await desk.order();
  const { number } = await orderOf(id);
  await announce('imaging.study-stored', { studyUid: '1.2.3.5', personId: await desk.newPerson(), organisationId: PLACES.township, accessionNumber: number });
  expect(await standing(id)).toMatchObject({ state: 'ordered', uids: [] });
});

test('without a number the one open order of the person, kind and site is taken; two are not guessed between', async () => {
  const id = await desk.order({ kind: 'ecg', modality: 'ECG', itemCode: 'ECG12', itemName: '心电图' });
  const { personId } = await orderOf(id);
  await announce('ecg.recorded', { recordId: 'record-1', personId, organisationId: PLACES.stranger });
  expect(await standing(id)).toMatchObject({ state: 'ordered' });
  await announce('ecg.recorded', { recordId: 'record-1', personId, organisationId: PLACES.township, documentReferenceId: 'document-1', observationId: null, orderNumber: null });
  expect(await standing(id)).toMatchObject({ state: 'waiting', uids: ['record-1'] });
  const ofTwo = { personId, kind: 'ecg' as const, modality: 'ECG' as const, itemCode: 'ECG12', itemName: '心电图' };
  const [first, second] = [await desk.order(ofTwo), await desk.order(ofTwo)];
  await announce('ecg.matched', { recordId: 'record-2', personId, organisationId: PLACES.township });
  expect([(await standing(first)).state, (await standing(second)).state]).toEqual(['ordered', 'ordered']);
});

test('an old study that is sent again is not taken for the new order', async () => {
  const id = await desk.order();
  const { personId } = await orderOf(id);
  const store = (study: string, started: string) =>
    desk.house.database.transaction((tx) => writeResources({ tx, subject: systemSubject, now: desk.house.clock.now(), newId: () => 'unused' }, [
      { method: 'put', resource: { resourceType: 'ImagingStudy', id: study, status: 'available', subject: { reference: `Patient/${personId}` }, started }, ownerOrganisationId: PLACES.township },
    ]));
  await store('study-old', '2020-01-01T09:00:00+08:00');
  await announce('imaging.study-stored', { studyUid: '9.9', imagingStudyId: 'study-old', personId, organisationId: PLACES.township });
  expect(await standing(id)).toMatchObject({ state: 'ordered' });
  await store('study-new', desk.house.clock.now().toISOString());
  await announce('imaging.study-stored', { studyUid: '9.10', imagingStudyId: 'study-new', personId, organisationId: PLACES.township });
  expect(await standing(id)).toMatchObject({ state: 'waiting', uids: ['9.10'] });
});

test('orders follow a merge and go back when it is taken back', async () => {
  const id = await desk.order();
  const { personId } = await orderOf(id);
  const other = await desk.newPerson();
  await announce('resident.merged', { mergedId: personId, residentId: other });
  expect((await orderOf(id)).personId).toBe(other);
  await announce('resident.unmerged', { residentId: personId, survivorId: other });
  expect((await orderOf(id)).personId).toBe(personId);
});
