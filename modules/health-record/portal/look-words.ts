import type { Text } from '#platform/kernel/problem.ts';
import { defineMessages } from '#platform/web/text/messages.ts';

/** What was touched, in words of everyday life. */
const things = defineMessages({
  person: ['姓名、证件、电话等个人信息', 'your name, numbers and telephone'],
  visit: ['就诊和住院记录', 'visits and stays'],
  diagnosis: ['诊断', 'diagnoses'],
  measurement: ['检查检验结果', 'results and measurements'],
  report: ['检查报告', 'reports'],
  image: ['影像', 'images'],
  medicine: ['用药', 'medicines'],
  procedure: ['手术和操作', 'procedures'],
  vaccine: ['预防接种', 'vaccinations'],
  allergy: ['过敏', 'allergies'],
  plan: ['照护计划和随访', 'care plans and follow-up'],
  request: ['申请和转诊', 'requests and referrals'],
  booking: ['预约和床位', 'bookings and beds'],
  document: ['病历文书', 'documents'],
  message: ['消息和通知', 'messages'],
  money: ['费用和医保', 'bills and insurance'],
  consent: ['授权与拒绝', 'your permits and refusals'],
  trail: ['谁看过档案的记录', 'the list of who looked'],
  specimen: ['检验标本', 'specimens'],
  device: ['使用的医疗器械', 'medical devices'],
  study: ['研究参与情况', 'taking part in research'],
  survey: ['问卷和评估', 'questionnaires and assessments'],
  record: ['健康档案', 'your health record'],
});

type Thing = keyof typeof things;

const typesOf: Readonly<Record<Thing, string>> = {
  person: 'Patient Person RelatedPerson',
  visit: 'Encounter EpisodeOfCare',
  diagnosis: 'Condition ClinicalImpression DetectedIssue FamilyMemberHistory RiskAssessment AdverseEvent',
  measurement: 'Observation MolecularSequence VisionPrescription BodyStructure',
  report: 'DiagnosticReport SecondReading CriticalRule',
  image: 'ImagingStudy Media QualityMark',
  medicine: 'Medication MedicationRequest MedicationStatement MedicationDispense MedicationAdministration NutritionOrder',
  procedure: 'Procedure',
  vaccine: 'Immunization ImmunizationEvaluation ImmunizationRecommendation',
  allergy: 'AllergyIntolerance',
  plan: 'CarePlan CareTeam Goal Task Flag RequestGroup GuidanceResponse',
  request: 'ServiceRequest DeviceRequest SupplyRequest CommunicationRequest',
  booking: 'Appointment AppointmentResponse Slot Schedule Location',
  document: 'DocumentReference DocumentManifest Composition Bundle Binary List Linkage Basic Library',
  message: 'Communication MessageHeader exchange',
  money: 'Account ChargeItem Claim ClaimResponse Coverage CoverageEligibilityRequest CoverageEligibilityResponse EnrollmentRequest EnrollmentResponse ExplanationOfBenefit Invoice PaymentNotice PaymentReconciliation Contract',
  consent: 'Consent',
  trail: 'AuditEvent Provenance audit access',
  specimen: 'Specimen BiologicallyDerivedProduct Substance',
  device: 'Device DeviceUseStatement DeviceMetric SupplyDelivery',
  study: 'ResearchSubject ResearchStudy',
  survey: 'QuestionnaireResponse MeasureReport',
  record: 'Group Parameters OperationOutcome Subscription TestReport VerificationResult',
};

const THING_OF = new Map(Object.entries(typesOf).flatMap(([thing, types]) => types.split(' ').map((type) => [type, thing as Thing] as const)));

/** A room by the first part of an act, where the thing itself is not named. */
const THING_OF_ROOM: Readonly<Record<string, Thing>> = {
  resident: 'person', residents: 'person', referral: 'request', 'shared-diagnosis': 'report', imaging: 'image', ecg: 'report', laboratory: 'measurement', recognition: 'report', scheduling: 'booking', exchange: 'message',
  payment: 'money', casemix: 'money', audit: 'trail', assessment: 'survey', indicators: 'record', 'task-ledger': 'record', governance: 'record', regions: 'record', consortium: 'record', dictionaries: 'record',
  'health-record': 'record', fhir: 'record', 'fhir-administration': 'record', portal: 'record', account: 'person', identity: 'person', jobs: 'record', monitoring: 'record', signature: 'document', http: 'record', database: 'record', crypto: 'record',
};

