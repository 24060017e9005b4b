import { textOf, type XmlNode } from './xpath-nodes.ts';

export type Value = readonly XmlNode[] | string | number | boolean;

/** What an expression is evaluated at (https://www.w3.org/TR/xpath-10/#section-Introduction). */
export interface Context {
  readonly node: XmlNode;
  readonly position: number;
  readonly size: number;
}

export type Expression = (context: Context) => Value;

/** Why a text is no selector, or asks for too much. */
export class XPathError extends Error {}

const isNodes = (value: Value): value is readonly XmlNode[] => typeof value === 'object';

const toText = (value: Value): string => (isNodes(value) ? (value[0] ? textOf(value[0]) : '') : String(value));
export const toBoolean = (value: Value): boolean => (isNodes(value) ? value.length > 0 : typeof value === 'number' ? value !== 0 && !Number.isNaN(value) : Boolean(value));

function toNumber(value: Value): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  const text = toText(value).trim();
  return /^-?(?:\d+(?:\.\d*)?|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
}

export function toNodes(value: Value): readonly XmlNode[] {
  if (isNodes(value)) return value;
  throw new XPathError('a path is expected here');
}

/** https://www.w3.org/TR/xpath-10/#booleans: of node-sets any pair that holds is enough. */
export function compare(left: Value, operator: string, right: Value): boolean {
  if (typeof left === 'boolean' || typeof right === 'boolean') return operator.endsWith('=') && operator.length < 3 && !/[<>]/.test(operator)
    ? (toBoolean(left) === toBoolean(right)) === (operator === '=')
    : holds(toNumber(left), operator, toNumber(right));
  const [ones, others] = [left, right].map((side) => (isNodes(side) ? side.map(textOf) : [side]));
  return ones!.some((one) => others!.some((other) => {
    const isNumeric = /[<>]/.test(operator) || typeof one === 'number' || typeof other === 'number';
    return isNumeric ? holds(toNumber(one), operator, toNumber(other)) : (String(one) === String(other)) === (operator === '=');
  }));
}

function holds(one: number, operator: string, other: number): boolean {
  switch (operator) {
    case '=': return one === other;
    case '!=': return one !== other;
    case '<': return one < other;
    case '<=': return one <= other;
    case '>': return one > other;
    default: return one >= other;
  }
}

type Call = (values: readonly Value[], context: Context) => Value;

/** The core library as far as selectors have use for it; each with the fewest and most arguments it takes. */
export const functions: Readonly<Record<string, { readonly fewest: number; readonly most: number; readonly call: Call }>> = {
  last: { fewest: 0, most: 0, call: (_values, { size }) => size },
  position: { fewest: 0, most: 0, call: (_values, { position }) => position },
  count: { fewest: 1, most: 1, call: ([nodes]) => toNodes(nodes!).length },
  not: { fewest: 1, most: 1, call: ([value]) => !toBoolean(value!) },
  true: { fewest: 0, most: 0, call: () => true },
  false: { fewest: 0, most: 0, call: () => false },
  boolean: { fewest: 1, most: 1, call: ([value]) => toBoolean(value!) },
  contains: { fewest: 2, most: 2, call: ([text, part]) => toText(text!).includes(toText(part!)) },
  'starts-with': { fewest: 2, most: 2, call: ([text, part]) => toText(text!).startsWith(toText(part!)) },
  string: { fewest: 0, most: 1, call: ([value], { node }) => toText(value ?? [node]) },
  'string-length': { fewest: 0, most: 1, call: ([value], { node }) => [...toText(value ?? [node])].length },
  'normalize-space': { fewest: 0, most: 1, call: ([value], { node }) => toText(value ?? [node]).trim().replace(/\s+/g, ' ') },
  concat: { fewest: 2, most: 20, call: (values) => values.map(toText).join('') },
  number: { fewest: 0, most: 1, call: ([value], { node }) => toNumber(value ?? [node]) },
  'local-name': { fewest: 0, most: 1, call: ([value], { node }) => (value === undefined ? node : toNodes(value)[0])?.name ?? '' },
  name: { fewest: 0, most: 1, call: ([value], { node }) => (value === undefined ? node : toNodes(value)[0])?.name ?? '' },
};
