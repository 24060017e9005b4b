import { ownEntry } from '#platform/kernel/own-entry.ts';
import type { Coding } from '#fhir/types/resources.gen.ts';

const LOINC = 'http://loinc.org';
const CORE = 'http://hl7.org/fhir/StructureDefinition/';

/** The "magic values" of R4's vital signs: an Observation with one of these codes shall be as its profile says (https://hl7.org/fhir/R4/observation-vitalsigns.html). */
const VITAL_SIGNS: Readonly<Record<string, string>> = {
  '85353-1': 'vitalspanel', '9279-1': 'resprate', '8867-4': 'heartrate', '2708-6': 'oxygensat', '8310-5': 'bodytemp', '8302-2': 'bodyheight', '9843-4': 'headcircum',
  '29463-7': 'bodyweight', '39156-5': 'bmi', '85354-9': 'bp',
};

/** Profiles that the content of a resource calls for, whether it claims them or not. */
export function impliedProfiles(resource: unknown): string[] {
  const { resourceType, code } = (resource ?? {}) as { resourceType?: unknown; code?: { coding?: unknown } };
  if (resourceType !== 'Observation' || !Array.isArray(code?.coding)) return [];
  const codings = code.coding as (Partial<Coding> | null)[];
  const names = codings.flatMap((coding) => (coding?.system === LOINC && typeof coding.code === 'string' ? (ownEntry(VITAL_SIGNS, coding.code) ?? []) : []));
  return [...new Set(names)].map((name) => CORE + name);
}
