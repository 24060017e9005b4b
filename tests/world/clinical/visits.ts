import type { Condition, Encounter } from '#fhir/types/resources.gen.ts';
import type { WorldOrganisation, WorldStaff } from '../plan/types.ts';
import type { Weighted } from '../random.ts';
import { concept, encounterClass, hl7Code, ICD10, referenceTo, type Code } from './codes.ts';
import { costExtension } from './costs.ts';
import { outpatientDiagnoses } from './diagnoses.ts';
import { examine } from './imaging.ts';
import { ACUTE_MEDICINES } from './medicines.ts';
import { MEASURES, observe, type Occasion } from './observations.ts';
import { daysAgo, doctorAt, instantOf, keep, patientOf, practitionerOf, providerOf, skewed, today, type PersonContext } from './person-context.ts';
import { prescribe } from './prescriptions.ts';

/** Visits a year by age, before chronic disease adds to them; for 0–4, 5–14, 15–44, 45–59, 60–69, 70 and over. */
const VISITS_BY_AGE = [8.9, 3.9, 4.7, 6.2, 8.2, 9.7] as const;
const EXTRA_PER_CHRONIC = 0.26;
const VISITS_MAX = 40;

export function visitsExpected(person: PersonContext): number {
  const { age } = person;
  const group = age < 5 ? 0 : age < 15 ? 1 : age < 45 ? 2 : age < 60 ? 3 : age < 70 ? 4 : 5;
  return VISITS_BY_AGE[group]! * (1 + EXTRA_PER_CHRONIC * person.chronic.length);
}

/** Mean yuan per visit. Hospital: bulletin 2023. The small houses are cheaper by general knowledge. */
const COST_YUAN = { hospital: 361.6, township: 98, village: 46 } as const;
const INSURANCE_SHARE = 0.46;

type Tier = keyof typeof COST_YUAN;

/** Where people go when not followed up near home: fitted so that hospitals take 44.6 % of all visits (bulletin: 4.26 of 9.55 billion). */
const TIERS: readonly Weighted<Tier>[] = [
  { value: 'hospital', weight: 52 },
  { value: 'township', weight: 24 },
  { value: 'village', weight: 24 },
];

const HOSPITAL_SLUGS: readonly Weighted<string>[] = [
  { value: 'county', weight: 62 },
  { value: 'tcm', weight: 20 },
  { value: 'private', weight: 9 },
  { value: 'city', weight: 9 },
];

function hospitalFor(person: PersonContext): WorldOrganisation {
  const { world, random, age, resident } = person;
  if ((age < 7 || (resident.sex === 'female' && age >= 20 && age <= 45)) && random.chance(0.25)) return world.slug('mch');
  const slug = random.weighted(HOSPITAL_SLUGS);
  return slug === 'private' ? random.pick(world.ofKind('private-hospital')) : world.slug(slug);
}

export interface Place {
  readonly organisation: WorldOrganisation;
  readonly tier: Tier;
}

/** The first contact of an area may itself be the township hospital or community centre; then it counts as that tier. */
export function firstContactOf(person: PersonContext): Place {
  const organisation = person.world.organisation(person.area.firstContactId);
  return { organisation, tier: organisation.level === 'village' ? 'village' : 'township' };
}

function placeOf(person: PersonContext): Place {
  const tier = person.random.weighted(TIERS);
  if (tier === 'hospital') return { organisation: hospitalFor(person), tier };
  if (tier === 'village') return firstContactOf(person);
  return { organisation: person.world.primaryCentre(person.area), tier };
}

export interface VisitRequest {
  readonly place: Place;
  readonly date: string;
  readonly reason: Code;
  readonly type?: string;
}

/** Morning clinics are fuller: six visits of ten begin between 8 and 11. */
const startMinutes = (person: PersonContext): number => (person.random.chance(0.6) ? person.random.int(480, 680) : person.random.int(840, 1020));

