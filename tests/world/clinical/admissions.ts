import type { Condition, Encounter, Procedure } from '#fhir/types/resources.gen.ts';
import { addDays } from '#platform/kernel/period.ts';
import type { WorldOrganisation, WorldStaff } from '../plan/types.ts';
import type { Weighted } from '../random.ts';
import { concept, encounterClass, hl7Code, ICD10, referenceTo } from './codes.ts';
import { costExtension } from './costs.ts';
import { admissionKinds, DELIVERY, type AdmissionKind } from './diagnoses.ts';
import { examine } from './imaging.ts';
import { ACUTE_MEDICINES } from './medicines.ts';
import { MEASURES, observe, type Occasion } from './observations.ts';
import { daysAgo, doctorAt, instantOf, keep, patientOf, practitionerOf, providerOf, skewed, today, type PersonContext } from './person-context.ts';
import { prescribe } from './prescriptions.ts';

/** Admissions a year by age: 0–4, 5–14, 15–44, 45–59, 60–69, 70 and over; chronic disease adds. */
const ADMISSIONS_BY_AGE = [0.22, 0.084, 0.096, 0.168, 0.3, 0.445] as const;
const EXTRA_PER_CHRONIC = 0.33;

/** Of all admissions 81 % go to hospitals (bulletin: 245 of 302 million). */
const SHARE_HOSPITAL = 0.812;
/** Admissions of the year before are kept for a third, as a summary: older episodes thin out. */
const SHARE_YEAR_BEFORE = 0.35;

/** Mean days and yuan before the disease's factors; fitted so that ended hospital stays average 8.8 days and 10,316 yuan, township stays 6.4 days and 2,300. */
const STAY_DAYS = { hospital: 9.65, township: 6.2 } as const;
const COST_YUAN = { hospital: 10_370, township: 2_530 } as const;
const INSURANCE_SHARE = { hospital: 0.62, township: 0.78 } as const;
const STAY_DAYS_MAX = 60;

type House = keyof typeof STAY_DAYS;

export function admissionsExpected(person: PersonContext): number {
  const { age } = person;
  const group = age < 5 ? 0 : age < 15 ? 1 : age < 45 ? 2 : age < 60 ? 3 : age < 70 ? 4 : 5;
  return ADMISSIONS_BY_AGE[group]! * (1 + EXTRA_PER_CHRONIC * person.chronic.length);
}

/** `deliveredOn`: the birth of a child of this household within the last year. */
export function admissions(person: PersonContext, deliveredOn: string | undefined): void {
  const { random, world } = person;
  if (deliveredOn !== undefined) {
    const house = world.slug(random.chance(0.7) ? 'county' : 'mch');
    admit(person, { organisation: house, house: 'hospital', kind: DELIVERY, date: deliveredOn, summary: false });
  }
  const expected = admissionsExpected(person);
  for (let count = random.poisson(expected); count > 0; count -= 1) admitOnce(person, { from: 1, until: 365, summary: false });
  for (let count = random.poisson(expected * SHARE_YEAR_BEFORE); count > 0; count -= 1) admitOnce(person, { from: 366, until: 730, summary: true });
}

function admitOnce(person: PersonContext, span: { from: number; until: number; summary: boolean }): void {
  const { random } = person;
  const date = daysAgo(person, random.int(span.from, span.until));
  if (date < person.resident.birthDate) return;
  const house: House = random.chance(SHARE_HOSPITAL) ? 'hospital' : 'township';
  const kinds = admissionKinds({ age: person.age, sex: person.resident.sex });
  if (kinds.length === 0) return;
  let kind = random.weighted(kinds);
  // Township hospitals take what needs neither theatre nor stent.
  for (let attempt = 0; house === 'township' && kind.procedure !== undefined && attempt < 6; attempt += 1) kind = random.weighted(kinds);
  admit(person, { organisation: houseFor(person, house, kind), house, kind, date, summary: span.summary });
}

const HOSPITAL_SLUGS: readonly Weighted<string>[] = [
  { value: 'county', weight: 68 },
  { value: 'tcm', weight: 17 },
  { value: 'private', weight: 7 },
  { value: 'city', weight: 8 },
];

function houseFor(person: PersonContext, house: House, kind: AdmissionKind): WorldOrganisation {
  const { random, world } = person;
  if (house === 'township') {
    const centre = world.primaryCentre(person.area);
    return centre.beds > 0 ? centre : random.pick(world.ofKind('township-hospital'));
  }
  if (kind.department.startsWith('中医')) return world.slug('tcm');
  if ((kind.department === '产科' || kind.department === '儿科' || kind.department === '妇科') && random.chance(0.3)) return world.slug('mch');
  const slug = random.weighted(HOSPITAL_SLUGS);
  return slug === 'private' ? random.pick(world.ofKind('private-hospital')) : world.slug(slug);
}

interface Admission {
  readonly organisation: WorldOrganisation;
  readonly house: House;
  readonly kind: AdmissionKind;
  readonly date: string;
  /** Keep only the encounter and its diagnosis. */
  readonly summary: boolean;
}

