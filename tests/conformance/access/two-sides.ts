import { writeResources } from '#fhir/repository/write.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { bulkLoadConsortium } from '#modules/consortium/server/api.ts';
import { bulkLoadScheduling } from '#modules/scheduling/server/api.ts';
import { systemSubject } from '#platform/access/subject.ts';
import { startTask } from '#platform/jobs/task.ts';
import { idCardCheckCharacter } from '#platform/kernel/check-digits.ts';
import { addDays, chinaDate } from '#platform/kernel/period.ts';
import { letter, outcome } from '#modules/referral/server/commands/fixture/desk.ts';
import type { LiveServer, Who } from './live-server.ts';

/** Everything that one of two unrelated consortia has, by id, and the words that must never reach the other. */
export interface Side {
  readonly mark: string;
  /** Holds every permission at the top of its own tree. */
  readonly all: Who;
  readonly root: string;
  readonly hospital: string;
  readonly township: string;
  readonly village: string;
  readonly resident: { readonly id: string; readonly name: string; readonly idCard: string; readonly phone: string; readonly birthDate: string };
  readonly ids: Readonly<Record<IdName, string>>;
  /** Ids, names and numbers of persons and of what happened to them. */
  readonly personal: readonly string[];
  /** Ids and names of organisations. */
  readonly places: readonly string[];
}

type IdName =
  | 'second' | 'other' | 'merged' | 'review' | 'card' | 'draft' | 'submitted' | 'offered' | 'inCare' | 'down' | 'followed' | 'followUp' | 'rejected'
  | 'reservation' | 'arriving' | 'bookable' | 'freeSlot' | 'occupiedBed' | 'freeBed' | 'ward' | 'clinic' | 'session' | 'task' | 'observation' | 'practitioner'
  | 'consortium' | 'membership' | 'applied' | 'agreement' | 'contact' | 'centre' | 'list' | 'range' | 'grid' | 'area' | 'assignment';

export interface SideName {
  readonly mark: string;
  readonly surname: string;
  readonly region: string;
}

/** Two trees, two consortia, no agreement between them. */
export const SIDES = {
  a: { mark: 'alpha', surname: '欧阳', region: '990121' },
  b: { mark: 'bravo', surname: '诸葛', region: '990221' },
} as const satisfies Record<string, SideName>;

type Names = Pick<Side, 'root' | 'hospital' | 'township' | 'village'>;

const namesOf = (mark: string): Names => ({ root: `${mark}-root`, hospital: `${mark}-hospital`, township: `${mark}-township`, village: `${mark}-village` });

async function loadPlaces(live: LiveServer, mark: string): Promise<void> {
  const today = chinaDate(new Date());
  const before = addDays(today, -300);
  const { root, hospital, township, village } = namesOf(mark);
  const place = (id: string, parentId: string | null, level: 'county' | 'township' | 'village') => ({
    id, name: `机构${id}`, shortName: null, pinyin: id, level, kind: level === 'county' ? 'hospital' as const : level === 'township' ? 'township-hospital' as const : 'village-room' as const,
    ownership: 'public' as const, isLegalPerson: true, creditCode: null, insuranceCode: null, divisionCode: null, parentId, longitude: null, latitude: null,
    bedCount: 0, telephone: null, address: null,
  });
  await live.opened.database.transaction((tx) => bulkLoadConsortium(tx, {
    organisations: [place(root, null, 'county'), place(hospital, root, 'county'), place(township, root, 'township'), place(village, township, 'village')],
    consortia: [{ id: `${mark}-consortium`, name: `医共体${mark}`, form: 'county-consortium', tightness: 'tight', ownerOrganisationId: root, foundedOn: before, invariants: [] }],
    memberships: [hospital, township].map((organisationId) => ({
      id: `${mark}-membership-${organisationId === hospital ? 'lead' : 'member'}`, consortiumId: `${mark}-consortium`, organisationId, role: organisationId === hospital ? 'lead' as const : 'member' as const, validFrom: before, validUntil: null,
    })),
    agreements: [{
      id: `${mark}-agreement`, kind: 'referral', ownerOrganisationId: township, firstOrganisationId: township, secondOrganisationId: hospital, coversSubordinates: true,
      directions: ['up', 'down', 'lateral'], documentNumber: null, signedOn: before, validFrom: before, validUntil: addDays(today, 300), firstSignatory: '甲', secondSignatory: '乙',
      firstContactName: '甲联系人', firstContactTelephone: '010-00000001', secondContactName: '乙联系人', secondContactTelephone: '010-00000002',
    }],
    serviceCentres: [{ id: `${mark}-centre`, service: 'ecg', centreOrganisationId: hospital, memberOrganisationId: township, validFrom: before, validUntil: null }],
    diseaseLists: [{
      id: `${mark}-list`, name: `清单${mark}`, ownerOrganisationId: root, level: null, organisationId: township, validFrom: before,
      ranges: [{ id: `${mark}-range`, codeFrom: 'I20', codeUntil: 'I25', title: '冠心病', judgement: 'refer-up', condition: null, stayDays: null, suggestedDays: null }],
    }],
    areas: ['area', 'area-2'].map((id) => ({ id: `${mark}-${id}`, name: id, kind: 'village' as const, population: 1000, polygon: [[0, 0], [0, 1], [1, 1]] as [number, number][], townshipCode: null })),
    grids: [{ id: `${mark}-grid`, name: `网格${mark}`, leadOrganisationId: township, consortiumId: `${mark}-consortium`, areaIds: [`${mark}-area-2`], validFrom: before }],
    escalationContacts: [{ id: `${mark}-contact`, organisationId: hospital, kind: 'referral', rank: 1, name: `值班${mark}`, duty: '医务科', telephone: '010-00000009', practitionerId: null, validFrom: before }],
  }));
}

