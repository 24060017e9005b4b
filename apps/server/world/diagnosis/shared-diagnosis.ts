import { searchResources } from '#fhir/repository/search.ts';
import { grantReaderPermit, planShift, signCentreContract } from '#modules/shared-diagnosis/contract/centres.ts';
import { acknowledgeCritical, actOnCritical, closeCritical, markCritical, notifyCritical, recordCriticalEffect, verifyCritical } from '#modules/shared-diagnosis/contract/critical.ts';
import { recordEcg } from '#modules/ecg/contract.ts';
import { attachDiagnosisData, cancelDiagnosis, orderDiagnosis, performDiagnosis, returnDiagnosis } from '#modules/shared-diagnosis/contract/orders.ts';
import { setQualityPlan } from '#modules/shared-diagnosis/contract/quality.ts';
import { acknowledgeReport, amendReport, claimDiagnosis, consultUpward, issueEmergencyReport, issueReport, saveTemplate, writePreliminary } from '#modules/shared-diagnosis/contract/reading.ts';
import { systemSubject } from '#platform/access/subject.ts';
import type { AnyOperation } from '#platform/kernel/contract.ts';
import { addDays, ageInYears, chinaDate } from '#platform/kernel/period.ts';
import type { WorldResident } from '#tests/world/people/types.ts';
import type { WorldPlan, WorldStaff } from '#tests/world/plan/types.ts';
import { householdAt } from '#tests/world/world.ts';
import type { PlayRequest, StoppedStory } from '../play-referrals.ts';
import { CONTRACTS, DIAGNOSIS_STORIES, OWN_STORIES, REPORTS, TEMPLATES, type DiagnosisAct, type DiagnosisStory } from './shared-diagnosis-stories.ts';
import { ecgInput, ecgShows } from './ecg.ts';
import { openStage, type Stage } from '../stage.ts';

