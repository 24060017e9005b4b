import { compare, divide, exact, multiply, parseDecimal, rounded, sumOf, ZERO, type Exact } from '#platform/kernel/decimal.ts';
import type { ProblemDetail, Text } from '#platform/kernel/problem.ts';
import type { DeviationRule } from './formulas/scores.ts';

/** A payment group of the year; a primary-level group has the same score at every level of hospital. */
export interface RegionGroup {
  readonly group: string;
  readonly average: Exact;
  readonly rw: Exact;
  readonly primary: boolean;
}

export interface RegionInstitution {
  readonly institution: string;
  readonly level: string;
  readonly coefficient: Exact;
  /** Undefined while the assessment of the year is not known: its due is pending. */
  readonly assessment: Exact | undefined;
  readonly deduction: Exact;
}

/** Everything that a region decides for the settlement of a year, checked. */
export interface RegionParameters {
  readonly name: string;
  readonly version: string;
  readonly deviation: DeviationRule;
  readonly scoreDecimals: number;
  readonly pointValueDecimals: number;
  readonly moneyDecimals: number;
  readonly groups: ReadonlyMap<string, RegionGroup>;
  readonly institutions: ReadonlyMap<string, RegionInstitution>;
  readonly fundTotal: Exact | undefined;
  /** Money for one point or one unit of weight, fixed beforehand; undefined where the fund is shared out at the end. */
  readonly rate: Exact | undefined;
  /** What the cost of a case is compared with: DIP takes the average × the coefficient of the institution, DRG the average alone. */
  readonly reference: 'average-times-coefficient' | 'average';
}

export type ParametersRead =
  | { readonly status: 'READY'; readonly parameters: RegionParameters }
  | { readonly status: 'PENDING_LOCAL_PARAMETERS'; readonly missing: readonly string[] }
  | { readonly status: 'REFUSED'; readonly reasons: readonly ProblemDetail[] };

type Row = Readonly<Record<string, unknown>>;
interface Notes {
  readonly reasons: ProblemDetail[];
  readonly missing: string[];
}

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);
const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === '';
const rowsOf = (value: unknown): Row[] => (Array.isArray(value) ? value.filter(isRow) : []);

const MESSAGES = {
  notDecimal: { zh: '不是十进制数', en: 'is not a decimal number' },
  positive: { zh: '必须大于零', en: 'must be above zero' },
  negative: { zh: '不能为负数', en: 'must not be negative' },
  twice: { zh: '重复出现', en: 'appears twice' },
  bands: { zh: '低倍率必须小于高倍率', en: 'the low multiple must be below the high one' },
  decimals: { zh: '小数位必须是 0 到 8 的整数', en: 'decimals must be a whole number from 0 to 8' },
  rounding: { zh: '只支持四舍五入（half up）', en: 'only half up is supported' },
  rule: { zh: '未知的偏差规则', en: 'is no known rule of deviation' },
  reference: { zh: '须为 average 或 average-times-coefficient', en: 'must be average or average-times-coefficient' },
  unnamed: { zh: '缺少编码', en: 'has no code' },
  weight: { zh: '分值与次均费用 ÷ 各组次均的平均 × 1000 不符', en: 'differs from average ÷ mean of the averages × 1000' },
} satisfies Record<string, Text>;

/** Reads one number; notes its absence or fault. */
function numberOf(value: unknown, path: string, notes: Notes & { least?: 'positive' | 'zero' }): Exact {
  if (isAbsent(value)) {
    notes.missing.push(path);
    return ZERO;
  }
  const parsed = parseDecimal(String(value));
  if (!parsed) notes.reasons.push({ path, message: MESSAGES.notDecimal });
  else if (notes.least === 'positive' && parsed.over <= 0n) notes.reasons.push({ path, message: MESSAGES.positive });
  else if (notes.least === 'zero' && parsed.over < 0n) notes.reasons.push({ path, message: MESSAGES.negative });
  return parsed ?? ZERO;
}

function decimalsOf(value: unknown, path: string, { reasons, standard }: Notes & { standard: number }): number {
  if (isAbsent(value)) return standard;
  const places = Number(value);
  if (Number.isInteger(places) && places >= 0 && places <= 8) return places;
  reasons.push({ path, message: MESSAGES.decimals });
  return standard;
}

/**
 * Reads the parameters of a region-year (`parameters`, `groups`, `institutions`, `fund_total`). Numbers are decimal text.
 * A contradiction is refused with its place; what the city has not decided is named as pending.
 */