const ways = defineMessages({
  looked: ['看了{thing}', 'looked at {thing}'],
  searched: ['查询了{thing}', 'searched {thing}'],
  exported: ['导出了{thing}', 'exported {thing}'],
  opened: ['紧急打开了{thing}', 'opened {thing} in an emergency'],
  revealed: ['显示了一项遮蔽的{thing}', 'uncovered a masked part of {thing}'],
  shared: ['共享了一项{thing}', 'shared one part of {thing}'],
  removed: ['删除了{thing}', 'removed {thing}'],
  changed: ['直接修改了数据库中的{thing}', 'changed {thing} in the database by hand'],
  acted: ['办理或记录了{thing}', 'recorded or handled {thing}'],
});

type Way = keyof typeof ways;

/** By the beginning of the act's last part; the first that fits. */
const WAYS: readonly (readonly [RegExp, Way])[] = [
  [/^database\./, 'changed'],
  [/\.(break-glass)$/, 'opened'],
  [/\.(reveal-item|reveal.*)$/, 'revealed'],
  [/\.(share-item)$/, 'shared'],
  [/\.(export|export-.*|download.*|fetch-.*|move)$/, 'exported'],
  [/\.(search|match|find-.*|lastn)$/, 'searched'],
  [/\.delete$/, 'removed'],
  [/\.(read|read-.*|get|list|list-.*|history|everything|document|graphql|meta|review-access|own-record|view.*|notify|answered-again|evaluate-measure)$/, 'looked'],
];

const wayOf = (action: string): Way => WAYS.find(([form]) => form.test(action))?.[1] ?? 'acted';

/** The thing, or undefined where nobody has said what it is called: a test goes through all types and rooms. */
export const thingOf = (action: string, resourceType: string | null): Thing | undefined =>
  (resourceType === null ? undefined : THING_OF.get(resourceType)) ?? THING_OF_ROOM[action.split('.')[0] ?? ''];

const LISTED: Text = { zh: '在名单中看到了姓名等信息', en: 'saw the name and the like on a list' };

/** What somebody did with the record, as a sentence without its subject. */
export function lookWords(action: string, resourceType: string | null, basis: string | null = null): Text {
  // Whoever may decide reads the list of what waits under the same permission: that is no decision yet.
  if (basis === 'list' && wayOf(action) === 'acted') return LISTED;
  const thing = things[thingOf(action, resourceType) ?? 'record'];
  const way = ways[wayOf(action)];
  return { zh: way.zh.replace('{thing}', thing.zh), en: way.en.replace('{thing}', thing.en) };
}

const purposes = defineMessages({
  treatment: ['治疗', 'treatment'],
  referral: ['转诊', 'referral'],
  'follow-up': ['随访', 'follow-up'],
  quality: ['质量检查', 'quality control'],
  correction: ['更正', 'correction'],
  review: ['核查', 'a review'],
  statistics: ['统计', 'statistics'],
  research: ['研究', 'research'],
  'match review': ['核对疑似重复的档案', 'checking entries that may be one person'],
  'search by name': ['按姓名查找', 'search by name'],
  'search by sound': ['按拼音查找', 'search by sound'],
  'search by number': ['按号码查找', 'search by number'],
});

/** What was uncovered, before the reason that was typed: `id-card: …`. */
const numbers = defineMessages({
  'id-card': ['身份证号', 'identity number'],
  'insurance-number': ['医保号', 'insurance number'],
  'card-number': ['健康卡号', 'card number'],
  passport: ['护照号', 'passport number'],
  'hong-kong-macao-permit': ['港澳居民来往内地通行证号', 'Hong Kong and Macao permit'],
  'taiwan-permit': ['台湾居民来往大陆通行证号', 'Taiwan permit'],
  'birth-certificate': ['出生医学证明号', 'birth certificate'],
  phone: ['电话号码', 'telephone number'],
});

/** A purpose by its word; anything else is what the person typed as the reason and is shown as it is. */
export function purposeWords(purpose: string): Text {
  if (purpose in purposes) return purposes[purpose as keyof typeof purposes];
  const [, number = '', reason = ''] = /^([a-z-]+): (.*)$/s.exec(purpose) ?? [];
  const shown = numbers[number as keyof typeof numbers] as Text | undefined;
  return shown === undefined ? { zh: purpose, en: purpose } : { zh: `查看${shown.zh}：${reason}`, en: `${shown.en}: ${reason}` };
}
