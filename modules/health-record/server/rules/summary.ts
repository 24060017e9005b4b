import type { AllergyIntolerance, CodeableConcept, Condition, HumanName, MedicationRequest, MedicationStatement, Patient } from '#fhir/types/resources.gen.ts';
import { wordsOf } from './timeline-item.ts';

export interface Coded {
  readonly reference: string;
  readonly text: string;
  readonly code: string | null;
  readonly since: string | null;
}

/** The name as it is written in China: family name first, without a space; others as they are written. */
export function nameOf(names: readonly HumanName[] | undefined): string {
  const name = names?.find((each) => each.use === 'official') ?? names?.[0];
  if (!name) return '';
  return name.text ?? ([name.family ?? '', ...(name.given ?? [])].join(isHan(name.family ?? '') ? '' : ' ').trim());
}

const isHan = (text: string): boolean => /\p{Script=Han}/u.test(text);

/** The surviving record's id, where this one was merged away. */
export const replacedBy = (patient: Patient): string | null =>
  patient.link?.find((link) => link.type === 'replaced-by')?.other.reference?.replace('Patient/', '') ?? null;

const INACTIVE = new Set(['inactive', 'resolved', 'remission', 'entered-in-error']);

/** Problems that are still there, newest first, one line a code. */
export function activeConditions(conditions: readonly Condition[]): Coded[] {
  const active = conditions.filter((each) => !INACTIVE.has(each.clinicalStatus?.coding?.[0]?.code ?? '') && !each.abatementDateTime);
  return onePerCode(active.map((each) => coded(`Condition/${each.id}`, each.code, each.onsetDateTime ?? each.recordedDate)));
}

export function activeAllergies(allergies: readonly AllergyIntolerance[]): Coded[] {
  const active = allergies.filter((each) => !INACTIVE.has(each.clinicalStatus?.coding?.[0]?.code ?? ''));
  return onePerCode(active.map((each) => coded(`AllergyIntolerance/${each.id}`, each.code, each.recordedDate)));
}

/** Medicines now taken: active orders and statements, the newest of each. */
export function activeMedications(medications: readonly (MedicationRequest | MedicationStatement)[]): Coded[] {
  return onePerCode(
    medications
      .filter((each) => each.status === 'active')
      .map((each) =>
        coded(
          `${each.resourceType}/${each.id}`,
          each.medicationCodeableConcept ?? { text: each.medicationReference?.display ?? '' },
          each.resourceType === 'MedicationRequest' ? each.authoredOn : (each.effectivePeriod?.start ?? each.dateAsserted),
        ),
      ),
  );
}

const coded = (reference: string, concept: CodeableConcept | undefined, since: string | undefined): Coded => ({
  reference,
  text: wordsOf(concept),
  code: concept?.coding?.[0]?.code ?? null,
  since: since ?? null,
});

function onePerCode(items: readonly Coded[]): Coded[] {
  const newestFirst = [...items].sort((a, b) => (b.since ?? '').localeCompare(a.since ?? ''));
  const seen = new Set<string>();
  return newestFirst.filter((each) => {
    const key = each.code ?? each.text;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
