import type { Bindings } from './bindings.ts';
import { splitPrefix, type Prefix } from './condition-date.ts';
import { shortHash } from './hash.ts';
import { splitEscaped, unescapeValue } from './query-string.ts';
import { valueProblem } from './search-problem.ts';
import { alikeUnits, UCUM, type Ratio } from './values/ucum.ts';

const NUMBER = /^[+-]?\d+(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

export interface NumberQuery {
  readonly name: string;
  readonly value: string;
  /** Quantities may carry `|system|code`. */
  readonly isQuantity: boolean;
}

/** Condition over alias `n` of fhir.number_value; `eq` counts the digits written (100 is 99.5 … 100.5). */
export function numberCondition(query: NumberQuery, bindings: Bindings): string {
  const [number, system, code, ...more] = splitEscaped(query.value, '|').map(unescapeValue);
  const { prefix, rest } = splitPrefix(number!);
  const match = NUMBER.exec(rest);
  if (!match || more.length > 0 || (!query.isQuantity && system !== undefined)) throw valueProblem(query.name, query.isQuantity ? 'quantity' : 'number');
  const exponent = Number(match[2] ?? 0) - (match[1]?.length ?? 0);
  const value = bindings.bind(rest, 'numeric');
  const asked = { value, half: bindings.bind(`5e${exponent - 1}`, 'numeric'), tenth: `abs(${value}) / 10` };
  if (system === UCUM && code) return `n.system_hash = ${bindings.bind(shortHash(system), 'integer')} and ${inAnyUnit({ prefix, code }, asked)}`;
  const conditions = [compare(prefix, asked)];
  if (system) conditions.push(`n.system_hash = ${bindings.bind(shortHash(system), 'integer')}`);
  if (code) {
    const hash = bindings.bind(shortHash(code), 'integer');
    conditions.push(system ? `n.code_hash = ${hash}` : `(n.code_hash = ${hash} or n.unit_hash = ${hash})`);
  }
  return conditions.join(' and ');
}

interface AskedNumber {
  readonly value: string;
  /** Half of the last digit written. */
  readonly half: string;
  /** How far `ap` reaches. */
  readonly tenth: string;
}

/** 5.4 mg is 0.0054 g: the number asked for in each unit of its kind, units of equal size together. */
function inAnyUnit({ prefix, code }: { prefix: Prefix; code: string }, { value, half, tenth }: AskedNumber): string {
  const bySize = new Map<string, { codes: number[]; ratio: Ratio }>();
  for (const [each, ratio] of alikeUnits(code)) {
    const size = `${ratio.times}/${ratio.per}+${ratio.shift?.times ?? 0n}/${ratio.shift?.per ?? 1n}`;
    bySize.set(size, { ratio, codes: [...(bySize.get(size)?.codes ?? []), shortHash(each)] });
  }
  const sizes = [...bySize.values()].map(({ codes, ratio: { times, per, shift } }) => {
    const scaled = (number: string): string => (times === per ? number : `(${number} * ${times} / ${per})`);
    const moved = shift ? `(${scaled(value)} + ${shift.times}::numeric / ${shift.per})` : scaled(value);
    return `(n.code_hash = any('{${codes.join(',')}}'::integer[]) and ${compare(prefix, { value: moved, half: scaled(half), tenth: scaled(tenth) })})`;
  });
  return sizes.length === 1 ? sizes[0]! : `(${sizes.join(' or ')})`;
}

/** An open end of a stored range is null. */
function compare(prefix: Prefix, { value, half, tenth }: AskedNumber): string {
  const equal = `(n.low >= ${value} - ${half} and n.high < ${value} + ${half})`;
  switch (prefix) {
    case 'eq':
      return equal;
    case 'ne':
      return `not coalesce(${equal}, false)`;
    case 'gt':
      return `(n.high > ${value} or n.high is null)`;
    case 'ge':
      return `(n.high >= ${value} or n.high is null)`;
    case 'lt':
      return `(n.low < ${value} or n.low is null)`;
    case 'le':
      return `(n.low <= ${value} or n.low is null)`;
    case 'sa':
      return `n.low > ${value}`;
    case 'eb':
      return `n.high < ${value}`;
    case 'ap':
      return `((n.low <= ${value} + ${tenth} or n.low is null) and (n.high >= ${value} - ${tenth} or n.high is null))`;
  }
}
