import type { Patient } from '#fhir/types/resources.gen.ts';

/** Looks a name up by id; an unknown id is shown as it is. */
export function namesOf(summaries: readonly { readonly id: string; readonly name: string }[]): (id: string) => string {
  const byId = new Map(summaries.map((summary) => [summary.id, summary.name]));
  return (id) => byId.get(id) ?? id;
}

/** The name under which a person is called: the official one, else the first. */
export function patientName(patient: Patient | undefined): string {
  const name = patient?.name?.find((candidate) => candidate.use === 'official') ?? patient?.name?.[0];
  if (name === undefined) return '—';
  return name.text ?? `${name.family ?? ''}${(name.given ?? []).join('')}`;
}