export function readRegionParameters(document: unknown): ParametersRead {
  const root = isRow(document) ? document : {};
  const settings = isRow(root['parameters']) ? root['parameters'] : {};
  const notes: Notes = { reasons: [], missing: [] };
  const deviation = readDeviation(settings, notes);
  if (!isAbsent(settings['rounding']) && String(settings['rounding']).toLowerCase().replace(/[-_ ]/g, '') !== 'halfup') notes.reasons.push({ path: 'parameters.rounding', message: MESSAGES.rounding });
  const scoreDecimals = decimalsOf(settings['score_decimals'], 'parameters.score_decimals', { ...notes, standard: 4 });
  const parameters: RegionParameters = {
    name: String(root['name'] ?? ''),
    version: String(root['version'] ?? ''),
    deviation,
    scoreDecimals,
    pointValueDecimals: decimalsOf(settings['point_value_decimals'], 'parameters.point_value_decimals', { ...notes, standard: 4 }),
    moneyDecimals: decimalsOf(settings['money_decimals'], 'parameters.money_decimals', { ...notes, standard: 2 }),
    groups: readGroups(root, scoreDecimals, notes),
    institutions: readInstitutions(root, notes),
    fundTotal: isAbsent(root['fund_total']) ? undefined : numberOf(root['fund_total'], 'fund_total', { ...notes, least: 'zero' }),
    rate: isAbsent(root['rate']) ? undefined : numberOf(root['rate'], 'rate', { ...notes, least: 'positive' }),
    reference: readReference(settings, notes),
  };
  if (notes.reasons.length > 0) return { status: 'REFUSED', reasons: notes.reasons };
  if (notes.missing.length > 0) return { status: 'PENDING_LOCAL_PARAMETERS', missing: notes.missing };
  return { status: 'READY', parameters };
}

function readReference(settings: Row, { reasons }: Notes): RegionParameters['reference'] {
  const given = isAbsent(settings['reference']) ? '' : String(settings['reference']).toLowerCase().replace(/[ _]/g, '-');
  if (given === '') return settings['rule'] === 'drg' ? 'average' : 'average-times-coefficient';
  if (given !== 'average' && given !== 'average-times-coefficient') reasons.push({ path: 'parameters.reference', message: MESSAGES.reference });
  return given === 'average' ? 'average' : 'average-times-coefficient';
}

function readDeviation(settings: Row, notes: Notes): DeviationRule {
  const named = isAbsent(settings['rule']) ? (isAbsent(settings['special']) ? 'v2' : 'v3-draft') : String(settings['rule']);
  const rule = named.startsWith('v3') ? 'v3-draft' : 'v2';
  if (!/^(v[23](-draft)?|drg)$/.test(named)) notes.reasons.push({ path: 'parameters.rule', message: MESSAGES.rule });
  const highName = rule === 'v2' ? 'high' : 'special';
  const low = numberOf(settings['low'], 'parameters.low', { ...notes, least: 'positive' });
  const high = numberOf(settings[highName], `parameters.${highName}`, { ...notes, least: 'positive' });
  if (high.over > 0n && compare(low, high) >= 0) notes.reasons.push({ path: `parameters.${highName}`, message: MESSAGES.bands });
  return { rule, low, high };
}

function readGroups(root: Row, scoreDecimals: number, notes: Notes): Map<string, RegionGroup> {
  const rows = rowsOf(root['groups']);
  if (rows.length === 0) notes.missing.push('groups');
  const averages = rows.map((row, index) => numberOf(row['average'], `groups.${index}.average`, { ...notes, least: 'positive' }));
  // The mean of the averages is an amount, so it has two decimals before it divides.
  const mean = rows.length === 0 ? ZERO : rounded(divide(sumOf(averages), exact(rows.length)), 2);
  const groups = new Map<string, RegionGroup>();
  for (const [index, row] of rows.entries()) {
    const [code, average, path] = [String(row['group'] ?? ''), averages[index]!, `groups.${index}`];
    if (code === '') notes.reasons.push({ path: `${path}.group`, message: MESSAGES.unnamed });
    if (groups.has(code)) notes.reasons.push({ path: `${path}.group`, message: MESSAGES.twice });
    const derived = mean.over > 0n ? rounded(multiply(divide(average, mean), exact(1000)), scoreDecimals) : ZERO;
    const rw = isAbsent(row['rw']) ? derived : numberOf(row['rw'], `${path}.rw`, { ...notes, least: 'zero' });
    // A pack that says its scores come from its averages must agree with itself.
    if (root['scores_from_averages'] === true && compare(rw, derived) !== 0) notes.reasons.push({ path: `${path}.rw`, message: MESSAGES.weight });
    groups.set(code, { group: code, average, rw, primary: row['primary'] === true });
  }
  return groups;
}

function readInstitutions(root: Row, notes: Notes): Map<string, RegionInstitution> {
  const rows = rowsOf(root['institutions']);
  if (rows.length === 0) notes.missing.push('institutions');
  const institutions = new Map<string, RegionInstitution>();
  for (const [index, row] of rows.entries()) {
    const [code, path] = [String(row['institution'] ?? ''), `institutions.${index}`];
    if (code === '') notes.reasons.push({ path: `${path}.institution`, message: MESSAGES.unnamed });
    if (institutions.has(code)) notes.reasons.push({ path: `${path}.institution`, message: MESSAGES.twice });
    institutions.set(code, {
      institution: code,
      level: String(row['level'] ?? ''),
      coefficient: numberOf(row['coefficient'], `${path}.coefficient`, { ...notes, least: 'positive' }),
      assessment: isAbsent(row['assessment']) ? undefined : numberOf(row['assessment'], `${path}.assessment`, { ...notes, least: 'zero' }),
      deduction: isAbsent(row['deduction']) ? ZERO : numberOf(row['deduction'], `${path}.deduction`, { ...notes, least: 'zero' }),
    });
  }
  return institutions;
}
