import type { CarePlan, Condition } from '#fhir/types/resources.gen.ts';
import { CHRONIC_MEDICINES, type Medicine } from './medicines.ts';
import type { ChronicDisease } from './chronic-list.ts';
import { concept, hl7Code, ICD10, referenceTo, RESTRICTED } from './codes.ts';
import { MEASURES, observe, observeBloodPressure, type Occasion } from './observations.ts';
import { daysAgo, doctorAt, keep, patientOf, practitionerOf, providerOf, today, type PersonContext } from './person-context.ts';
import { prescribe } from './prescriptions.ts';
import { firstContactOf, visit, type Visit } from './visits.ts';

const DAYS_PER_YEAR = 365;
const FOLLOW_UPS_A_YEAR = 4;
/** Yearly examinations of earlier years, so that a trend has a past. */
const EARLIER_YEARS_MAX = 2;

interface KnownDisease extends ChronicDisease {
  readonly conditionId: string;
}

/** Registered conditions, yearly examinations of the past, quarterly follow-ups of the last year, medicines and the care plan. Returns visits made this year. */
export function chronicCare(person: PersonContext): number {
  const known = person.chronic.map((disease) => ({ ...disease, conditionId: registerCondition(person, disease) }));
  const managed = known.filter(({ kind }) => kind.key === 'hypertension' || kind.key === 'diabetes');
  if (managed.length === 0) {
    const [first] = known;
    if (first === undefined || !person.random.chance(0.6)) return 0;
    const made = visit(person, { place: firstContactOf(person), date: daysAgo(person, person.random.int(5, 120)), reason: first.kind, type: '慢性病复诊' });
    prescribeFor(person, made, [first]);
    return 1;
  }
  const longest = Math.max(...managed.map((disease) => disease.years));
  const fade = 1 + person.random.next() * 0.4;
  for (let year = Math.min(EARLIER_YEARS_MAX, Math.floor(longest)); year >= 1; year -= 1) yearlyExamination(person, managed, { year, fade });
  return followUps(person, { managed, known, longest, fade });
}

function registerCondition(person: PersonContext, disease: ChronicDisease): string {
  const centre = person.random.chance(0.6) ? person.world.primaryCentre(person.area) : person.world.slug('county');
  const onset = daysAgo(person, Math.round(disease.years * DAYS_PER_YEAR));
  const doctor = doctorAt(person, centre);
  const condition: Condition & { id: string } = {
    resourceType: 'Condition',
    id: person.ids.newId(),
    ...(disease.kind.restricted ? { meta: RESTRICTED } : {}),
    clinicalStatus: hl7Code('condition-clinical', 'active'),
    verificationStatus: hl7Code('condition-ver-status', 'confirmed'),
    category: [hl7Code('condition-category', 'problem-list-item')],
    code: concept(ICD10, disease.kind),
    subject: patientOf(person),
    onsetDateTime: onset,
    recordedDate: onset,
    ...(doctor === undefined ? {} : { asserter: practitionerOf(doctor) }),
  };
  keep(person, centre, condition);
  return condition.id;
}

interface Course {
  /** Years before today. */
  readonly year: number;
  /** How much higher values were at the start of treatment. */
  readonly fade: number;
}

/** Values fall towards the goal with the years of treatment; a badly controlled person stays above it. */
function measureManaged(person: PersonContext, occasion: Occasion, reading: { managed: readonly KnownDisease[]; course: Course; full: boolean }): void {
  const { random } = person;
  const { course } = reading;
  for (const disease of reading.managed) {
    const late = Math.min(course.year, disease.years);
    if (disease.kind.key === 'hypertension') {
      const systolic = random.normal(126 + disease.severity * 26 + late * 5 * course.fade, 6);
      observeBloodPressure(person, occasion, { systolic, diastolic: random.normal(60 + systolic * 0.16, 5) });
    } else {
      const glucose = random.normal(5.9 + disease.severity * 3.4 + late * 0.5 * course.fade, 0.6);
      observe(person, occasion, { measure: MEASURES.fastingGlucose, value: glucose });
      if (reading.full) observe(person, occasion, { measure: MEASURES.hba1c, value: 2.4 + glucose * 0.62 + random.normal(0, 0.2) });
    }
  }
}

