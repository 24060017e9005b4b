import { addDays } from '#platform/kernel/period.ts';

export interface Span {
  readonly from: string;
  /** Null when open-ended. */
  readonly until: string | null;
}

export interface Scale {
  readonly first: string;
  readonly last: string;
  /** First days of years inside the scale. */
  readonly years: readonly string[];
}

const DAY_MS = 86_400_000;
const MARGIN_DAYS = 60;
const YEARS_MAX = 12;

/** From a little before the first day to a little after the last, today included. */
export function scaleOf(spans: readonly Span[], today: string): Scale {
  const days = [today, ...spans.flatMap((span) => [span.from, ...(span.until === null ? [] : [span.until])])].sort();
  const first = addDays(days[0]!, -MARGIN_DAYS);
  const last = addDays(days.at(-1)!, MARGIN_DAYS * 2);
  const count = Number(last.slice(0, 4)) - Number(first.slice(0, 4));
  const step = Math.max(1, Math.ceil(count / YEARS_MAX));
  const years = Array.from({ length: count }, (_, index) => `${Number(first.slice(0, 4)) + index + 1}-01-01`).filter((_, index) => index % step === 0);
  return { first, last, years };
}

/** Where a day stands, 0 to 100. */
export const percentAt = ({ first, last }: Scale, day: string): number =>
  Math.max(0, Math.min(100, ((Date.parse(day) - Date.parse(first)) / DAY_MS / ((Date.parse(last) - Date.parse(first)) / DAY_MS)) * 100));
