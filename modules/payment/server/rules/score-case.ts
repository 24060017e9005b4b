import { multiply, parseDecimal, scaled, scaledText, type Exact } from '#platform/kernel/decimal.ts';
import type { ProblemDetail, Text } from '#platform/kernel/problem.ts';
import { deviationScore, type CostBand } from './formulas/scores.ts';
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

/** A case that is taken: its score and its amounts in whole units of the money. */
export interface TakenCase {
  readonly scored: ScoredCase;
  readonly cost: number;
  readonly paid: number;
}

/** What grouping adds to a case; decimal text. */
export interface ScoreExtra {
  /** Coefficient of the auxiliary catalogue. */
  readonly auxiliary?: string;
  /** Score of this stay (per-diem): it is not compared with an average. */
  readonly stayScore?: string;
}

/** Scores cases one by one; what it keeps are prices, never cases. */
export interface CaseScorer {
  readonly score: (given: RawCase, extra?: ScoreExtra) => TakenCase | { readonly refused: readonly ProblemDetail[] };
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

const ONE: Exact = { over: 1n, under: 1n };
const PLAIN_AMOUNT = /^\d{1,12}(?:\.(\d{1,8}))?$/;

const MESSAGES = {
  unnamed: { zh: '缺少病例编号', en: 'has no case number' },
  institution: { zh: '参数中没有该机构', en: 'the parameters have no such institution' },
  group: { zh: '参数中没有该病种', en: 'the parameters have no such group' },
  amount: { zh: '不是金额', en: 'is not an amount' },
  negative: { zh: '不能为负数', en: 'must not be negative' },
  decimals: { zh: '小数位多于货币单位', en: 'has more decimals than the money' },
  paid: { zh: '个人支付超过总费用', en: 'is more than the cost' },
} satisfies Record<string, Text>;

export function openCaseScorer(parameters: RegionParameters): CaseScorer {
  const prices = new Map<RegionInstitution, Map<string, Price>>();
  return {
    score: (given, extra) => {
      const institution = parameters.institutions.get(given.institution);
      const group = parameters.groups.get(given.group);
      const [cost, paid] = [readAmount(given.cost, parameters.moneyDecimals), readAmount(given.patientPaid, parameters.moneyDecimals)];
      if (!institution || !group || typeof cost === 'object' || typeof paid === 'object' || paid > cost || given.case === '') {
        return { refused: faultsOf({ given, institution, group, cost, paid }) };
      }
      let own = prices.get(institution);
      if (!own) prices.set(institution, (own = new Map<string, Price>()));
      const key = extra === undefined ? group.group : `${group.group}|${extra.auxiliary ?? ''}|${extra.stayScore ?? ''}`;
      let price = own.get(key);
      if (!price) own.set(key, (price = priceOf({ group, institution, extra, parameters })));
      return { scored: scoreAt(price, cost, parameters), cost, paid };
    },
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
  readonly institution: RegionInstitution | undefined;
  readonly group: RegionGroup | undefined;
  readonly cost: number | Text;
  readonly paid: number | Text;
}

function faultsOf({ given, institution, group, cost, paid }: Checked): ProblemDetail[] {
  const faults: ProblemDetail[] = [];
  if (given.case === '') faults.push({ path: 'case', message: MESSAGES.unnamed });
  if (!institution) faults.push({ path: 'institution', message: MESSAGES.institution });
  if (!group) faults.push({ path: 'group', message: MESSAGES.group });
  if (typeof cost === 'object') faults.push({ path: 'cost', message: cost });
  if (typeof paid === 'object') faults.push({ path: 'patient_paid', message: paid });
  else if (typeof cost === 'number' && paid > cost) faults.push({ path: 'patient_paid', message: MESSAGES.paid });
  return faults;
}

function scoreAt(price: Price, cost: number, parameters: RegionParameters): ScoredCase {
  if (cost >= price.normalFrom && cost <= price.normalTo) return price.normal;
  const money: Exact = { over: BigInt(cost), under: 10n ** BigInt(parameters.moneyDecimals) };
  const { band, score } = deviationScore({ base: price.base, reference: price.reference, cost: money, deviation: parameters.deviation });
  return scoredOf(band, score, parameters.scoreDecimals);
}

function scoredOf(band: CostBand, exactScore: Exact, decimals: number): ScoredCase {
  const score = scaled(exactScore, decimals);
  return { band, score, scoreText: scaledText(score, decimals) };
}

interface Pricing {
  readonly group: RegionGroup;
  readonly institution: RegionInstitution;
  readonly extra: ScoreExtra | undefined;
  readonly parameters: RegionParameters;
}

const decimalOf = (text: string | undefined): Exact | undefined => (text === undefined ? undefined : parseDecimal(text));

function priceOf({ group, institution, extra, parameters }: Pricing): Price {
  const { deviation, scoreDecimals, moneyDecimals } = parameters;
  // A primary-level group pays the same at every level.
  const coefficient = group.primary ? ONE : institution.coefficient;
  const auxiliary = decimalOf(extra?.auxiliary) ?? ONE;
  const stayScore = decimalOf(extra?.stayScore);
  const base = multiply(multiply(stayScore ?? group.rw, coefficient), auxiliary);
  if (stayScore !== undefined) return { base, reference: base, normalFrom: 0, normalTo: Infinity, normal: scoredOf('normal', base, scoreDecimals) };
  const reference = multiply(multiply(group.average, parameters.reference === 'average' ? ONE : coefficient), auxiliary);
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