interface Cast {
  readonly office: WorldStaff;
  readonly reader: WorldStaff;
  readonly reviewer: WorldStaff;
  readonly ecgReader: WorldStaff;
  readonly township: WorldStaff;
  readonly village: WorldStaff;
  readonly cityId: string;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Contracts, readers, templates and orders in each state, by the room's own commands; played again it changes nothing. */
export async function playDiagnosis(request: PlayRequest): Promise<StoppedStory[]> {
  const stage = openStage(request.database, request.modules);
  const cast = castOf(request.plan);
  if (!stage.has(orderDiagnosis) || cast === undefined) return [];
  const stopped: StoppedStory[] = [];
  const attempt = async (key: string, play: () => Promise<unknown>): Promise<void> => {
    try {
      await play();
    } catch (error) {
      stopped.push({ key, error });
    }
  };
  await attempt('diagnosis-set-up', () => setUp(stage, request, cast));
  const people = peopleOf(request.plan, cast);
  for (const [index, story] of DIAGNOSIS_STORIES.entries()) {
    const person = people[index % people.length];
    if (person !== undefined) await attempt(`diagnosis-${story.key}`, () => playStory(stage, request, { story, person, cast }));
  }
  const own = findPortalResident(request.plan);
  if (own !== undefined) for (const story of OWN_STORIES) await attempt(`diagnosis-${story.key}`, () => playStory(stage, request, { story, person: own.person, cast: { ...cast, township: own.doctor } }));
  return stopped;
}

function castOf(plan: WorldPlan): Cast | undefined {
  const readers = plan.staff.filter(({ roles }) => roles.includes('diagnostic-reader'));
  const demo = (role: string): WorldStaff | undefined => plan.staff.find(({ roles, demoSignIn }) => demoSignIn && roles.includes(role as never));
  const [reviewer, reader] = readers;
  const [office, township, village] = [demo('consortium-office'), demo('township-doctor'), demo('village-doctor')];
  const ecgReader = readers.find(({ speciality }) => speciality === '心电诊断') ?? reader;
  const city = plan.organisations.find(({ slug }) => slug === 'city');
  if (!reviewer || !reader || !office || !township || !village || !ecgReader || !city) return undefined;
  return { office, reader, reviewer, ecgReader, township, village, cityId: city.id };
}

async function setUp(stage: Stage, { plan, until }: PlayRequest, cast: Cast): Promise<void> {
  const at = new Date(until.getTime() - 60 * DAY_MS);
  const validFrom = addDays(chinaDate(at), -1);
  const act = (operation: AnyOperation, input: Record<string, unknown>, key: string): Promise<unknown> => stage.act(operation, input, { member: operation === saveTemplate ? cast.reviewer : cast.office, at, key: `world-diagnosis-${key}` });
  const centreId = cast.reader.organisationId;
  for (const { service, terms } of CONTRACTS) {
    const relation = plan.serviceCentres.find((each) => each.service === service && each.centreOrganisationId === centreId && each.until === null);
    if (relation === undefined) continue;
    const memberOrganisationIds = terms.kind === 'imaging' || terms.kind === 'ecg' ? [...relation.memberOrganisationIds, centreId] : relation.memberOrganisationIds;
    await act(signCentreContract, { ...terms, centreOrganisationId: centreId, memberOrganisationIds, validFrom }, `contract-${terms.kind}`);
  }
  for (const member of [cast.reviewer, cast.reader, cast.ecgReader]) {
    for (const [kind, modalities] of [['imaging', ['CT', 'DX', 'MR']], ['ecg', ['ECG', 'HOLTER']], ['ultrasound', ['US']]] as const) {
      const level = member === cast.reader ? 'reader' : 'reviewer';
      await act(grantReaderPermit, { organisationId: centreId, readerId: member.id, readerName: member.name, kind, modalities, level, certificate: `ZG${member.id.slice(-6)}`, validFrom, validUntil: addDays(validFrom, 730) }, `permit-${member.id.slice(-6)}-${kind}`);
    }
  }
  for (const [index, template] of TEMPLATES.entries()) await act(saveTemplate, { ...template }, `template-${index}`);
  await act(setQualityPlan, { organisationId: centreId, kind: 'imaging', title: '影像诊断质控', samplePercent: 10, disagreementMax: 5, onTimeMin: 95, validFrom }, 'plan-imaging');
  await act(setQualityPlan, { organisationId: centreId, kind: 'ecg', title: '心电诊断质控', samplePercent: 5, disagreementMax: 3, onTimeMin: 98, validFrom }, 'plan-ecg');
  for (let day = 0; day < 5; day += 1) {
    const on = addDays(chinaDate(until), day);
    for (const [member, kind, duty] of [[cast.reader, 'imaging', 'reader'], [cast.reviewer, 'imaging', 'reviewer'], [cast.ecgReader, 'ecg', 'reader']] as const) {
      await act(planShift, { organisationId: centreId, kind, readerId: member.id, startsAt: `${on}T08:00:00+08:00`, endsAt: `${on}T17:30:00+08:00`, duty }, `shift-${day}-${kind}-${duty}`);
    }
  }
}

/** For whom images are kept: who is examined in the stories of these days, and how long ago; some with an earlier study beside. */
export function imagedPeople(plan: WorldPlan): readonly { readonly person: WorldResident; readonly minutesAgo: number; readonly hasPrior: boolean }[] {
  const cast = castOf(plan);
  const people = cast === undefined ? [] : peopleOf(plan, cast);
  return DIAGNOSIS_STORIES.flatMap(({ kind, acts, minutesAgo, key }, index) => {
    const person = people[index % Math.max(1, people.length)];
    return kind === 'imaging' && acts.includes('data') && minutesAgo < IMAGED_MINUTES && person !== undefined ? [{ person, minutesAgo, hasPrior: /waiting|reading|preliminary/.test(key) }] : [];
  });
}

const IMAGED_MINUTES = 5 * 24 * 60;

/** Who has the account of the portal, with a doctor of the own unit; the same search as for the account. */
export function findPortalResident(plan: WorldPlan): { person: WorldResident; doctor: WorldStaff } | undefined {
  const before = `${Number(plan.referenceDate.slice(0, 4)) - 55}-01-01`;
  for (let index = 0; index < plan.householdCount; index += 1) {
    const person = householdAt(plan, index).residents.find((each) => each.birthDate < before && each.familyDoctorId !== null);
    if (person === undefined) continue;
    const doctor = plan.staff.find(({ organisationId, roles }) => organisationId === person.managingOrganisationId && roles.some((role) => role === 'township-doctor' || role === 'village-doctor'));
    return doctor && { person, doctor };
  }
  return undefined;
}

const YEAR_MS = 365 * DAY_MS;
/** How far into the stream of households people are looked for, and how many. */
const HOUSEHOLDS_SEARCHED = 600;
const PEOPLE_MAX = 24;

/** Adults of the township and of its first village. */
function peopleOf(plan: WorldPlan, cast: Cast): WorldResident[] {
  const people = Array.from({ length: Math.min(HOUSEHOLDS_SEARCHED, plan.householdCount) }, (_, index) => householdAt(plan, index).residents).flat();
  return people.filter((each) => each.managingOrganisationId === cast.village.organisationId && ageInYears(each.birthDate, plan.referenceDate) >= 45).slice(0, PEOPLE_MAX);
}

interface Telling {
  readonly story: DiagnosisStory;
  readonly person: WorldResident;
  readonly cast: Cast;
}

interface Scene extends Telling {
  readonly id: string;
  readonly number: string;
  readonly criticalId: string;
  readonly at: Date;
}

async function playStory(stage: Stage, request: PlayRequest, { story, person, cast }: Telling): Promise<void> {
  const start = request.until.getTime() - story.minutesAgo * MINUTE_MS;
  const member = story.from === 'village' ? cast.village : cast.township;
  const { kind, modality, itemCode, itemName, bodyPart, priority, clinical } = story;
  const ordered = (await stage.act(orderDiagnosis, { personId: person.id, kind, modality, itemCode, itemName, bodyPart, priority, clinical, phone: '0990-6600120' }, { member, at: new Date(start), key: `world-diagnosis-${story.key}-order` })) as { id: string; number: string };
  let scene: Scene = { story, person, cast, id: ordered.id, number: ordered.number, criticalId: '', at: new Date(start) };
  for (const [index, act] of story.acts.entries()) {
    const at = new Date(Math.min(start + (index + 1) * story.pace * MINUTE_MS, request.until.getTime()));
    scene = await perform(stage, request, { scene: { ...scene, at }, act });
  }
}

async function perform(stage: Stage, request: PlayRequest, { scene, act }: { scene: Scene; act: DiagnosisAct }): Promise<Scene> {
  const { operation, member, input } = await lineOf(stage, request, { scene, act });
  const answer = (await stage.act(operation, input, { member, at: scene.at, key: `world-diagnosis-${scene.story.key}-${act}` })) as { id: string };
  return act === 'mark' ? { ...scene, criticalId: answer.id } : scene;
}

interface Line {
  readonly operation: AnyOperation;
  readonly member: WorldStaff;
  readonly input: Record<string, unknown>;
}

async function lineOf(stage: Stage, request: PlayRequest, { scene, act }: { scene: Scene; act: DiagnosisAct }): Promise<Line> {
  const { story, cast, id, criticalId } = scene;
  const [site, reader] = [story.from === 'village' ? cast.village : cast.township, story.kind === 'ecg' ? cast.ecgReader : cast.reader];
  const report = { positive: false, measurements: [], ...REPORTS[story.report] };
  const lines: Readonly<Record<DiagnosisAct, () => Line | Promise<Line>>> = {
    perform: () => ({ operation: performDiagnosis, member: site, input: { id, performance: { performedAt: scene.at.toISOString(), device: story.kind === 'ecg' ? '便携式心电图机' : '16 排 CT', operator: site.name } } }),
    data: async () => ({ operation: attachDiagnosisData, member: site, input: { id, ...(await dataOf(stage, request, { scene, site })) } }),
    claim: () => ({ operation: claimDiagnosis, member: reader, input: { id } }),
    write: () => ({ operation: writePreliminary, member: reader, input: { id, ...report } }),
    'issue-emergency': () => ({ operation: issueEmergencyReport, member: reader, input: { id, ...report } }),
    issue: () => ({ operation: issueReport, member: cast.reviewer, input: { id, ...report } }),
    amend: () => ({ operation: amendReport, member: cast.reviewer, input: { id, ...report, impression: `${report.impression}；另见右肺上叶 5 毫米结节，建议 12 个月复查`, positive: true, kind: 'corrected', reason: '复核时发现小结节' } }),
    acknowledge: () => ({ operation: acknowledgeReport, member: site, input: { id } }),
    return: () => ({ operation: returnDiagnosis, member: reader, input: { id, reasonCode: 'image-quality', note: '导联脱落，请重新采集' } }),
    consult: () => ({ operation: consultUpward, member: reader, input: { id, organisationId: cast.cityId, question: '结节性质待定，请上级会诊' } }),
    cancel: () => ({ operation: cancelDiagnosis, member: site, input: { id, reasonCode: 'recognised', note: '一月内县医院已查，结果互认' } }),
    mark: () => ({ operation: markCritical, member: reader, input: { id, code: story.critical?.code ?? 'OTHER', title: story.critical?.title ?? '危急发现', valueText: story.critical?.valueText ?? '' } }),
    verify: () => ({ operation: verifyCritical, member: reader, input: { id: criticalId, method: 'second-look' } }),
    notify: () => ({ operation: notifyCritical, member: reader, input: { id: criticalId, by: 'phone', toldName: site.name } }),
    'acknowledge-critical': () => ({ operation: acknowledgeCritical, member: site, input: { id: criticalId, readBack: true } }),
    act: () => ({ operation: actOnCritical, member: site, input: { id: criticalId, actionText: '立即卧床吸氧、建立静脉通道，联系急救车转县医院' } }),
    effect: () => ({ operation: recordCriticalEffect, member: site, input: { id: criticalId, effectText: '转运途中生命体征平稳，已交接胸痛中心' } }),
    close: () => ({ operation: closeCritical, member: site, input: { id: criticalId } }),
  };
  return lines[act]();
}

/** What was recorded: the waveform of an ECG, with one of a year before where it is to be compared; or the person's newest study. */
async function dataOf(stage: Stage, { database }: PlayRequest, { scene, site }: { scene: Scene; site: WorldStaff }): Promise<Record<string, unknown>> {
  const { story, person, number } = scene;
  if (story.kind === 'ecg' && stage.has(recordEcg)) {
    const record = (at: Date, shows: ReturnType<typeof ecgShows>, of: { orderNumber?: string; part: string }): Promise<{ id: string }> =>
      stage.act(recordEcg, { ...ecgInput(person, { id: `${story.key}${of.part}`, at, shows }), personId: person.id, ...(of.orderNumber ? { orderNumber: of.orderNumber } : {}) }, { member: site, at, key: `world-diagnosis-${story.key}-ecg${of.part}` });
    if (story.priority !== 'routine') await record(new Date(scene.at.getTime() - YEAR_MS), ecgShows('ecgNormal', story.key.length), { part: '-before' });
    const { id } = await record(scene.at, ecgShows(story.report, story.key.length), { orderNumber: number, part: '' });
    return { kind: 'ecg', title: story.itemName, uid: id };
  }
  const { resources } = await searchResources(database, systemSubject, `ImagingStudy?subject=Patient/${person.id}&_sort=-started&_count=1`);
  const study = resources.find((each) => each.resourceType === 'ImagingStudy');
  const uid = study?.resourceType === 'ImagingStudy' ? study.identifier?.find((each) => each.system === 'urn:dicom:uid')?.value?.replace('urn:oid:', '') : undefined;
  return { kind: 'study', title: story.itemName, uid: uid ?? `2.25.${BigInt(`0x${person.id.replaceAll('-', '')}`)}`, ...(study?.id ? { reference: `ImagingStudy/${study.id}` } : {}) };
}