async function loadCapacity(live: LiveServer, mark: string): Promise<void> {
  const { hospital } = namesOf(mark);
  const day = addDays(chinaDate(new Date()), 1);
  const at = (minutes: number): string => new Date(Date.parse(`${day}T01:00:00Z`) + minutes * 60_000).toISOString();
  await live.opened.database.transaction((tx) => bulkLoadScheduling(tx, {
    clinics: [{ id: `${mark}-clinic`, organisationId: hospital, name: '心内科门诊', speciality: '03.04', practitionerId: null, practitionerName: null, room: null }],
    sessions: [{
      id: `${mark}-session`, clinicId: `${mark}-clinic`, day, startsAt: at(0), endsAt: at(300), releaseAt: at(300),
      slots: Array.from({ length: 30 }, (_, index) => ({ id: `${mark}-slot-${index}`, startsAt: at(index * 10), endsAt: at(index * 10 + 10), open: 2, referral: 2, contract: 0 })),
    }],
    wards: [{
      id: `${mark}-ward`, organisationId: hospital, name: '心内科病区', speciality: '03.04', telephone: null, referralBeds: 0, referralUntil: '12:00',
      beds: Array.from({ length: 6 }, (_, index) => ({ id: `${mark}-bed-${index}`, label: `${index + 1}床`, forSex: 'any' as const, personId: null, since: new Date().toISOString() })),
    }],
  }));
}

const GIVEN = ['明哲', '思齐', '若谷', '怀瑾', '知行', '云起', '景行', '令仪'];

