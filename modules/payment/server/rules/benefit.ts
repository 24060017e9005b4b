import { add, compare, exact, multiply, ONE, scaled, subtract, ZERO, type Exact } from '#platform/kernel/decimal.ts';

/** One cell of the matrix level × referred × disease; `disease` empty means every other disease. */
export interface BenefitCell {
  readonly level: number;
  readonly referred: boolean;
  readonly disease: string;
  readonly ratio: Exact;
}

/** Assistance above what the insurance pays: each band of the personal burden with its ratio, in yuan, from low to high. */
export interface AssistanceBand {
  readonly from: Exact;
  readonly to: Exact | undefined;
  readonly ratio: Exact;
}

export interface BenefitRules {
  readonly cells: readonly BenefitCell[];
  /** Taken off the ratio where the level was entered without a referral that it asks for; such as 0.10. */
  readonly bypassPoints: Exact;
  /** Added for a contract with a family doctor. */
  readonly contractPoints: Exact;
  readonly ceilingFen: bigint | undefined;
  readonly assistance: readonly AssistanceBand[];
}

export interface BenefitClaim {
  readonly totalFen: bigint;
  /** Outside the catalogue: the person pays it whole. */
  readonly outOfScopeFen: bigint;
  readonly deductibleFen: bigint;
  readonly level: number;
  readonly referred: boolean;
  readonly bypassed: boolean;
  readonly contracted: boolean;
  readonly disease: string;
  /** Paid by the fund earlier in the year: counts towards the ceiling. */
  readonly paidBeforeFen: bigint;
}

export interface BenefitStatement {
  readonly eligibleFen: bigint;
  readonly ratio: string;
  readonly fundFen: bigint;
  readonly overCeilingFen: bigint;
  readonly assistanceFen: bigint;
  /** Fund, assistance and patient always sum to the total. */
  readonly patientFen: bigint;
}

/** The cell of a claim: that of its disease before the one for every other disease; undefined when the city gave none. */
function findCell(cells: readonly BenefitCell[], claim: Pick<BenefitClaim, 'level' | 'referred' | 'disease'>): BenefitCell | undefined {
  const fitting = cells.filter((cell) => cell.level === claim.level && cell.referred === claim.referred);
  return fitting.find((cell) => cell.disease === claim.disease) ?? fitting.find((cell) => cell.disease === '');
}

/** What fund, assistance and person pay for one claim; undefined when the matrix has no cell for it. */
export function stateBenefit(rules: BenefitRules, claim: BenefitClaim): BenefitStatement | undefined {
  const cell = findCell(rules.cells, claim);
  if (!cell) return undefined;
  const points = add(claim.contracted ? rules.contractPoints : ZERO, claim.bypassed ? subtract(ZERO, rules.bypassPoints) : ZERO);
  const ratio = within(add(cell.ratio, points));
  const inScopeFen = claim.totalFen - claim.outOfScopeFen;
  const eligibleFen = inScopeFen > claim.deductibleFen ? inScopeFen - claim.deductibleFen : 0n;
  const calculatedFen = scaled(multiply({ over: eligibleFen, under: 1n }, ratio), 0);
  const roomFen = rules.ceilingFen === undefined ? calculatedFen : rules.ceilingFen > claim.paidBeforeFen ? rules.ceilingFen - claim.paidBeforeFen : 0n;
  const fundFen = calculatedFen < roomFen ? calculatedFen : roomFen;
  const burdenFen = inScopeFen - fundFen;
  const assistanceFen = assist(rules.assistance, burdenFen);
  return { eligibleFen, ratio: `${Number(scaled(ratio, 4)) / 10_000}`, fundFen, overCeilingFen: calculatedFen - fundFen, assistanceFen, patientFen: claim.totalFen - fundFen - assistanceFen };
}

const within = (ratio: Exact): Exact => (compare(ratio, ZERO) < 0 ? ZERO : compare(ratio, ONE) > 0 ? ONE : ratio);

function assist(bands: readonly AssistanceBand[], burdenFen: bigint): bigint {
  const burden: Exact = { over: burdenFen, under: 100n };
  let sum = ZERO;
  for (const { from, to, ratio } of bands) {
    const top = to !== undefined && compare(to, burden) < 0 ? to : burden;
    if (compare(top, from) > 0) sum = add(sum, multiply(subtract(top, from), ratio));
  }
  return scaled(sum, 2);
}

/** Places where bands of assistance leave a gap or overlap. */
export function bandFaults(bands: readonly AssistanceBand[]): { index: number; fault: 'gap' | 'overlap' | 'reversed' | 'open' }[] {
  return bands.flatMap((band, index): { index: number; fault: 'gap' | 'overlap' | 'reversed' | 'open' }[] => {
    if (band.to !== undefined && compare(band.to, band.from) <= 0) return [{ index, fault: 'reversed' }];
    const before = bands[index - 1];
    if (!before) return [];
    if (before.to === undefined) return [{ index, fault: 'open' }];
    const order = compare(band.from, before.to);
    return order === 0 ? [] : [{ index, fault: order > 0 ? 'gap' : 'overlap' }];
  });
}

/** Cases that a hospital may put up for special review: rounded down, such as 5 of 1000 discharges. */
export const reviewQuota = (discharges: number, share: Exact): number => {
  const { over, under } = multiply(exact(discharges), share);
  return Number(over / under);
};
