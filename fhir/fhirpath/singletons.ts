import type { OwnFunction } from './stricter-functions.ts';
import { dataOf, orderOfTexts, systemValue } from './character-functions.ts';
import { STANDING } from './rewrite.ts';

type Items = readonly unknown[];
type Criterion = (item: unknown) => Items;
/** What the library counts the items of an iteration with. */
interface Iteration {
  $index?: number;
}

/** A collection where a boolean is due: nothing, its one boolean, or true for one item of another type (FHIRPath 2.0 §4.5). Throws for several. */
function truthOf(items: Items): boolean | undefined {
  if (items.length > 1) throw new Error(`A criterion gives ${items.length} items`);
  if (items.length === 0) return undefined;
  const value = dataOf(items[0]);
  return typeof value === 'boolean' ? value : true;
}

function matching(this: Iteration, items: Items, criterion: Criterion): unknown[] {
  return items.filter((item, index) => {
    this.$index = index;
    return truthOf(criterion(item)) === true;
  });
}

function exists(this: Iteration, items: Items, criterion?: Criterion): unknown[] {
  return [(criterion === undefined ? items : matching.call(this, items, criterion)).length > 0];
}

function all(this: Iteration, items: Items, criterion: Criterion): unknown[] {
  return [matching.call(this, items, criterion).length === items.length];
}

function booleans(items: Items, name: string): boolean[] {
  return items.map(dataOf).map((value) => {
    if (typeof value !== 'boolean') throw new Error(`${name}() takes booleans`);
    return value;
  });
}

const COMPARED: Readonly<Record<string, (order: number) => boolean>> = { '<': (order) => order < 0, '<=': (order) => order <= 0, '>': (order) => order > 0, '>=': (order) => order >= 0 };

const isPlain = (value: unknown): boolean => typeof value === 'object' && value !== null && [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);

function ordered(own: OwnFunction, operator: string, [items, others]: readonly [Items, Items]): unknown[] {
  if (items.length === 0 || others.length === 0) return [];
  if (items.length > 1 || others.length > 1) throw new Error(`${operator} compares one item with one`);
  const [one, other] = [systemValue(items[0]), systemValue(others[0])];
  if (typeof one === 'string' && typeof other === 'string') return [COMPARED[operator]!(orderOfTexts(one, other))];
  if ([one, other].some((value) => typeof value === 'boolean' || isPlain(value))) throw new Error(`${operator} has no order of these types`);
  return own(`%one ${operator} %other`, { one: items, other: others });
}

const entry = (fn: unknown, ...types: string[][]): object => ({ fn, arity: Object.fromEntries(types.map((each) => [each.length, each])), internalStructures: true });

/** Functions with a criterion: the library takes a false element for true, and the first of several for all. */
export const criterionFunctions: Readonly<Record<string, unknown>> = { where: entry(matching, ['Expr']), exists: entry(exists, [], ['Expr']), all: entry(all, ['Expr']) };

/** Functions and operators that take one item or booleans, where the library takes what it is given. */
export function singletonFunctions(own: OwnFunction): Record<string, unknown> {
  const quantifier = (name: string, decide: (values: boolean[]) => boolean) => ({ [name]: entry((items: Items) => [decide(booleans(items, name))], []) });
  return {
    ...criterionFunctions,
    ...quantifier('allTrue', (values) => values.every((value) => value)), ...quantifier('anyTrue', (values) => values.some((value) => value)),
    ...quantifier('allFalse', (values) => values.every((value) => !value)), ...quantifier('anyFalse', (values) => values.some((value) => !value)),
    [STANDING.index]: entry((_: Items, at: unknown) => at, [['Integer']] as never),
    [STANDING.order]: entry((_: Items, operator: string, ...sides: [Items, Items]) => ordered(own, operator, sides), ['String', 'AnyAtRoot', 'AnyAtRoot']),
    comparable: entry((items: Items, others: Items) => (items.length === 0 || others.length === 0 ? [] : own('%items.comparable(%others)', { items, others })), ['AnyAtRoot']),
  };
}
