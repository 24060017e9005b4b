import type { AllergyIntolerance, Immunization } from '#fhir/types/resources.gen.ts';
import { addDays } from '#platform/kernel/period.ts';
import { ATC, concept, hl7Code, type Code } from './codes.ts';
import { ALLERGENS } from './medicines.ts';
import { daysAgo, instantOf, keep, patientOf, providerOf, today, type PersonContext } from './person-context.ts';

interface Dose {
  readonly vaccine: Code;
  readonly ageDays: number;
  readonly number: number;
}

const month = (months: number): number => Math.round(months * 30.44);
const doses = (code: string, name: string, ages: readonly number[]): Dose[] => ages.map((age, index) => ({ vaccine: { code, name }, ageDays: month(age), number: index + 1 }));

/** A part of the national childhood schedule; months of age. Codes: CVX. */
const CHILD_SCHEDULE: readonly Dose[] = [
  ...doses('19', '卡介苗', [0]),
  ...doses('08', '乙型肝炎疫苗', [0, 1, 6]),
  ...doses('10', '脊髓灰质炎灭活疫苗', [2]),
  ...doses('20', '百白破疫苗', [3, 5]),
  ...doses('03', '麻腮风疫苗', [8, 18]),
];
const CVX = 'http://hl7.org/fhir/sid/cvx';
const INFLUENZA: Code = { code: '150', name: '流感病毒裂解疫苗' };
const SHARE_ELDER_INFLUENZA = 0.12;
const CHILD_AGE_MAX = 6;

export function immunisations(person: PersonContext): void {
  const { resident, random } = person;
  if (person.age <= CHILD_AGE_MAX) {
    for (const dose of CHILD_SCHEDULE) {
      const date = addDays(resident.birthDate, dose.ageDays + random.int(0, 12));
      if (date < today(person) && random.chance(0.96)) vaccinate(person, dose.vaccine, { date, number: dose.number });
    }
  } else if (person.age >= 65 && random.chance(SHARE_ELDER_INFLUENZA)) {
    vaccinate(person, INFLUENZA, { date: daysAgo(person, random.int(5, 45)), number: 1 });
  }
}

function vaccinate(person: PersonContext, vaccine: Code, dose: { date: string; number: number }): void {
  const organisation = person.world.primaryCentre(person.area);
  const immunisation: Immunization & { id: string } = {
    resourceType: 'Immunization',
    id: person.ids.newId(),
    status: 'completed',
    vaccineCode: concept(CVX, vaccine),
    patient: patientOf(person),
    occurrenceDateTime: instantOf(dose.date, person.random.int(490, 690)),
    primarySource: true,
    lotNumber: `L${person.random.int(100000, 999999)}`,
    performer: [{ actor: providerOf(organisation) }],
    protocolApplied: [{ doseNumberPositiveInt: dose.number }],
  };
  keep(person, organisation, immunisation);
}

const SHARE_ALLERGY = 0.045;

export function allergies(person: PersonContext): void {
  const { random } = person;
  if (person.age < 3 || !random.chance(SHARE_ALLERGY)) return;
  const organisation = random.chance(0.5) ? person.world.primaryCentre(person.area) : person.world.slug('county');
  const allergy: AllergyIntolerance & { id: string } = {
    resourceType: 'AllergyIntolerance',
    id: person.ids.newId(),
    clinicalStatus: hl7Code('allergyintolerance-clinical', 'active'),
    verificationStatus: hl7Code('allergyintolerance-verification', 'confirmed'),
    type: 'allergy',
    category: ['medication'],
    criticality: random.chance(0.3) ? 'high' : 'low',
    code: concept(ATC, random.pick(ALLERGENS)),
    patient: patientOf(person),
    recordedDate: daysAgo(person, random.int(30, 1000)),
    reaction: [{ manifestation: [{ text: random.pick(['皮疹', '荨麻疹', '胸闷气促', '恶心呕吐']) }] }],
  };
  keep(person, organisation, allergy);
}
