import { CostLimit } from '#platform/http/cost-limit.ts';
import type { Subject } from './subject.ts';

/**
 * A number that finds nobody costs ten units, one that finds somebody one: thirty wrong numbers at once and seventy-two an hour. A desk that scans cards does
 * not come near; whoever tries the ten thousand telephones behind `138****5678` needs six days, and every trial stands in the trail
 * (decision 0121).
 */
const trials = new CostLimit({ unitsMax: 300, unitsPerSecond: 0.2 });
const MISSED = 10;
const FOUND = 1;

/** Who may see whole numbers need not guess them. */
const FULL_NUMBERS = 'fhir.read-numbers';

/** Whether identity and telephone numbers are masked for the subject: staff without the permission. Machine clients have their scopes. */
export const isMaskedFor = (subject: Subject): boolean => subject.kind === 'staff' && !subject.permissions.has(FULL_NUMBERS);

/** Before a search by whole numbers of persons; what it returns is called when somebody was found. Throws `platform.too-many`. */
export function countNumbersTried(subject: Subject, numbers: number): () => void {
  if (numbers === 0 || !isMaskedFor(subject)) return () => undefined;
  trials.spend(subject.id, MISSED * numbers);
  return () => trials.giveBack(subject.id, MISSED * numbers - FOUND);
}