export interface Visit extends Occasion {
  readonly encounter: Encounter & { id: string };
  readonly doctor: WorldStaff | undefined;
}

export function visit(person: PersonContext, request: VisitRequest): Visit {
  const { organisation, tier } = request.place;
  const start = startMinutes(person);
  const at = instantOf(request.date, start);
  const doctor = doctorAt(person, organisation);
  const encounter: Encounter & { id: string } = {
    resourceType: 'Encounter',
    id: person.ids.newId(),
    extension: [costExtension(COST_YUAN[tier] * skewed(person.random), INSURANCE_SHARE)],
    status: 'finished',
    class: encounterClass('AMB'),
    type: [{ text: request.type ?? '门诊' }],
    subject: patientOf(person),
    ...(doctor === undefined ? {} : { participant: [{ individual: practitionerOf(doctor) }] }),
    period: { start: at, end: instantOf(request.date, start + person.random.int(10, 45)) },
    reasonCode: [concept(ICD10, request.reason)],
    serviceProvider: providerOf(organisation),
  };
  keep(person, organisation, encounter);
  return { organisation, at, encounter, doctor };
}

/** Acute visits of the last year; `alreadyMade` follow-ups are taken off. */
export function acuteVisits(person: PersonContext, alreadyMade: number): void {
  const { random, resident } = person;
  const daysLived = Math.min(365, daysBetween(resident.birthDate, today(person)));
  const wanted = Math.min(VISITS_MAX, random.poisson(visitsExpected(person) * (daysLived / 365))) - alreadyMade;
  for (let count = 0; count < wanted; count += 1) {
    const reason = random.weighted(outpatientDiagnoses({ age: person.age, sex: resident.sex }));
    const made = visit(person, { place: placeOf(person), date: daysAgo(person, random.int(1, daysLived)), reason });
    furtherFindings(person, made, reason);
  }
}

const daysBetween = (from: string, to: string): number => Math.max(1, Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000));

/** Few visits of a demonstration carry more than the encounter: the shares keep the world at about fourteen resources a head. */
const SHARE_CONDITION = 0.035;
const SHARE_PRESCRIPTION = 0.055;
const SHARE_LABORATORY = 0.015;
const SHARE_TOWNSHIP_IMAGE = 0.02;

function furtherFindings(person: PersonContext, made: Visit, reason: Code): void {
  const { random, world } = person;
  const conditionId = random.chance(SHARE_CONDITION) ? acuteCondition(person, made, reason) : undefined;
  const medicines = ACUTE_MEDICINES[reason.code[0]!];
  if (medicines !== undefined && random.chance(SHARE_PRESCRIPTION)) {
    prescribe(person, made, { medicine: random.pick(medicines), days: random.int(3, 7), active: false, doctor: made.doctor, ...(conditionId === undefined ? {} : { conditionId }) });
  }
  if (random.chance(SHARE_LABORATORY)) {
    observe(person, made, { measure: MEASURES.leukocytes, value: random.normal(7.6, 2.4) });
  }
  if (made.organisation.level === 'township' && random.chance(SHARE_TOWNSHIP_IMAGE)) {
    examine(person, made, { modality: 'DX', part: '胸部', conclusion: '双肺纹理增多，余未见明显异常。', readBy: world.slug('county') });
  }
}

function acuteCondition(person: PersonContext, made: Visit, reason: Code): string {
  const condition: Condition & { id: string } = {
    resourceType: 'Condition',
    id: person.ids.newId(),
    clinicalStatus: hl7Code('condition-clinical', 'resolved'),
    verificationStatus: hl7Code('condition-ver-status', 'confirmed'),
    category: [hl7Code('condition-category', 'encounter-diagnosis')],
    code: concept(ICD10, reason),
    subject: patientOf(person),
    encounter: referenceTo('Encounter', made.encounter.id),
    onsetDateTime: made.at.slice(0, 10),
    recordedDate: made.at,
  };
  keep(person, made.organisation, condition);
  return condition.id;
}
