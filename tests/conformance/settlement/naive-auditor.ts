/**
 * A second calculation of a region-year, written from formulas.md alone and as plainly as possible: every number is a
 * BigInt quotient made on the spot, nothing is prepared or kept between cases. It shares no line with the engine.
 */
interface AuditParameters {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly groups: readonly { group: string; average: string; rw: string }[];
  readonly institutions: readonly { institution: string; coefficient: string; assessment: string; deduction: string }[];
  readonly fund_total: string;
}

interface AuditCase {
  readonly institution: string;
  readonly group: string;
  readonly cost: string;
  readonly patientPaid: string;
}

/** Ten-thousandths of a decimal text. */
const tenThousandths = (text: string): bigint => {
  const [whole = '0', places = ''] = text.split('.');
  return BigInt(whole) * 10_000n + (whole.startsWith('-') ? -1n : 1n) * BigInt(places.padEnd(4, '0'));
};

const halfUp = (over: bigint, under: bigint): bigint => {
  const positive = over < 0n ? -over : over;
  const rest = positive % under;
  const result = positive / under + (rest * 2n >= under ? 1n : 0n);
  return over < 0n ? -result : result;
};

const textOf = (value: bigint, places: number): string => {
  const digits = String(value < 0n ? -value : value).padStart(places + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, digits.length - places)}.${digits.slice(digits.length - places)}`;
};

/** Score of one case in ten-thousandths. */
export function auditScore(given: AuditCase, { parameters, groups, institutions }: AuditParameters): { band: string; score: bigint } {
  const group = groups.find((each) => each.group === given.group)!;
  const institution = institutions.find((each) => each.institution === given.institution)!;
  const [cost, average, rw] = [given.cost, group.average, group.rw].map(tenThousandths) as [bigint, bigint, bigint];
  const coefficient = tenThousandths(institution.coefficient);
  const [low, high] = [String(parameters['low']), String(parameters['high'])].map(tenThousandths) as [bigint, bigint];
  // r = cost / (average · coefficient); all four carry a factor of 10^4, so r = cost·10^4 / (average·coefficient).
  const [rOver, rUnder] = [cost * 10_000n, average * coefficient];
  if (rOver * 10_000n < low * rUnder) return { band: 'low', score: halfUp(rOver * rw * coefficient, rUnder * 10_000n) };
  if (rOver * 10_000n > high * rUnder) {
    const factorOver = rOver * 10_000n - high * rUnder + 10_000n * rUnder;
    return { band: 'high', score: halfUp(factorOver * rw * coefficient, 10_000n * rUnder * 10_000n) };
  }
  return { band: 'normal', score: halfUp(rw * coefficient, 10_000n) };
}

/** Point value and due of each institution from the sums of the cases. */
export function auditYear(cases: Iterable<AuditCase>, parameters: AuditParameters): { pointValue: string; totalScore: string; due: Record<string, string> } {
  const sums = new Map(parameters.institutions.map(({ institution }) => [institution, { score: 0n, cost: 0n, paid: 0n }]));
  for (const each of cases) {
    const sum = sums.get(each.institution)!;
    sum.score += auditScore(each, parameters).score;
    sum.cost += tenThousandths(each.cost);
    sum.paid += tenThousandths(each.patientPaid);
  }
  let [score, cost, paid] = [0n, 0n, 0n];
  for (const sum of sums.values()) [score, cost, paid] = [score + sum.score, cost + sum.cost, paid + sum.paid];
  const share = halfUp((cost - paid) * 10_000n, cost);
  // fund / (share/10^4) / (score/10^4), four decimals: fund·10^4 (ten-thousandths) · 10^8 / share / score.
  const pointValue = halfUp(tenThousandths(parameters.fund_total) * 100_000_000n, share * score);
  const due: Record<string, string> = {};
  for (const { institution, assessment, deduction } of parameters.institutions) {
    const sum = sums.get(institution)!;
    const gross = sum.score * pointValue;
    const money = (gross - sum.paid * 10_000n) * tenThousandths(assessment) - tenThousandths(deduction) * 100_000_000n;
    due[institution] = textOf(halfUp(money, 10_000_000_000n), 2);
  }
  return { pointValue: textOf(pointValue, 4), totalScore: textOf(score, 4), due };
}
