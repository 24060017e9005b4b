import type { Priority } from '../../contract/words.ts';

/** A contract as far as the choice needs it. */
export interface Candidate {
  readonly contractId: string;
  readonly rank: number;
  readonly organisationId: string;
  readonly openFrom: string;
  readonly openUntil: string;
  readonly weekdays: readonly number[];
  readonly waitingMax: number | null;
  /** Orders that wait or are read there now. */
  readonly waiting: number;
}

export type Overflow = 'overloaded' | 'closed';

export interface Choice<C extends Candidate> {
  readonly candidate: C;
  /** Why it is not the first in rank. */
  readonly overflow: Overflow | null;
}

const CHINA_OFFSET_MS = 8 * 3_600_000;

/** Monday is 1; the time of day as `HH:MM`. */
function chinaMoment(at: Date): { weekday: number; time: string } {
  const shifted = new Date(at.getTime() + CHINA_OFFSET_MS);
  return { weekday: ((shifted.getUTCDay() + 6) % 7) + 1, time: shifted.toISOString().slice(11, 16) };
}

/** A closing before the opening runs over midnight and belongs to the day on which it opened. */
export function isOpen({ openFrom, openUntil, weekdays }: Pick<Candidate, 'openFrom' | 'openUntil' | 'weekdays'>, at: Date): boolean {
  const { weekday, time } = chinaMoment(at);
  const yesterday = weekday === 1 ? 7 : weekday - 1;
  if (openFrom < openUntil) return weekdays.includes(weekday) && time >= openFrom && time < openUntil;
  return (weekdays.includes(weekday) && time >= openFrom) || (weekdays.includes(yesterday) && time < openUntil);
}

/**
 * The first in rank reads, unless it is overloaded (any priority) or closed and the order is an emergency; then the next
 * that is neither. When none is free the first keeps it: an order is never without a centre.
 */
export function chooseCentre<C extends Candidate>(candidates: readonly C[], { priority, at }: { priority: Priority; at: Date }): Choice<C> | undefined {
  const ranked = [...candidates].sort((a, b) => a.rank - b.rank || (a.contractId < b.contractId ? -1 : 1));
  const [first] = ranked;
  if (first === undefined) return undefined;
  const obstacle = (candidate: C): Overflow | null => {
    if (priority === 'emergency' && !isOpen(candidate, at)) return 'closed';
    return candidate.waitingMax !== null && candidate.waiting >= candidate.waitingMax ? 'overloaded' : null;
  };
  const why = obstacle(first);
  if (why === null) return { candidate: first, overflow: null };
  const other = ranked.slice(1).find((candidate) => obstacle(candidate) === null);
  return other === undefined ? { candidate: first, overflow: null } : { candidate: other, overflow: why };
}
