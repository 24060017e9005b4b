import { divide, multiply, parseDecimal, rounded, scaled, scaledText, subtract, toDecimal, type Exact } from '#platform/kernel/decimal.ts';
import { isCalendarDate } from '#platform/kernel/period.ts';
import type { ProblemDetail, Text } from '#platform/kernel/problem.ts';
import { deviationScore, type CostBand } from './formulas/scores.ts';
import { createSeenIds } from './seen-ids.ts';
import type { RegionGroup, RegionInstitution, RegionParameters } from './region-parameters.ts';

/** A discharge as it comes from a file: all text. `person` and the days are used where they are given. */
export interface RawCase {
  readonly case: string;
  readonly institution: string;
  readonly group: string;
  readonly cost: string;
  readonly patientPaid: string;
  readonly person?: string | undefined;
  readonly admitted?: string | undefined;
  readonly discharged?: string | undefined;
}

export interface ScoredCase {
  readonly band: CostBand;
  /** Units of 10^-scoreDecimals. */
  readonly score: bigint;
  readonly scoreText: string;
}

export interface InstitutionYear {
  readonly institution: string;
  readonly cases: number;
  readonly low: number;
  readonly high: number;
  readonly score: string;
  readonly patientsPaid: string;
  readonly cost: string;
  readonly fundClaim: string;
  readonly gross: string | null;
  readonly due: string | null;
  readonly surplusBeforeAssessment: string | null;
}

export interface RegionYear {
  readonly status: 'SETTLED' | 'PENDING_LOCAL_PARAMETERS';
  readonly missing: readonly string[];
  readonly totalScore: string;
  readonly totalCost: string;
  readonly fundClaims: string;
  readonly insuranceShare: string | null;
  readonly pointValue: string | null;
  readonly institutions: readonly InstitutionYear[];
  readonly totalDue: string | null;
}

export interface RegionSettlement {
  /** The score of a case, or why it is refused; refused cases change nothing. */
  readonly add: (given: RawCase) => ScoredCase | { readonly refused: readonly ProblemDetail[] };
  readonly settle: () => RegionYear;
}

/** A stay that was taken before, against which overlaps are looked for. */
export interface KnownStay {
  readonly person: string;
  readonly admitted: string;
  readonly discharged: string;
}

/** What one group earns at one institution; the lines are whole money units, so that most cases need one comparison. */
interface Price {
  readonly base: Exact;
  readonly reference: Exact;
  /** The smallest and the largest cost that are normal. */
  readonly normalFrom: number;
  readonly normalTo: number;
  readonly normal: ScoredCase;
}

interface Tally {
  readonly institution: RegionInstitution;
  readonly prices: Map<string, Price>;
  cases: number;
  low: number;
  high: number;
  score: bigint;
  cost: bigint;
  patientsPaid: bigint;
}

const PLAIN_AMOUNT = /^\d{1,12}(?:\.(\d{1,8}))?$/;

const MESSAGES = {
  unnamed: { zh: '缺少病例编号', en: 'has no case number' },
  twice: { zh: '病例编号重复', en: 'the case number appears twice' },
  institution: { zh: '参数中没有该机构', en: 'the parameters have no such institution' },
  group: { zh: '参数中没有该病种', en: 'the parameters have no such group' },
  amount: { zh: '不是金额', en: 'is not an amount' },
  negative: { zh: '不能为负数', en: 'must not be negative' },
  decimals: { zh: '小数位多于货币单位', en: 'has more decimals than the money' },
  paid: { zh: '个人支付超过总费用', en: 'is more than the cost' },
  date: { zh: '不是真实的日期', en: 'is not a day of the calendar' },
  order: { zh: '出院早于入院', en: 'is before the admission' },
  overlap: { zh: '与同一人的另一次住院时间重叠', en: 'overlaps another stay of the same person' },
} satisfies Record<string, Text>;

/**
 * Scores the cases of a region-year one by one and settles the year at the end. Kept in memory: sums of each institution,
 * a 13-byte mark of each case number, and the stays of those persons whose cases give dates.
 */
