import { gateFor } from '#platform/access/gate.ts';
import type { Interaction } from './dependencies.ts';

/** The ground on which staff see a person's data, for the trail that the person is shown; machine clients have their scope. */
export async function groundOf({ subject, sql }: Interaction, personId: string | null): Promise<string | null> {
  if (personId === null || subject.kind !== 'staff') return null;
  return (await gateFor(subject, sql).findRecordBasis(personId)) ?? null;
}
