import { randomUUID } from 'node:crypto';
import { writeResources } from '#fhir/repository/write.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { demonstrationPack } from '#modules/casemix/server/api.ts';
import { bulkLoadConsortium } from '#modules/consortium/server/api.ts';
import { registerTasks } from '#modules/task-ledger/server/api.ts';
import { bulkLoadScheduling } from '#modules/scheduling/server/api.ts';
import { insertAccessRequest } from '#modules/health-record/server/store/access-requests.ts';
import { insertRequest } from '#modules/health-record/server/store/requests.ts';
import { insertReview } from '#modules/health-record/server/store/reviews.ts';
import { systemSubject } from '#platform/access/subject.ts';
import { startTask } from '#platform/jobs/task.ts';
import { idCardCheckCharacter } from '#platform/kernel/check-digits.ts';
import { addDays, chinaDate } from '#platform/kernel/period.ts';
import { assessmentOf, type AssessmentId } from './assessment-side.ts';
import { diagnosisOf, type DiagnosisId } from './diagnosis-side.ts';
import { ecgOf } from './ecg-side.ts';
import { imagingOf } from './imaging-side.ts';
import { indicatorsOf } from './indicators-side.ts';
import { laboratoryOf, type LaboratoryId } from './laboratory-side.ts';
import { letter, outcome } from '#modules/referral/server/commands/fixture/desk.ts';
import { giveResolution } from '../settlement/resolution.ts';
import { paymentOf, type PaymentId } from './payment-side.ts';
import { calendarNotice, regionFiles } from './rooms/region-files.ts';
import { recognitionOf, type RecognitionId } from './recognition-side.ts';
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
  | 'pack' | 'discharge'
  | DiagnosisId
  | 'imagingStudy' | 'ecgRecord' | 'indicatorEntry' | 'indicatorBand' | 'indicatorAlert'
  | LaboratoryId
  | RecognitionId
  | PaymentId
  | AssessmentId
  | 'second' | 'other' | 'merged' | 'review' | 'card' | 'draft' | 'submitted' | 'offered' | 'inCare' | 'down' | 'followed' | 'followUp' | 'rejected'
  | 'reservation' | 'arriving' | 'bookable' | 'freeSlot' | 'occupiedBed' | 'freeBed' | 'ward' | 'clinic' | 'session' | 'task' | 'observation' | 'practitioner'
  | 'consent' | 'accessReview' | 'accessRequest' | 'residentRequest' | 'consortium' | 'membership' | 'applied' | 'agreement' | 'contact' | 'centre' | 'list' | 'range' | 'grid' | 'area' | 'assignment' | 'account' | 'role' | 'ledgerTask' | 'bulletin' | 'governingBody' | 'governingSeat' | 'governingMeeting' | 'governingItem' | 'charter' | 'moneyResolution' | 'membershipResolution' | 'exchangeMessage' | 'exchangeSite' | 'tableImport';

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

type Person = Side['resident'] & { readonly sex: string };
type Run = (name: string, input: Record<string, unknown>) => Promise<Record<string, unknown>>;

interface Builder {
  readonly live: LiveServer;
  readonly mark: string;
  readonly names: Names;
  /** As the top of the tree, and as the desk of the township. */
  readonly run: Run;
  readonly desk: Run;
}

