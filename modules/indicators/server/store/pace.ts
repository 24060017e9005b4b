import { setTimeout as sleep } from 'node:timers/promises';

/** Rests between parts of work that can wait. */
export interface Pace {
  readonly rest: (workedMs: number) => Promise<void>;
}

/** So small that fewer than one request in twenty meets the work. */
const WORK_SHARE = 0.04;
const REST_MS_MAX = 5_000;

export const atEase: Pace = { rest: (workedMs) => sleep(Math.min(REST_MS_MAX, workedMs * (1 / WORK_SHARE - 1))) };
