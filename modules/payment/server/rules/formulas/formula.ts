import { compare, exact, ONE, parseDecimal, ZERO, type Exact } from '#platform/kernel/decimal.ts';
import type { ProblemDetail, Text } from '#platform/kernel/problem.ts';

/** A figure as text with its decimals, a word of a closed list, a yes or no, or lists of these. */
export type Figure = string | number | boolean | readonly Figure[] | { readonly [name: string]: Figure };

/**
 * What a formula answers. A parameter that the city has not given makes no figure: it is named, and nothing is
 * calculated. Wrong input is refused with place and reason.
 */
export type Outcome =
  | { readonly status: 'SETTLED'; readonly result: Readonly<Record<string, Figure>> }
  | { readonly status: 'PENDING_LOCAL_PARAMETERS'; readonly missing: readonly string[] }
  | { readonly status: 'REFUSED'; readonly reasons: readonly ProblemDetail[] };

type Range = 'any' | 'amount' | 'positive' | 'share' | 'count';

/** One input: its names (the first is the usual one), what it may be, and who gives it. */
interface InputRule {
  readonly name: string;
  readonly otherNames?: readonly string[];
  readonly range: Range;
  readonly shape?: 'one' | 'list' | 'rows';
  /** Given by the city, never guessed: its absence makes the answer PENDING_LOCAL_PARAMETERS. */
  readonly local?: boolean;
  /** Used where the input is left out. */
  readonly standard?: string;
}

/** A formula of the book; `basis` says whether the public text states it or we chose the reading. */
export interface Formula {
  readonly kind: string;
  readonly title: Text;
  /** As it is shown beside a figure. */
  readonly formula: string;
  readonly basis: 'public' | 'choice';
  readonly inputs: readonly InputRule[];
  readonly compute: (given: Given) => Readonly<Record<string, Figure>>;
}

/** Refuses from inside a formula: contradictory inputs. */
class FormulaRefusal extends Error {
  readonly reasons: readonly ProblemDetail[];

  constructor(reasons: readonly ProblemDetail[]) {
    super('refused input');
    this.reasons = reasons;
  }
}

export const refuse = (path: string, message: Text): never => {
  throw new FormulaRefusal([{ path, message }]);
};

/** The checked inputs of one calculation. */
export class Given {
  readonly values: ReadonlyMap<string, Exact | readonly Exact[] | readonly Readonly<Record<string, unknown>>[]>;

  constructor(values: Given['values']) {
    this.values = values;
  }

  one(name: string): Exact {
    return this.values.get(name) as Exact;
  }

  find(name: string): Exact | undefined {
    return this.values.get(name) as Exact | undefined;
  }

  list(name: string): readonly Exact[] {
    return this.values.get(name) as readonly Exact[];
  }

  rows(name: string): readonly Readonly<Record<string, unknown>>[] {
    return this.values.get(name) as readonly Readonly<Record<string, unknown>>[];
  }
}

const RANGES: Readonly<Record<Range, { holds: (value: Exact) => boolean; says: Text }>> = {
  any: { holds: () => true, says: { zh: '', en: '' } },
  amount: { holds: (value) => value.over >= 0n, says: { zh: '不能为负数', en: 'must not be negative' } },
  positive: { holds: (value) => value.over > 0n, says: { zh: '必须大于零', en: 'must be above zero' } },
  share: { holds: (value) => compare(value, ZERO) >= 0 && compare(value, ONE) <= 0, says: { zh: '必须在 0 与 1 之间', en: 'must be between 0 and 1' } },
  count: { holds: (value) => value.over >= 0n && value.over % value.under === 0n, says: { zh: '必须是不小于零的整数', en: 'must be a whole number, not below zero' } },
};

const NOT_A_NUMBER: Text = { zh: '不是十进制数', en: 'is not a decimal number' };

/** Reads one value; the reason says what is wrong with it. */
function readValue(value: unknown, range: Range): Exact | Text {
  const text = typeof value === 'string' ? value.trim() : typeof value === 'number' && Number.isFinite(value) ? String(value) : '';
  const parsed = parseDecimal(text);
  if (!parsed) return NOT_A_NUMBER;
  return RANGES[range].holds(parsed) ? parsed : RANGES[range].says;
}

/** A number inside a row of a list, such as the groups of a hospital. */
export function rowValue(row: Readonly<Record<string, unknown>>, name: string, options: { range: Range; place: string }): Exact {
  const value = readValue(row[name], options.range);
  return 'over' in value ? value : refuse(`${options.place}.${name}`, value);
}

/** Calculates one formula from JSON inputs. Amounts are yuan as decimal text. */
export function runFormula(formula: Formula, inputs: Readonly<Record<string, unknown>>): Outcome {
  const values = new Map<string, Exact | readonly Exact[] | readonly Readonly<Record<string, unknown>>[]>();
  const missing: string[] = [];
  const reasons: ProblemDetail[] = [];
  for (const rule of formula.inputs) {
    const given = givenBy(rule, inputs);
    if (given !== undefined) readInput(rule, given, { values, reasons });
    else if (rule.standard !== undefined) values.set(rule.name, rule.standard === '' ? [] : exact(rule.standard));
    else if (rule.local) missing.push(rule.name);
    else reasons.push({ path: rule.name, message: { zh: '缺少此项', en: 'is missing' } });
  }
  if (reasons.length > 0) return { status: 'REFUSED', reasons };
  if (missing.length > 0) return { status: 'PENDING_LOCAL_PARAMETERS', missing };
  try {
    return { status: 'SETTLED', result: formula.compute(new Given(values)) };
  } catch (error) {
    if (error instanceof FormulaRefusal) return { status: 'REFUSED', reasons: error.reasons };
    throw error;
  }
}

/** The input under any of its names; null and the empty text count as left out. */
export function givenBy(rule: InputRule, inputs: Readonly<Record<string, unknown>>): unknown {
  for (const name of [rule.name, ...(rule.otherNames ?? [])]) {
    const value = inputs[name];
    if (value !== undefined && value !== null && value !== '') return value;
  }
  return undefined;
}

interface Read {
  readonly values: Map<string, Exact | readonly Exact[] | readonly Readonly<Record<string, unknown>>[]>;
  readonly reasons: ProblemDetail[];
}

function readInput(rule: InputRule, given: unknown, { values, reasons }: Read): void {
  if (rule.shape === 'rows') {
    if (Array.isArray(given) && given.every((row) => typeof row === 'object' && row !== null)) values.set(rule.name, given as Readonly<Record<string, unknown>>[]);
    else reasons.push({ path: rule.name, message: { zh: '必须是列表', en: 'must be a list of rows' } });
    return;
  }
  if (rule.shape === 'list') {
    const list = listOf(given).map((value, index) => ({ value: readValue(value, rule.range), path: `${rule.name}.${index}` }));
    for (const { value, path } of list) if (!('over' in value)) reasons.push({ path, message: value });
    values.set(rule.name, list.flatMap(({ value }) => ('over' in value ? [value] : [])));
    return;
  }
  const value = readValue(given, rule.range);
  if ('over' in value) values.set(rule.name, value);
  else reasons.push({ path: rule.name, message: value });
}

/** A list as cities write it: values, an object of named values, or rows with a `value`. */
function listOf(given: unknown): unknown[] {
  const values = Array.isArray(given) ? given : typeof given === 'object' && given !== null ? Object.values(given) : [given];
  return values.map((value) => (typeof value === 'object' && value !== null && 'value' in value ? (value as { value: unknown }).value : value));
}
