export interface ReferenceRange {
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  readonly sex: string | null;
  readonly fromDays: number;
  readonly untilDays: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly deltaPercent: number;
}

const DAY_MS = 86_400_000;

export const ageInDays = (birthDate: string | null, at: Date): number | null => (birthDate === null ? null : Math.floor((at.getTime() - Date.parse(`${birthDate}T00:00:00+08:00`)) / DAY_MS));

/** The range of a person's age and sex; one that names the sex goes before one for all. Undefined where the age is unknown or none fits. */
export function rangeFor(ranges: readonly ReferenceRange[], { code, sex, ageDays }: { code: string; sex: string; ageDays: number | null }): ReferenceRange | undefined {
  if (ageDays === null) return undefined;
  const fitting = ranges.filter((range) => range.code === code && (range.sex === null || range.sex === sex) && ageDays >= range.fromDays && ageDays < range.untilDays);
  return fitting.find((range) => range.sex !== null) ?? fitting[0];
}

/** U: no range fits, so nobody is told that the value is normal. */
export const flagOf = (value: number, range: Pick<ReferenceRange, 'low' | 'high'> | undefined): 'L' | 'H' | 'N' | 'U' =>
  range === undefined ? 'U' : range.low !== null && value < range.low ? 'L' : range.high !== null && value > range.high ? 'H' : 'N';

export function deltaOf(value: number, { previous, limitPercent }: { previous: number | null; limitPercent: number }): { deltaPercent: number | null; isDeltaNotable: boolean } {
  if (previous === null || previous === 0) return { deltaPercent: null, isDeltaNotable: false };
  const deltaPercent = Math.round(((value - previous) / Math.abs(previous)) * 1000) / 10;
  return { deltaPercent, isDeltaNotable: Math.abs(deltaPercent) > limitPercent };
}