export async function buildSide(live: LiveServer, { mark, surname, region }: SideName): Promise<Side> {
  const names = namesOf(mark);
  await loadPlaces(live, mark);
  await loadCapacity(live, mark);
  const all = await live.client(names.root, ['api/*']);
  const desk = await live.client(names.township, ['api/*']);
  const run = async (who: Who, name: string, input: Record<string, unknown>): Promise<Record<string, unknown>> => {
    const answer = await live.call(who, name, input);
    if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${answer.text}`);
    return answer.body as Record<string, unknown>;
  };
  const people = [];
  for (const [index, given] of GIVEN.entries()) {
    const birthDate = `19${60 + index}-0${index + 1}-1${index}`;
    const first17 = `${region}${birthDate.replaceAll('-', '')}10${index}`;
    const phone = `1${region}000${index}`;
    const person = { name: surname + given, sex: Number(first17[16]) % 2 === 1 ? 'male' : 'female', birthDate, idCard: first17 + idCardCheckCharacter(first17), phone };
    const registered = await run(desk, 'registerResident', person);
    people.push({ ...person, id: (registered['resident'] as { id: string }).id });
  }
  const [resident, second, other, merged, inDraft, inCarePerson, followed, rejected] = people as [Person, Person, Person, Person, Person, Person, Person, Person];
  const doubled = await run(all, 'registerResident', { name: other.name, sex: other.sex, birthDate: other.birthDate });
  await run(all, 'mergeResidents', { id: second.id, mergedId: merged.id, reason: '同一人', confirmCardReplaced: true });
  const { code: card } = await run(desk, 'issueResidentCode', { id: resident.id, kind: 'static' });

  const draft = async (person: Person, change: object = {}): Promise<string> =>
    String((await run(all, 'saveReferralDraft', { personId: person.id, fromOrganisationId: names.township, toOrganisationId: names.hospital, letter, ...change }))['id']);
  const submitted = async (person: Person): Promise<string> => {
    const id = await draft(person);
    await run(all, 'submitReferral', { id });
    return id;
  };
  const reach = async (person: Person, slot: number): Promise<string> => {
    const id = await submitted(person);
    await run(all, 'acceptReferral', { id, slotId: `${mark}-slot-${slot}` });
    await run(all, 'confirmArrival', { id });
    await run(all, 'startCare', { id });
    return id;
  };
  const submittedId = await submitted(resident);
  const offered = await submitted(second);
  await run(all, 'counterOfferReferral', { id: offered, kind: 'place', reason: '无号', department: '胸痛门诊' });
  const inCare = await reach(inCarePerson, 20);
  const parent = await reach(other, 21);
  const down = await run(all, 'planDownReferral', {
    parentId: parent, diagnoses: [{ code: 'I63.9', display: '脑梗死恢复期' }], reasonCode: 'recovery', summary: '转回康复', medications: [{ name: '阿司匹林肠溶片' }],
    carePlan: { goals: '血压达标', activities: ['监测血压'], villageOrganisationId: names.village },
  });
  await run(all, 'offerDownReferral', { id: down['id'] });
  const closed = await reach(followed, 22);
  await run(all, 'reportOutcome', { id: closed, outcome });
  await run(all, 'closeReferral', { id: closed });
  await run(all, 'planFollowUp', { id: closed, tasks: [{ kind: 'phone', title: '电话随访', dueDate: '2030-01-01' }] });
  const followUps = (await run(all, 'getReferral', { id: closed }))['followUps'] as { followUpId: string }[];
  const refused = await submitted(rejected);
  await run(all, 'rejectReferral', { id: refused, reasonCode: 'no-capacity', note: '无号' });
  const booking = async (slot: number) => String((await run(all, 'bookSlot', { slotId: `${mark}-slot-${slot}`, personId: resident.id, pool: 'open' }))['id']);
  const [reservation, arriving] = [await booking(10), await booking(11)];
  await run(all, 'admitToBed', { id: `${mark}-bed-5`, personId: resident.id });
  const applied = await run(all, 'applyMembership', { consortiumId: `${mark}-consortium`, organisationId: names.village, role: 'branch', reason: '申请加入' });
  const observation = `${mark}-observation`;
  const practitioner = `${mark}-practitioner`;
  const task = `${mark}-task`;
  const now = new Date();
  const resources: Resource[] = [
    { resourceType: 'Observation', id: observation, status: 'final', subject: { reference: `Patient/${resident.id}` }, code: { text: `血压${mark}`, coding: [{ system: 'http://loinc.org', code: '85354-9' }] }, effectiveDateTime: '2026-01-05T09:00:00+08:00', valueQuantity: { value: 151, unit: 'mmHg' } },
    { resourceType: 'Condition', id: `${mark}-condition`, subject: { reference: `Patient/${resident.id}` }, code: { text: `诊断${mark}`, coding: [{ code: 'I10' }] }, recordedDate: '2026-01-05' },
    { resourceType: 'Practitioner', id: practitioner, name: [{ text: `医生${mark}` }] },
  ];
  await live.opened.database.transaction(async (tx) => {
    await writeResources({ tx, subject: systemSubject, now, newId: () => `${mark}-unused` }, resources.map((resource) => ({ method: 'put', resource, ownerOrganisationId: names.township })));
    await startTask(tx, { subject: { ...systemSubject, organisationId: names.root }, taskId: task, task: { kind: 'test.long', title: { zh: `任务${mark}`, en: `Work ${mark}` }, input: null } });
  });
  const ids = {
    second: second.id, other: other.id, merged: merged.id, review: (doubled['reviewIds'] as string[])[0]!, card: String(card), draft: await draft(inDraft), submitted: submittedId, offered, inCare,
    down: String(down['id']), followed: closed, followUp: followUps[0]!.followUpId, rejected: refused, reservation, arriving, bookable: `${mark}-slot-12`, freeSlot: `${mark}-slot-13`,
    occupiedBed: `${mark}-bed-5`, freeBed: `${mark}-bed-1`, ward: `${mark}-ward`, clinic: `${mark}-clinic`, session: `${mark}-session`, task, observation, practitioner,
    consortium: `${mark}-consortium`, membership: `${mark}-membership-member`, applied: String(applied['id']), agreement: `${mark}-agreement`, contact: `${mark}-contact`, centre: `${mark}-centre`,
    list: `${mark}-list`, range: `${mark}-range`, grid: `${mark}-grid`, area: `${mark}-area`, assignment: `${mark}-grid.${mark}-area-2`,
  };
  const personal = [
    ...people.flatMap(({ id, name, idCard, phone }) => [id, name, idCard, phone]), ids.review, ids.card, ids.draft, ids.submitted, ids.offered, ids.inCare, parent, ids.down, ids.followed,
    ids.followUp, ids.rejected, reservation, arriving, observation, `${mark}-condition`, task,
  ];
  return { mark, all, ...names, resident, ids, personal, places: [...Object.values(names), `机构${mark}`, `医共体${mark}`] };
}

type Person = Side['resident'] & { readonly sex: string };