function admit(person: PersonContext, admission: Admission): void {
  const { random } = person;
  const { house, kind } = admission;
  const spread = skewed(random);
  const days = Math.max(1, Math.min(STAY_DAYS_MAX, Math.round(STAY_DAYS[house] * kind.stayFactor * spread)));
  const dischargedOn = addDays(admission.date, days);
  const ended = dischargedOn < today(person);
  const doctor = doctorAt(person, admission.organisation, kind.department);
  const conditionId = person.ids.newId();
  const total = COST_YUAN[house] * kind.costFactor * (0.35 + 0.65 * spread) * (0.8 + 0.4 * random.next());
  const encounter = inpatientEncounter(person, admission, { ended, days, dischargedOn, doctor, conditionId, total });
  keep(person, admission.organisation, encounter);
  keep(person, admission.organisation, diagnosisOf(person, admission, { conditionId, encounter, ended }));
  if (!admission.summary) stayDetails(person, admission, { encounter, doctor, ended, dischargedOn });
}

interface Stay {
  readonly ended: boolean;
  readonly days: number;
  readonly dischargedOn: string;
  readonly doctor: WorldStaff | undefined;
  readonly conditionId: string;
  readonly total: number;
}

function inpatientEncounter(person: PersonContext, admission: Admission, stay: Stay): Encounter & { id: string } {
  const { organisation, house, kind } = admission;
  const start = instantOf(admission.date, person.random.int(470, 1020));
  const department = organisation.departments.find((candidate) => candidate.name === kind.department);
  return {
    resourceType: 'Encounter',
    id: person.ids.newId(),
    ...(stay.ended ? { extension: [costExtension(stay.total, INSURANCE_SHARE[house])] } : {}),
    status: stay.ended ? 'finished' : 'in-progress',
    class: encounterClass('IMP'),
    type: [{ text: '住院' }],
    serviceType: { text: department?.name ?? kind.department },
    subject: patientOf(person),
    ...(stay.doctor === undefined ? {} : { participant: [{ individual: practitionerOf(stay.doctor) }] }),
    period: stay.ended ? { start, end: instantOf(stay.dischargedOn, 600) } : { start },
    ...(stay.ended ? { length: { value: stay.days, unit: '天', system: 'http://unitsofmeasure.org', code: 'd' } } : {}),
    reasonCode: [concept(ICD10, kind)],
    diagnosis: [{ condition: referenceTo('Condition', stay.conditionId), use: hl7Code('diagnosis-role', stay.ended ? 'DD' : 'AD'), rank: 1 }],
    ...(stay.ended ? { hospitalization: { dischargeDisposition: hl7Code('discharge-disposition', 'home') } } : {}),
    serviceProvider: providerOf(organisation),
  };
}

function diagnosisOf(person: PersonContext, admission: Admission, made: { conditionId: string; encounter: Encounter & { id: string }; ended: boolean }): Condition & { id: string } {
  return {
    resourceType: 'Condition',
    id: made.conditionId,
    clinicalStatus: hl7Code('condition-clinical', made.ended ? 'resolved' : 'active'),
    verificationStatus: hl7Code('condition-ver-status', 'confirmed'),
    category: [hl7Code('condition-category', 'encounter-diagnosis')],
    code: concept(ICD10, admission.kind),
    subject: patientOf(person),
    encounter: referenceTo('Encounter', made.encounter.id),
    onsetDateTime: admission.date,
    recordedDate: made.encounter.period!.start!,
  };
}

interface Course {
  readonly encounter: Encounter & { id: string };
  readonly doctor: WorldStaff | undefined;
  readonly ended: boolean;
  readonly dischargedOn: string;
}

const SHARE_LABORATORY = 0.5;
const SHARE_IMAGE = 0.45;

function stayDetails(person: PersonContext, admission: Admission, course: Course): void {
  const { random } = person;
  const { organisation, kind } = admission;
  const occasion: Occasion = { organisation, at: instantOf(admission.date, 1080), encounter: course.encounter };
  const infection = kind.code.startsWith('J') || kind.code.startsWith('K35') || kind.code.startsWith('A');
  if (random.chance(SHARE_LABORATORY)) {
    observe(person, occasion, { measure: MEASURES.leukocytes, value: random.normal(infection ? 12 : 7.2, 2) });
    if (infection) observe(person, occasion, { measure: MEASURES.crp, value: Math.abs(random.normal(38, 22)) });
    else observe(person, occasion, { measure: MEASURES.potassium, value: random.normal(4.1, 0.4) });
  }
  if (kind.imaging !== undefined && random.chance(SHARE_IMAGE)) {
    examine(person, occasion, { ...kind.imaging, conclusion: `${kind.imaging.part}所见与临床诊断“${kind.name}”相符，请结合临床。`, readBy: organisation.beds > 60 ? organisation : person.world.slug('county') });
  }
  if (kind.procedure !== undefined && admission.house === 'hospital') keep(person, organisation, procedureOf(person, admission, course));
  const medicines = ACUTE_MEDICINES[kind.code[0]!];
  if (course.ended && medicines !== undefined && random.chance(0.6)) {
    prescribe(person, { ...occasion, at: instantOf(course.dischargedOn, 590) }, { medicine: random.pick(medicines), days: 14, active: false, doctor: course.doctor });
  }
}

function procedureOf(person: PersonContext, admission: Admission, course: Course): Procedure & { id: string } {
  return {
    resourceType: 'Procedure',
    id: person.ids.newId(),
    status: 'completed',
    code: concept('http://hl7.org/fhir/sid/icd-9-cm', admission.kind.procedure!),
    subject: patientOf(person),
    encounter: referenceTo('Encounter', course.encounter.id),
    performedDateTime: instantOf(admission.date, 1110),
    ...(course.doctor === undefined ? {} : { performer: [{ actor: practitionerOf(course.doctor) }] }),
  };
}
