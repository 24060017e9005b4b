const MINUTE_MS = 60_000;

/** When the next escalation is due: the minutes of the clock count from the first notice; null when all are done. */
export function nextEscalation({ notifiedAt, clock, level }: { notifiedAt: Date; clock: readonly number[]; level: number }): Date | null {
  const minutes = clock[level];
  return minutes === undefined ? null : new Date(notifiedAt.getTime() + minutes * MINUTE_MS);
}
