interface ReferenceLike {
  readonly reference?: string;
}

type Content = Readonly<Record<string, unknown>>;

/** Elements that may name the patient, in order of preference. */
const ELEMENTS = ['patient', 'subject', 'for', 'beneficiary', 'individual', 'candidate', 'sourcePatientInfo', 'actor', 'target', 'focus', 'source'];

/** The patient whose record a resource belongs to: the Patient itself, or the main patient reference. */
export function personOf(resource: { resourceType: string; id?: string }): string | null {
  if (resource.resourceType === 'Patient') return resource.id ?? null;
  const content = resource as unknown as Content;
  for (const element of ELEMENTS) {
    const found = firstPatient(content[element]);
    if (found !== undefined) return found;
  }
  for (const participant of listOf(content.participant)) {
    const found = firstPatient((participant as Content | null)?.actor);
    if (found !== undefined) return found;
  }
  return null;
}

function firstPatient(value: unknown): string | undefined {
  for (const each of listOf(value)) {
    const reference = (each as ReferenceLike | null)?.reference;
    if (typeof reference === 'string' && reference.startsWith('Patient/')) return reference.slice(8).split('/')[0];
  }
  return undefined;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);