function yearlyExamination(person: PersonContext, managed: readonly KnownDisease[], course: Course): void {
  const { random, world } = person;
  const organisation = world.primaryCentre(person.area);
  const date = daysAgo(person, course.year * DAYS_PER_YEAR + random.int(20, 300));
  const made = visit(person, { place: { organisation, tier: 'township' }, date, reason: managed[0]!.kind, type: '年度健康体检' });
  measureManaged(person, made, { managed, course, full: course.year === 1 });
  if (course.year === 1) observe(person, made, { measure: MEASURES.creatinine, value: random.normal(72 + (person.age > 70 ? 14 : 0), 14) });
}

interface YearOfCare {
  readonly managed: readonly KnownDisease[];
  readonly known: readonly KnownDisease[];
  readonly longest: number;
  readonly fade: number;
}

function followUps(person: PersonContext, care: YearOfCare): number {
  const { random } = person;
  const quarters = Math.max(1, Math.min(FOLLOW_UPS_A_YEAR, Math.floor(care.longest * FOLLOW_UPS_A_YEAR)));
  const place = firstContactOf(person);
  let made = 0;
  for (let quarter = quarters; quarter >= 1; quarter -= 1) {
    if (random.chance(0.12)) continue;
    const date = daysAgo(person, Math.max(1, (quarter - 1) * 91 + random.int(3, 80)));
    const occasion = visit(person, { place, date, reason: care.managed[0]!.kind, type: '慢性病随访' });
    made += 1;
    const last = quarter === 1;
    measureManaged(person, occasion, { managed: care.managed, course: { year: quarter / 8, fade: care.fade }, full: last });
    if (last) {
      observe(person, occasion, { measure: MEASURES.weight, value: random.normal(person.resident.sex === 'male' ? 69 : 61, 9) });
      prescribeFor(person, occasion, care.known);
    }
  }
  keepCarePlan(person, care.managed);
  return made;
}

function prescribeFor(person: PersonContext, made: Visit, diseases: readonly KnownDisease[]): void {
  for (const disease of diseases) {
    const list = CHRONIC_MEDICINES[disease.kind.key];
    const count = disease.severity > 0.7 ? Math.min(2, list.length) : 1;
    const chosen = new Set<Medicine>();
    while (chosen.size < count) chosen.add(person.random.pick(list));
    for (const medicine of chosen) {
      prescribe(person, made, { medicine, days: person.random.pick([28, 56, 84]), active: true, doctor: made.doctor, conditionId: disease.conditionId, restricted: disease.kind.restricted ?? false });
    }
  }
}

/** National basic public health service: four face-to-face follow-ups a year, one examination. */
function keepCarePlan(person: PersonContext, managed: readonly KnownDisease[]): void {
  const centre = person.world.primaryCentre(person.area);
  const author = doctorAt(person, centre);
  const start = `${today(person).slice(0, 4)}-01-01`;
  const activity = (text: string) => ({ detail: { status: 'in-progress' as const, description: text } });
  const plan: CarePlan & { id: string } = {
    resourceType: 'CarePlan',
    id: person.ids.newId(),
    status: 'active',
    intent: 'plan',
    title: `${managed.map(({ kind }) => kind.name).join('、')}健康管理计划`,
    subject: patientOf(person),
    period: { start, end: `${start.slice(0, 4)}-12-31` },
    created: start,
    author: author === undefined ? providerOf(centre) : practitionerOf(author),
    addresses: managed.map(({ conditionId }) => referenceTo('Condition', conditionId)),
    activity: [activity('每季度面对面随访一次'), activity('每日食盐不超过5克，规律服药'), activity('每年健康体检一次')],
  };
  keep(person, centre, plan);
}