export function openRegionYear(parameters: RegionParameters, staysBefore: readonly KnownStay[] = []): RegionSettlement {
  const tallies = new Map<string, Tally>();
  for (const institution of parameters.institutions.values()) {
    tallies.set(institution.institution, { institution, prices: new Map(), cases: 0, low: 0, high: 0, score: 0n, cost: 0n, patientsPaid: 0n });
  }
  const seen = createSeenIds();
  const stays = new Map<string, string[]>();
  for (const stay of staysBefore) keepStay(stay, stays);
  return {
    add: (given) => {
      const tally = tallies.get(given.institution);
      const group = parameters.groups.get(given.group);
      const [cost, paid] = [readAmount(given.cost, parameters.moneyDecimals), readAmount(given.patientPaid, parameters.moneyDecimals)];
      if (!tally || !group || typeof cost === 'object' || typeof paid === 'object' || paid > cost || given.case === '') {
        return { refused: faultsOf({ given, tally, group, cost, paid }) };
      }
      const stayFault = faultOfStay(given, stays);
      if (stayFault) return { refused: [stayFault] };
      if (!seen.add(given.case)) return { refused: [{ path: 'case', message: MESSAGES.twice }] };
      keepStay(given, stays);
      const scored = scoreCase(tally, { group, cost, parameters });
      tally.cases += 1;
      if (scored.band === 'low') tally.low += 1;
      else if (scored.band !== 'normal') tally.high += 1;
      tally.score += scored.score;
      tally.cost += BigInt(cost);
      tally.patientsPaid += BigInt(paid);
      return scored;
    },
    settle: () => settleYear(parameters, [...tallies.values()]),
  };
}

/** Whole units of 10^-decimals, or what is wrong with the text. */
function readAmount(text: string, decimals: number): number | Text {
  const match = PLAIN_AMOUNT.exec(text);
  if (!match) return /^-\d/.test(text) && parseDecimal(text) ? MESSAGES.negative : MESSAGES.amount;
  const places = match[1] ?? '';
  if (places.length > decimals && /[1-9]/.test(places.slice(decimals))) return MESSAGES.decimals;
  const whole = places === '' ? text : text.slice(0, -places.length - 1);
  return Number(whole + places.slice(0, decimals).padEnd(decimals, '0'));
}

interface Checked {
  readonly given: RawCase;
  readonly tally: Tally | undefined;
  readonly group: RegionGroup | undefined;
  readonly cost: number | Text;
  readonly paid: number | Text;
}

function faultsOf({ given, tally, group, cost, paid }: Checked): ProblemDetail[] {
  const faults: ProblemDetail[] = [];
  if (given.case === '') faults.push({ path: 'case', message: MESSAGES.unnamed });
  if (!tally) faults.push({ path: 'institution', message: MESSAGES.institution });
  if (!group) faults.push({ path: 'group', message: MESSAGES.group });
  if (typeof cost === 'object') faults.push({ path: 'cost', message: cost });
  if (typeof paid === 'object') faults.push({ path: 'patient_paid', message: paid });
  else if (typeof cost === 'number' && paid > cost) faults.push({ path: 'patient_paid', message: MESSAGES.paid });
  return faults;
}

function faultOfStay({ person, admitted, discharged }: RawCase, stays: ReadonlyMap<string, readonly string[]>): ProblemDetail | undefined {
  if (admitted !== undefined && admitted !== '' && !isCalendarDate(admitted.slice(0, 10))) return { path: 'admitted', message: MESSAGES.date };
  if (discharged !== undefined && discharged !== '' && !isCalendarDate(discharged.slice(0, 10))) return { path: 'discharged', message: MESSAGES.date };
  if (!admitted || !discharged) return undefined;
  if (discharged < admitted) return { path: 'discharged', message: MESSAGES.order };
  const others = (person && stays.get(person)) || [];
  for (let index = 0; index < others.length; index += 2) {
    const [from, until] = [others[index]!, others[index + 1]!];
    const sameDays = from === admitted && until === discharged;
    if (sameDays || (admitted < until && from < discharged)) return { path: 'admitted', message: MESSAGES.overlap };
  }
  return undefined;
}

function keepStay({ person, admitted, discharged }: Partial<KnownStay>, stays: Map<string, string[]>): void {
  if (!person || !admitted || !discharged) return;
  const others = stays.get(person);
  if (others) others.push(admitted, discharged);
  else stays.set(person, [admitted, discharged]);
}

function scoreCase(tally: Tally, { group, cost, parameters }: { group: RegionGroup; cost: number; parameters: RegionParameters }): ScoredCase {
  let price = tally.prices.get(group.group);
  if (!price) {
    price = priceOf(group, tally.institution, parameters);
    tally.prices.set(group.group, price);
  }
  if (cost >= price.normalFrom && cost <= price.normalTo) return price.normal;
  const money: Exact = { over: BigInt(cost), under: 10n ** BigInt(parameters.moneyDecimals) };
  const { band, score } = deviationScore({ base: price.base, reference: price.reference, cost: money, deviation: parameters.deviation });
  return scoredOf(band, score, parameters.scoreDecimals);
}

