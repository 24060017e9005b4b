import { addDays, chinaDate } from '#platform/kernel/period.ts';
import type { Obstacle, Scope } from '../../contract/words.ts';

/** Where an organisation stands towards the one that orders. */
export interface Place {
  readonly inSameConsortium: boolean;
  /** Administrative divisions (GB/T 2260): four digits are the city, two the province. */
  readonly division: string | null;
  readonly ownDivision: string | null;
}

export interface Mark {
  readonly code: string | null;
  readonly passed: boolean;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly withdrawal: { readonly from: string } | null;
}

const DIGITS = { city: 4, province: 2 } as const;

/** A wider scope includes the narrower one. */
function isInScope(scope: Scope, { inSameConsortium, division, ownDivision }: Place): boolean {
  if (inSameConsortium) return true;
  if (scope === 'consortium' || division === null || ownDivision === null) return false;
  const digits = DIGITS[scope];
  return division.length >= digits && division.slice(0, digits) === ownDivision.slice(0, digits);
}

/** A pass that covers the day and no failure that does; a mark without a code is of every item, and one that was withdrawn counts before that day only. */
function hadQuality(marks: readonly Mark[], codes: ReadonlySet<string>, day: string): boolean {
  const covering = marks.filter((mark) => (mark.code === null || codes.has(mark.code)) && mark.validFrom <= day && day <= mark.validUntil && (mark.withdrawal === null || day < mark.withdrawal.from));
  return covering.some(({ passed }) => passed) && covering.every(({ passed }) => passed);
}

export interface Judged {
  readonly at: Date | null;
  readonly place: Place | null;
  readonly marks: readonly Mark[];
  readonly codes: ReadonlySet<string>;
}

/** Why a result cannot be recognised now; null where it can. The window counts whole days of China, the last one included. */
export function obstacleOf({ at, place, marks, codes }: Judged, { scope, windowDays, now }: { scope: Scope; windowDays: number; now: Date }): Obstacle | null {
  if (at === null || at > now) return 'no-time';
  if (place === null) return 'no-place';
  if (!isInScope(scope, place)) return 'out-of-scope';
  const day = chinaDate(at);
  if (addDays(day, windowDays) < chinaDate(now)) return 'too-old';
  return hadQuality(marks, codes, day) ? null : 'no-quality';
}
