/** Counts of reports read twice: first reader's verdict, then the second's. */
export interface TwoReadings {
  readonly bothPositive: number;
  readonly firstOnly: number;
  readonly secondOnly: number;
  readonly bothNegative: number;
}

export const readTwice = ({ bothPositive, firstOnly, secondOnly, bothNegative }: TwoReadings): number => bothPositive + firstOnly + secondOnly + bothNegative;

export function agreementRate(counts: TwoReadings): number | null {
  const total = readTwice(counts);
  return total === 0 ? null : (counts.bothPositive + counts.bothNegative) / total;
}

/**
 * Cohen's kappa: agreement beyond what chance gives. Null without readings, and where chance alone agrees fully (all
 * verdicts alike), because it is not defined there.
 */
export function cohenKappa(counts: TwoReadings): number | null {
  const total = readTwice(counts);
  const observed = agreementRate(counts);
  if (observed === null) return null;
  const [firstPositive, secondPositive] = [counts.bothPositive + counts.firstOnly, counts.bothPositive + counts.secondOnly];
  const byChance = firstPositive * secondPositive + (total - firstPositive) * (total - secondPositive);
  // Whole numbers up to here, so that "fully by chance" is seen exactly.
  if (byChance === total * total) return null;
  const expected = byChance / (total * total);
  return (observed - expected) / (1 - expected);
}