function scoredOf(band: CostBand, exactScore: Exact, decimals: number): ScoredCase {
  const score = scaled(exactScore, decimals);
  return { band, score, scoreText: scaledText(score, decimals) };
}

function priceOf(group: RegionGroup, institution: RegionInstitution, parameters: RegionParameters): Price {
  const { deviation, scoreDecimals, moneyDecimals } = parameters;
  // A primary-level group pays the same at every level.
  const coefficient = group.primary ? { over: 1n, under: 1n } : institution.coefficient;
  const [base, reference] = [multiply(group.rw, coefficient), multiply(group.average, coefficient)];
  const unit: Exact = { over: 10n ** BigInt(moneyDecimals), under: 1n };
  const [from, to] = [multiply(multiply(reference, deviation.low), unit), multiply(multiply(reference, deviation.high), unit)];
  return {
    base,
    reference,
    normalFrom: Number((from.over + from.under - 1n) / from.under),
    normalTo: Number(to.over / to.under),
    normal: scoredOf('normal', base, scoreDecimals),
  };
}

function settleYear(parameters: RegionParameters, tallies: readonly Tally[]): RegionYear {
  const { moneyDecimals, scoreDecimals, pointValueDecimals, fundTotal } = parameters;
  const money = (amount: bigint): Exact => ({ over: amount, under: 10n ** BigInt(moneyDecimals) });
  const points = (score: bigint): Exact => ({ over: score, under: 10n ** BigInt(scoreDecimals) });
  const total = (pick: (tally: Tally) => bigint): bigint => tallies.reduce((sum, tally) => sum + pick(tally), 0n);
  const [score, cost, paid] = [total((tally) => tally.score), total((tally) => tally.cost), total((tally) => tally.patientsPaid)];
  const share = cost > 0n ? rounded(divide(money(cost - paid), money(cost)), 4) : undefined;
  const missing = [
    ...(fundTotal === undefined ? ['fund_total'] : []),
    ...tallies.flatMap(({ institution }, index) => (institution.assessment === undefined ? [`institutions.${index}.assessment`] : [])),
  ];
  const canValue = fundTotal !== undefined && share !== undefined && share.over > 0n && score > 0n;
  const pointValue = canValue ? rounded(divide(fundTotal, multiply(share, points(score))), pointValueDecimals) : undefined;
  const institutions = tallies.map((tally) => institutionYear(tally, { pointValue, money, points, parameters }));
  const dues = institutions.map(({ due }) => due);
  return {
    status: missing.length === 0 ? 'SETTLED' : 'PENDING_LOCAL_PARAMETERS',
    missing,
    totalScore: scaledText(score, scoreDecimals),
    totalCost: scaledText(cost, moneyDecimals),
    fundClaims: scaledText(cost - paid, moneyDecimals),
    insuranceShare: share === undefined ? null : toDecimal(share, 4),
    pointValue: pointValue === undefined ? null : toDecimal(pointValue, pointValueDecimals),
    institutions,
    totalDue: dues.some((due) => due === null) ? null : scaledText(dues.reduce((sum, due) => sum + BigInt((due ?? '').replace('.', '')), 0n), moneyDecimals),
  };
}

interface YearPrices {
  readonly pointValue: Exact | undefined;
  readonly money: (amount: bigint) => Exact;
  readonly points: (score: bigint) => Exact;
  readonly parameters: RegionParameters;
}

function institutionYear(tally: Tally, { pointValue, money, points, parameters }: YearPrices): InstitutionYear {
  const { moneyDecimals, scoreDecimals } = parameters;
  const { assessment, deduction, institution } = tally.institution;
  const gross = pointValue && multiply(points(tally.score), pointValue);
  const due = gross && assessment && subtract(multiply(subtract(gross, money(tally.patientsPaid)), assessment), deduction);
  const text = (value: Exact | undefined): string | null => (value === undefined ? null : toDecimal(value, moneyDecimals));
  return {
    institution,
    cases: tally.cases,
    low: tally.low,
    high: tally.high,
    score: scaledText(tally.score, scoreDecimals),
    patientsPaid: scaledText(tally.patientsPaid, moneyDecimals),
    cost: scaledText(tally.cost, moneyDecimals),
    fundClaim: scaledText(tally.cost - tally.patientsPaid, moneyDecimals),
    gross: text(gross),
    due: text(due),
    surplusBeforeAssessment: text(gross && subtract(gross, money(tally.cost))),
  };
}
