import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeResources } from '#fhir/repository/write.ts';
import type { Patient } from '#fhir/types/resources.gen.ts';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import { insertEvent } from '#platform/events/outbox.ts';
import { idCardCheckCharacter } from '#platform/kernel/check-digits.ts';
import { openTestHouse, type TestHouse } from '#platform/testing/test-house.ts';
import { findResidents, getResident, listMatchReviews, registerResident } from '../contract.ts';
import { IDENTIFIER_SYSTEMS } from '../contract/schemas.ts';
import { bulkLoadResidents, findResidentSummaries, followMerge, getResidentSummary, type ResidentEntry } from './api.ts';
import { residentsModule } from './module.ts';

let house: TestHouse;
let desk: Subject;
let manager: Subject;

beforeAll(async () => {
  house = await openTestHouse({ modules: [residentsModule], now: new Date().toISOString() });
  await house.addOrganisation('county');
  await house.addOrganisation('township', 'county');
  await house.addOrganisation('importer', 'county');
  desk = await house.subject({ roles: ['township-doctor'], organisationId: 'township' });
  manager = await house.subject({ roles: ['index-manager'], organisationId: 'county' });
});
afterAll(() => house.close());

let serial = 0;
const newId = (): string => `00000000-0000-7000-8000-${String((serial += 1)).padStart(12, '0')}`;

/** A Patient as an import writes it: the resource and the event, in one transaction. */
async function importPatient(patient: Patient): Promise<void> {
  await house.database.transaction(async (tx) => {
    await writeResources({ tx, subject: systemSubject, now: house.clock.now(), newId }, [{ method: 'put', resource: patient, ownerOrganisationId: 'importer' }]);
    await insertEvent(tx, { name: 'fhir.patient-written', payload: { patientId: patient.id }, organisationIds: ['importer'], subjectId: 'import' });
  });
  await house.deliverEvents();
}

const find = async (words: string): Promise<string[]> => (await house.as(manager).run(findResidents, { q: words, limit: 50, offset: 0 })).rows.map(({ id }) => id);

const american: Patient = {
  resourceType: 'Patient',
  id: 'us-1',
  name: [{ use: 'official', family: 'Abbott774', given: ['Margarito', 'Lee'] }],
  gender: 'male',
  birthDate: '1961-02-03',
  telecom: [{ system: 'phone', value: '555-123-4567' }],
  address: [{ line: ['12 Main St'], city: 'Boston', state: 'MA' }],
};

it('indexes a Patient without Chinese name or number, and repeating changes nothing', async () => {
  await importPatient(american);
  await importPatient(american);
  expect(await find('margarito')).toEqual(['us-1']);
  const [counted] = await house.owner.query<{ total: number }>("select count(*) as total from residents.action where resident_id = 'us-1'");
  expect(counted?.total).toBe(1);
});

it('follows a change of the Patient', async () => {
  await importPatient({ ...american, telecom: [{ system: 'phone', value: '555-999-8888' }] });
  expect(await find('5559998888')).toEqual(['us-1']);
});

it('joins an imported Patient of the same identity number and name, and asks about one that is only likely', async () => {
  const first17 = '99012119800505101';
  const idCard = first17 + idCardCheckCharacter(first17);
  const { resident } = await house.as(desk).run(registerResident, {
    name: '林徽音', sex: 'male', birthDate: '1980-05-05', idCard, phone: '10033334444', address: '示例县柳林镇塘坊村1组1号', insuranceNumber: undefined, householdId: undefined,
    otherDocumentNumber: undefined, otherDocumentType: undefined,
  });
  await importPatient({
    resourceType: 'Patient', id: 'cn-1', name: [{ text: '林徽音' }], gender: 'male', birthDate: '1980-05-05',
    identifier: [{ system: IDENTIFIER_SYSTEMS['id-card'], value: idCard }],
  });
  expect(await followMerge(house.database, 'cn-1')).toBe(resident.id);
  await importPatient({ resourceType: 'Patient', id: 'cn-2', name: [{ text: '林徽音' }], gender: 'male', birthDate: '1980-05-05', telecom: [{ system: 'phone', value: '10033334444' }] });
  expect(await followMerge(house.database, 'cn-2')).toBe('cn-2');
  const reviews = await house.as(manager).run(listMatchReviews, { state: 'open', limit: 50, offset: 0 });
  expect(reviews.rows.map(({ left, right }) => [left.id, right.id])).toContainEqual([resident.id, 'cn-2']);
});

it('loads 3,000 residents in bulk, found and matched afterwards', async () => {
  const entries = Array.from({ length: 3000 }, (_, index): ResidentEntry => {
    const birthDate = new Date(Date.UTC(1940, 0, 1 + index * 9)).toISOString().slice(0, 10);
    const first17 = `990122${birthDate.replaceAll('-', '')}${String(index % 1000).padStart(3, '0')}`;
    return {
      residentId: newId(), ownerOrganisationId: 'township', kind: 'resident',
      name: '赵钱孙李周吴郑王'[index % 8]! + '明远思齐若水清风'[(index >> 3) % 8]! + '安宁康泰'[(index >> 6) % 4]!,
      sex: Number(first17[16]) % 2 === 1 ? 'male' : 'female', birthDate, phone: `1009${String(index).padStart(7, '0')}`,
      address: `示例县大营镇胜利村${index % 12}组${index}号`, householdId: null, motherId: null, birthOrder: null, temporaryLabel: null,
      identifiers: [{ type: 'id-card', value: first17 + idCardCheckCharacter(first17), standing: 'held' }],
    };
  });
  const started = performance.now();
  await house.database.transaction((tx) => bulkLoadResidents(tx, { entries, registeredAt: house.clock.now(), newId }));
  console.info(`bulk load of 3,000 residents: ${Math.round(performance.now() - started)} ms`);
  const last = entries[2999]!;
  expect(await find(last.identifiers[0]!.value)).toEqual([last.residentId]);
  expect((await house.as(desk).run(getResident, { id: last.residentId })).name).toBe(last.name);
  const again = await house.as(desk).run(registerResident, {
    name: last.name, sex: last.sex, birthDate: last.birthDate!, phone: last.phone!, address: last.address!, idCard: undefined, insuranceNumber: undefined,
    householdId: undefined, otherDocumentNumber: undefined, otherDocumentType: undefined,
  });
  expect(again).toMatchObject({ outcome: 'matched', resident: { id: last.residentId } });
});

it('summarises people for other rooms', async () => {
  const summary = await getResidentSummary(house.database, 'us-1');
  expect(summary).toMatchObject({ personId: 'us-1', name: 'Margarito Lee Abbott774', maskedIdCard: null, ownerOrganisationId: 'importer' });
  expect((await findResidentSummaries(house.database, ['us-1', 'nobody'])).size).toBe(1);
  await expect(getResidentSummary(house.database, 'nobody')).rejects.toMatchObject({ code: 'platform.not-found' });
  expect(await followMerge(house.database, 'nobody')).toBe('nobody');
});
