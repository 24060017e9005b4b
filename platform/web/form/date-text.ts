import { isCalendarDate } from '#platform/kernel/period.ts';
import { normaliseInput } from '#platform/kernel/text.ts';

/**
 * Reads a day as people type it – `20260203`, `2026/2/3`, `２０２６年２月３日`, `2026.02.03` – as `YYYY-MM-DD`. Returns what
 * was typed, normalised, when it is no day: the check then says so.
 */
export function dayFromTyped(typed: string): string {
  const text = normaliseInput(typed);
  const packed = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  const parted = /^(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?日?$/.exec(text);
  const match = packed ?? parted;
  if (!match) return text;
  return `${match[1]}-${match[2]!.padStart(2, '0')}-${match[3]!.padStart(2, '0')}`;
}

export type DayFault = 'no-day' | 'too-early' | 'too-late';

/** Empty is no fault: whether a day is required is another rule. */
export function dayFault(day: string, bounds: { min?: string; max?: string }): DayFault | undefined {
  if (day === '') return undefined;
  if (!isCalendarDate(day)) return 'no-day';
  if (bounds.min !== undefined && day < bounds.min) return 'too-early';
  return bounds.max !== undefined && day > bounds.max ? 'too-late' : undefined;
}
