import type { Tone } from './state-tag.tsx';

const DEFAULT_DUE_MS = 30 * 60_000;

/**
 * Amber in the last quarter of the span (or the last 30 minutes where its beginning is unknown), red when past.
 */
export function toneOfTimeLeft({ until, since, now }: { until: Date; since?: Date; now: Date }): Extract<Tone, 'due' | 'overdue' | 'waiting'> {
  const left = until.getTime() - now.getTime();
  if (left <= 0) return 'overdue';
  const warnAt = since ? (until.getTime() - since.getTime()) / 4 : DEFAULT_DUE_MS;
  return left <= warnAt ? 'due' : 'waiting';
}