const runAs = (live: LiveServer, who: Who): Run => async (name, input) => {
  const answer = await live.call(who, name, input);
  if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${answer.text}`);
  return answer.body as Record<string, unknown>;
};

/** A body with a seat, a meeting with an item, and a charter of each side. */
async function governanceOf({ mark, names, run }: Builder): Promise<Record<'governingBody' | 'governingSeat' | 'governingMeeting' | 'governingItem' | 'charter', string>> {
  await run('applyRegion', { files: regionFiles(`region-${mark}`) });
  await run('loadCalendarYear', calendarNotice(mark));
  const words = (zh: string) => ({ zh, en: zh });
  const body = (await run('foundBody', { name: words(`委员会${mark}`), kind: 'committee', scope: ['核对事项'] })) as { id: string };
  const seated = (await run('seatMember', { id: body.id, holder: `委员${mark}`, post: words('委员'), validFrom: '2026-01-01' })) as unknown as { seats: { id: string }[] };
  const drafted = (await run('draftMeeting', { bodyId: body.id, title: `会议${mark}`, meetsOn: '2026-12-01' })) as { id: string };
  const meeting = (await run('proposeItem', { id: drafted.id, kind: 'general', scope: '核对事项', title: `议题${mark}`, paper: '会议材料', proposal: '拟定内容' })) as unknown as { items: { id: string }[] };
  const charter = (await run('draftCharter', { consortiumName: `联合体${mark}`, title: '联合体章程', text: '第一条 为明确各方责任权利义务制定本章程，其余从略。', memberOrganisationIds: [names.root], validFrom: '2026-01-01' })) as { id: string };
  return { governingBody: body.id, governingSeat: seated.seats[0]!.id, governingMeeting: drafted.id, governingItem: meeting.items[0]!.id, charter: charter.id };
}

/** A task in the ledger of each side, and a bulletin on it. */
async function ledgerOf({ live, mark, names, run }: Builder): Promise<{ ledgerTask: string; bulletin: string }> {
  const words = (zh: string) => ({ zh, en: zh });
  const task = { sourceTaskId: 'one', number: '001', clause: null, title: words(`任务${mark}`), work: [words('工作')], isKey: false, due: null, indicators: [], lead: { bodyId: 'bureau', name: words('牵头') }, joint: [] };
  const source = { kind: 'policy', id: `${mark}-policy`, name: words('政策'), ownerOrganisationId: names.root };
  await live.opened.database.transaction((tx) => registerTasks({ tx, subject: systemSubject, now: new Date(), newId: () => `${mark}-ledger-${randomUUID()}`, emit: () => undefined }, source, [task]));
  const { rows } = (await run('listLedgerTasks', { sourceId: source.id })) as unknown as { rows: { id: string }[] };
  const bulletin = await run('publishBulletin', { quarter: '2026Q3', title: `通报${mark}`, sourceId: source.id });
  return { ledgerTask: rows[0]!.id, bulletin: String(bulletin['id']) };
}

/** A connected system, a dead message and an import of the hospital's side. */
async function exchangeOf({ mark, names, run }: Builder): Promise<{ exchangeMessage: string; exchangeSite: string; tableImport: string }> {
  const site = await run('registerSite', { organisationId: names.root, name: `接口${mark}`, application: `${mark}-HIS`, facility: mark, targetHost: '127.0.0.1', targetPort: 1 });
  const { messages } = (await run('applyMessage', { content: Buffer.from(`MSH|^~\\&|${mark}-HIS|${mark}|Y||20261122||XXX^X01|${mark}1|P|2.5\r`, 'utf8').toString('base64') })) as { messages: { id: string }[] };
  const table = await run('importTable', { content: Buffer.from('姓名,出生日期\n', 'utf8').toString('base64'), fileName: `${mark}.csv`, target: 'residents', columns: { 姓名: 'name', 出生日期: 'birthDate' } });
  return { exchangeMessage: messages[0]!.id, exchangeSite: String(site['id']), tableImport: String(table['id']) };
}

export async function buildSide(live: LiveServer, { mark, surname, region }: SideName): Promise<Side> {
  const names = namesOf(mark);
  await loadPlaces(live, mark);
  await loadCapacity(live, mark);
  const all = await live.client(names.root, ['api/*']);
  const builder: Builder = { live, mark, names, run: runAs(live, all), desk: runAs(live, await live.client(names.township, ['api/*'])) };
  const people = await registerPeople(builder, { surname, region });
  const entries = await indexEntries(builder, people);
  const referrals = await referralsOf(builder, people);
  const bookings = await bookingsOf(builder, people[0]!);
  const application = await builder.run('applyMembership', { consortiumId: `${mark}-consortium`, organisationId: names.village, role: 'branch', reason: '申请加入' });
  const records = await writeRecords(builder, people[0]!);
  const privacy = await privacyOf(builder, people[0]!);
  const staff = await accountOf(builder, surname);
  const casemix = await casemixOf(builder);
  const ledger = { ...(await ledgerOf(builder)), ...(await exchangeOf(builder)), ...(await governanceOf(builder)) };
  const diagnosis = await diagnosisOf({ run: builder.run, names, mark, personId: people[0]!.id, sql: live.opened.database });
  const paid = await paymentOf({ mark, names, personId: people[0]!.id, run: builder.run, second: runAs(live, await live.client(names.root, ['api/*'])) });
  const moneyResolution = await giveResolution(live.opened.owner, { kind: 'money', organisationId: names.root });
  const images = await imagingOf({ database: live.opened.database, mark, hospital: names.hospital, personId: people[0]!.id });
  const recognised = await recognitionOf({ run: builder.run, database: live.opened.database, mark, hospital: names.hospital, personId: people[0]!.id });
  const read = { ...(await ecgOf({ run: builder.run, mark, personId: people[0]!.id })), ...(await laboratoryOf({ run: builder.run, mark, hospital: names.hospital, personId: people[0]!.id })) };
  const measured = await indicatorsOf({ run: builder.run, database: live.opened.database, mark, root: names.root, hospital: names.hospital });
  const assessed = await assessmentOf({ live, mark, names, personId: people[0]!.id, run: builder.run, second: runAs(live, await live.client(names.root, ['api/*'])) });
  const membershipResolution = await giveResolution(live.opened.owner, { kind: 'membership', organisationId: names.root });
  const ids = { moneyResolution, membershipResolution, ...read, ...measured, ...assessed, ...casemix, ...paid, ...recognised, ...images, ...diagnosis, ...ledger, ...entries, ...staff, ...referrals, ...bookings, ...records, ...privacy, ...seededIds(mark), applied: String(application['id']) };
  // Contracts and limits are open to all; the rest is somebody's.
  const { diagnosisContract: _contract, criticalRule: _rule, ...ofPersons } = diagnosis;
  const { paymentPack: _pack, ...paidOf } = paid;
  const happened = { ...read, ...measured, ...assessed, ...paidOf, ...images, moneyResolution, membershipResolution, offer: recognised.recognitionOffer, ...ofPersons, ...ledger, ...entries, ...staff, ...referrals, ...privacy, reservation: bookings.reservation, arriving: bookings.arriving, observation: records.observation, task: records.task };
  const personal = [...people.flatMap(({ id, name, idCard, phone }) => [id, name, idCard, phone]), ...Object.values(happened), `${mark}-condition`, `${mark}-patient`, `${mark}-record`, casemix.discharge];
  return { mark, all, ...names, resident: people[0]!, ids, personal: [...new Set(personal)], places: [...Object.values(names), `机构${mark}`, `医共体${mark}`] };
}

/** A version of a grouping pack with its files, and one discharge. */
async function casemixOf({ run, mark, names }: Builder) {
  const pack = await run('createPack', { organisationId: names.hospital, scheme: 'drg', name: `方案${mark}`, version: mark });
  for (const [fileName, content] of demonstrationPack(false)) await run('storePackFile', { id: pack['id'], fileName, content });
  const page = `A48,A11,A12C,A14,B12,B15,C03C,D01\n${mark}-record,${mark}-patient,1,60,2026-01-01,2026-01-05,J18.900,100.00\n`;
  await run('importFrontPages', { organisationId: names.hospital, fileName: 'pages.csv', base64: Buffer.from(page).toString('base64') });
  const { rows } = await run('listDischarges', {});
  return { pack: String(pack['id']), discharge: (rows as { id: string }[])[0]!.id };
}

/** Somebody of the township's staff with a role. */
async function accountOf({ run, mark, names }: Builder, surname: string) {
  const { id } = await run('createAccount', { login: `${mark}-login`, name: `${surname}经办`, organisationId: names.township });
  const granted = await run('grantRole', { id, organisationId: names.township, role: 'specialist', reason: '岗位需要' });
  return { account: String(id), role: (granted['assignments'] as { id: string }[])[0]!.id };
}

async function registerPeople({ desk }: Builder, { surname, region }: Pick<SideName, 'surname' | 'region'>): Promise<Person[]> {
  const people: Person[] = [];
  for (const [index, given] of GIVEN.entries()) {
    const birthDate = `19${60 + index}-0${index + 1}-1${index}`;
    const first17 = `${region}${birthDate.replaceAll('-', '')}10${index}`;
    const person = {
      name: surname + given, sex: Number(first17[16]) % 2 === 1 ? 'male' : 'female', birthDate, idCard: first17 + idCardCheckCharacter(first17), phone: `1${region}000${index}`,
    };
    const registered = await desk('registerResident', person);
    people.push({ ...person, id: (registered['resident'] as { id: string }).id });
  }
  return people;
}

/** A pair to decide, a merged pair, a printed card. */
async function indexEntries({ run, desk }: Builder, people: readonly Person[]) {
  const [resident, second, other, merged] = people as [Person, Person, Person, Person];
  const doubled = await run('registerResident', { name: other.name, sex: other.sex, birthDate: other.birthDate });
  await run('mergeResidents', { id: second.id, mergedId: merged.id, reason: '同一人', confirmCardReplaced: true });
  const { code } = await desk('issueResidentCode', { id: resident.id, kind: 'static' });
  return { second: second.id, other: other.id, merged: merged.id, review: (doubled['reviewIds'] as string[])[0]!, card: String(code) };
}

/** One referral in each of the states that commands need, through the real commands. */
async function referralsOf({ run, mark, names }: Builder, people: readonly Person[]) {
  const [resident, second, other, , inDraft, caredFor, followedUp, refused] = people as [Person, Person, Person, Person, Person, Person, Person, Person];
  const draft = async (person: Person): Promise<string> =>
    String((await run('saveReferralDraft', { personId: person.id, fromOrganisationId: names.township, toOrganisationId: names.hospital, letter }))['id']);
  const submit = async (person: Person): Promise<string> => {
    const id = await draft(person);
    await run('submitReferral', { id });
    return id;
  };
  const reachCare = async (person: Person, slot: number): Promise<string> => {
    const id = await submit(person);
    await run('acceptReferral', { id, slotId: `${mark}-slot-${slot}` });
    await run('confirmArrival', { id });
    await run('startCare', { id });
    return id;
  };
  const [submitted, offered, rejected] = [await submit(resident), await submit(second), await submit(refused)];
  await run('counterOfferReferral', { id: offered, kind: 'place', reason: '无号', department: '胸痛门诊' });
  await run('rejectReferral', { id: rejected, reasonCode: 'no-capacity', note: '无号' });
  const inCare = await reachCare(caredFor, 20);
  const plan = { goals: '血压达标', activities: ['监测血压'], villageOrganisationId: names.village };
  const down = await run('planDownReferral', {
    parentId: await reachCare(other, 21), diagnoses: [{ code: 'I63.9', display: '脑梗死恢复期' }], reasonCode: 'recovery', summary: '转回康复', medications: [{ name: '阿司匹林肠溶片' }], carePlan: plan,
  });
  await run('offerDownReferral', { id: down['id'] });
  const followed = await reachCare(followedUp, 22);
  await run('reportOutcome', { id: followed, outcome });
  await run('closeReferral', { id: followed });
  await run('planFollowUp', { id: followed, tasks: [{ kind: 'phone', title: '电话随访', dueDate: '2030-01-01' }] });
  const { followUps } = (await run('getReferral', { id: followed })) as { followUps: { followUpId: string }[] };
  return { draft: await draft(inDraft), submitted, offered, inCare, down: String(down['id']), followed, followUp: followUps[0]!.followUpId, rejected };
}

async function bookingsOf({ run, mark }: Builder, resident: Person) {
  const book = async (slot: number): Promise<string> => String((await run('bookSlot', { slotId: `${mark}-slot-${slot}`, personId: resident.id, pool: 'open' }))['id']);
  const bookings = { reservation: await book(10), arriving: await book(11) };
  await run('admitToBed', { id: `${mark}-bed-5`, personId: resident.id });
  return { ...bookings, bookable: `${mark}-slot-12`, freeSlot: `${mark}-slot-13`, occupiedBed: `${mark}-bed-5`, freeBed: `${mark}-bed-1`, ward: `${mark}-ward`, clinic: `${mark}-clinic`, session: `${mark}-session` };
}

async function writeRecords({ live, mark, names }: Builder, resident: Person) {
  const ids = { observation: `${mark}-observation`, practitioner: `${mark}-practitioner`, task: `${mark}-task` };
  const subject = { reference: `Patient/${resident.id}` };
  const resources: Resource[] = [
    {
      resourceType: 'Observation', id: ids.observation, status: 'final', subject, code: { text: `血压${mark}`, coding: [{ system: 'http://loinc.org', code: '85354-9' }] },
      effectiveDateTime: '2026-01-05T09:00:00+08:00', valueQuantity: { value: 151, unit: 'mmHg' },
    },
    { resourceType: 'Condition', id: `${mark}-condition`, subject, code: { text: `诊断${mark}`, coding: [{ code: 'I10' }] }, recordedDate: '2026-01-05' },
    { resourceType: 'Practitioner', id: ids.practitioner, name: [{ text: `医生${mark}` }] },
  ];
  await live.opened.database.transaction(async (tx) => {
    const context = { tx, subject: systemSubject, now: new Date(), newId: () => `${mark}-unused` };
    await writeResources(context, resources.map((resource) => ({ method: 'put', resource, ownerOrganisationId: names.township })));
    const task = { kind: 'test.long', title: { zh: `任务${mark}`, en: `Work ${mark}` }, input: null };
    await startTask(tx, { subject: { ...systemSubject, organisationId: names.root }, taskId: ids.task, task });
  });
  return ids;
}

/** A consent by its command; what residents, colleagues and strangers would have done is put in. */
async function privacyOf({ run, live, mark, names }: Builder, resident: Person) {
  const consent = await run('registerConsent', { personId: resident.id, decision: 'permit', granteeOrganisationId: names.township, days: 30, evidence: 'signed-paper', reason: '家属签字同意' });
  const [at, later] = [new Date(), new Date(Date.now() + 86_400_000)];
  const of = { personId: resident.id, ownerOrganisationId: names.hospital, at };
  const ids = { accessReview: `${mark}-review`, accessRequest: `${mark}-access-request`, residentRequest: `${mark}-resident-request` };
  const who = { byId: 'somebody', byName: `某人${mark}` };
  await live.opened.database.transaction(async (tx) => {
    await insertReview(tx, { ...of, reviewId: ids.accessReview, kind: 'break-glass', subjectId: 'somebody', subjectName: who.byName, reason: `急救${mark}`, source: 'test', validUntil: null, dueAt: later });
    await insertAccessRequest(tx, { ...of, ...who, accessRequestId: ids.accessRequest, purpose: 'treatment', days: 3, reason: `会诊${mark}` });
    await insertRequest(tx, { ...of, requestId: ids.residentRequest, kind: 'objection', about: `查看${mark}`, words: `异议${mark}`, dueAt: later });
  });
  return { consent: String(consent['id']), ...ids };
}

const seededIds = (mark: string) => ({
  consortium: `${mark}-consortium`, membership: `${mark}-membership-member`, agreement: `${mark}-agreement`, contact: `${mark}-contact`, centre: `${mark}-centre`, list: `${mark}-list`,
  range: `${mark}-range`, grid: `${mark}-grid`, area: `${mark}-area`, assignment: `${mark}-grid.${mark}-area-2`,
});
