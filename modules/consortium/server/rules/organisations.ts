import type { Organisation, OrganisationFacts } from '../../contract/organisations.ts';
import { LEVELS } from '../../contract/words.ts';

/** Which of the eight invariants a change would touch (R005); each touched one needs an exception on record. */
export function touchedInvariants(before: Organisation, after: OrganisationFacts): string[] {
  const touched: string[] = [];
  if (before.isLegalPerson !== after.isLegalPerson || (before.creditCode !== null && before.creditCode !== (after.creditCode ?? null))) touched.push('legal-person');
  if (before.ownership !== after.ownership) touched.push('nature');
  if (before.kind !== after.kind) touched.push('function');
  return touched;
}

/** A parent stands at the same level or above; a village room is no parent of a hospital. */
export function mayBeParent(parentLevel: keyof typeof LEVELS, level: keyof typeof LEVELS): boolean {
  const order = Object.keys(LEVELS);
  return order.indexOf(parentLevel) <= order.indexOf(level);
}
