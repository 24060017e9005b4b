import { isResourceType } from '#fhir/types/structure-table.ts';
import { orderOfTexts } from './character-functions.ts';
import { PathFailure, singleOf, singleText, type Compiled, type CompileNode, type PathScope } from './compiled.ts';
import { INTEGER_MAX, PathUnsupported, type PathNode } from './parse.ts';

type Items = readonly unknown[];
type MakeFunction = (of: Compiled, parameters: readonly PathNode[], compile: CompileNode) => Compiled;
type MakeOperator = (left: Compiled, right: Compiled) => Compiled;

const TRUE: Items = [true];
const FALSE: Items = [false];
const NONE: Items = [];
const BOOLEAN = ['boolean'];

const truth = (value: boolean): Items => (value ? TRUE : FALSE);

/** Singleton evaluation: one item that is no boolean counts as true. */
function truthOf(items: Items): boolean | undefined {
  const value = singleOf(items);
  return value === undefined ? undefined : value !== false;
}

const isEqual = (a: unknown, b: unknown): boolean => a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));

/** Types whose values JavaScript cannot compare as they are. */
const ORDERED_ELSEWHERE = new Set(['date', 'dateTime', 'instant', 'time', 'Quantity', 'Age', 'Duration', 'Period']);

function requirePlain(side: Compiled): void {
  if (side.types.length === 0 || side.types.some((type) => ORDERED_ELSEWHERE.has(type))) throw new PathUnsupported('an order of dates or quantities');
}

const simple = (types: readonly string[], run: (items: Items) => Items): MakeFunction => (of, parameters) => {
  if (parameters.length > 0) throw new PathUnsupported('parameters');
  return { run: (scope) => run(of.run(scope)), types };
};

/** A function of one text and one literal argument, empty for an empty input. */
const ofText = (types: readonly string[], run: (value: string, argument: string) => unknown): MakeFunction => (of, [parameter], compile) => {
  const argument = compile(parameter!, of.types);
  return {
    run: (scope) => {
      const [value, given] = [singleText(of.run(scope)), singleText(argument.run(scope))];
      return value === undefined || given === undefined ? NONE : [run(value, given)];
    },
    types,
  };
};

const patterns = new Map<string, RegExp>();

/** The definitions escape quotes, which Unicode mode refuses. */
function toRegExp(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'su');
  } catch {
    return plainRegExp(pattern);
  }
}

function plainRegExp(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 's');
  } catch {
    throw new PathFailure(`${pattern} is no regular expression`);
  }
}

function matches(value: string, pattern: string): boolean {
  let compiled = patterns.get(pattern);
  if (!compiled) patterns.set(pattern, (compiled = toRegExp(pattern)));
  return compiled.test(value);
}

/** Runs the criterion with each item as `$this`. */
const forEach = (scope: PathScope, item: unknown): PathScope => ({ ...scope, current: [item] });

const where: MakeFunction = (of, [criterion], compile) => {
  const test = compile(criterion!, of.types);
  return { run: (scope) => of.run(scope).filter((item) => truthOf(test.run(forEach(scope, item))) === true), types: of.types };
};

const exists: MakeFunction = (of, parameters, compile) => {
  const filtered = parameters.length === 0 ? of : where(of, parameters, compile);
  return { run: (scope) => truth(filtered.run(scope).length > 0), types: BOOLEAN };
};

const ofType: MakeFunction = (of, [name]) => {
  if (name?.kind !== 'child' || !isResourceType(name.name)) throw new PathUnsupported('type of an element');
  return { run: (scope) => of.run(scope).filter((item) => (item as { resourceType?: string } | null)?.resourceType === name.name), types: [name.name] };
};

const isType: MakeFunction = (of, parameters, compile) => {
  const typed = ofType(of, parameters, compile);
  return { run: (scope) => (singleOf(of.run(scope)) === undefined ? NONE : truth(typed.run(scope).length > 0)), types: BOOLEAN };
};

function booleans(items: Items): boolean[] {
  if (items.some((item) => typeof item !== 'boolean')) throw new PathFailure('booleans are due');
  return items as boolean[];
}

const integerOf = (value: number): Items => (value > INTEGER_MAX || value < -INTEGER_MAX - 1 ? NONE : [value]);

function toInteger(value: unknown): Items {
  if (typeof value === 'boolean') return [Number(value)];
  return typeof value !== 'object' && /^[+-]?\d+$/.test(String(value)) ? integerOf(Number(value)) : NONE;
}

/** Functions of the standard that constraints use (https://hl7.org/fhirpath/N1/#functions). */
export const pathFunctions: Readonly<Record<string, MakeFunction>> = {
  where,
  exists,
  ofType,
  is: isType,
  empty: simple(BOOLEAN, (items) => truth(items.length === 0)),
  not: simple(BOOLEAN, (items) => answered(not(truthOf(items)))),
  count: simple(['integer'], (items) => [items.length]),
  first: (of) => ({ run: (scope) => of.run(scope).slice(0, 1), types: of.types }),
  tail: (of) => ({ run: (scope) => of.run(scope).slice(1), types: of.types }),
  trace: (of, [name]) => {
    if (name?.kind !== 'literal' || typeof name.value !== 'string') throw new PathUnsupported('trace');
    return of;
  },
  hasValue: simple(BOOLEAN, (items) => truth(items.length === 1 && typeof items[0] !== 'object')),
  isDistinct: simple(BOOLEAN, (items) => truth(new Set(items.map((item) => JSON.stringify(item))).size === items.length)),
  allFalse: simple(BOOLEAN, (items) => truth(booleans(items).every((item) => !item))),
  allTrue: simple(BOOLEAN, (items) => truth(booleans(items).every((item) => item))),
  toInteger: simple(['integer'], (items) => toInteger(singleOf(items))),
  toString: simple(['string'], (items) => (['undefined', 'object'].includes(typeof singleOf(items)) ? NONE : [String(items[0])])),
  length: simple(['integer'], (items) => {
    const value = singleText(items);
    return value === undefined ? NONE : [[...value].length];
  }),
  startsWith: ofText(BOOLEAN, (value, argument) => value.startsWith(argument)),
  endsWith: ofText(BOOLEAN, (value, argument) => value.endsWith(argument)),
  contains: ofText(BOOLEAN, (value, argument) => value.includes(argument)),
  matches: ofText(BOOLEAN, matches),
  all: (of, [criterion], compile) => {
    const test = compile(criterion!, of.types);
    return { run: (scope) => truth(of.run(scope).every((item) => truthOf(test.run(forEach(scope, item))) === true)), types: BOOLEAN };
  },
  select: (of, [projection], compile) => {
    const inner = compile(projection!, of.types);
    return { run: (scope) => of.run(scope).flatMap((item) => inner.run(forEach(scope, item))), types: inner.types };
  },
  intersect: (of, [other], compile) => {
    const right = compile(other!, of.types);
    return { run: (scope) => {
      const items = right.run(scope);
      return of.run(scope).filter((item) => items.some((each) => isEqual(item, each)));
    }, types: of.types };
  },
};

/** Three-valued logic: an unknown side is undefined. */
const logic = (decide: (left: boolean | undefined, right: boolean | undefined) => boolean | undefined): MakeOperator => (left, right) => ({
  run: (scope) => answered(decide(truthOf(left.run(scope)), truthOf(right.run(scope)))),
  types: BOOLEAN,
});

const answered = (result: boolean | undefined): Items => (result === undefined ? NONE : truth(result));

const not = (value: boolean | undefined): boolean | undefined => (value === undefined ? undefined : !value);

function or(a: boolean | undefined, b: boolean | undefined): boolean | undefined {
  if (a === true || b === true) return true;
  return a === undefined || b === undefined ? undefined : false;
}

function sameItems(a: Items, b: Items): boolean | undefined {
  if (a.length === 0 || b.length === 0) return undefined;
  return a.length === b.length && a.every((item, at) => isEqual(item, b[at]));
}

function orderOf(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return orderOfTexts(a, b);
  throw new PathFailure('an order of these types');
}

const comparison = (holds: (order: number) => boolean): MakeOperator => (left, right) => {
  requirePlain(left);
  requirePlain(right);
  return {
    run: (scope) => {
      const [a, b] = [singleOf(left.run(scope)), singleOf(right.run(scope))];
      return a === undefined || b === undefined ? NONE : truth(holds(orderOf(a, b)));
    },
    types: BOOLEAN,
  };
};

const equality = (isWanted: boolean): MakeOperator => (left, right) => {
  if ([...left.types, ...right.types].some((type) => ORDERED_ELSEWHERE.has(type))) throw new PathUnsupported('dates and quantities');
  return {
    run: (scope) => {
      const same = sameItems(left.run(scope), right.run(scope));
      return same === undefined ? NONE : truth(same === isWanted);
    },
    types: BOOLEAN,
  };
};

const membership = (one: Compiled, list: Compiled): Compiled => ({
  run: (scope) => {
    const item = singleOf(one.run(scope));
    return item === undefined ? NONE : truth(list.run(scope).some((each) => isEqual(each, item)));
  },
  types: BOOLEAN,
});

function sum(a: unknown, b: unknown): Items {
  if (typeof a === 'string' && typeof b === 'string') return [a + b];
  if (typeof a !== 'number' || typeof b !== 'number') throw new PathFailure('a sum of these types');
  return Number.isInteger(a) && Number.isInteger(b) ? integerOf(a + b) : [a + b];
}

export const pathOperators: Readonly<Record<string, MakeOperator>> = {
  or: logic(or),
  and: logic((a, b) => not(or(not(a), not(b)))),
  xor: logic((a, b) => (a === undefined || b === undefined ? undefined : a !== b)),
  implies: logic((a, b) => or(not(a), b)),
  '=': equality(true),
  '!=': equality(false),
  '<': comparison((order) => order < 0),
  '>': comparison((order) => order > 0),
  '<=': comparison((order) => order <= 0),
  '>=': comparison((order) => order >= 0),
  in: membership,
  contains: (left, right) => membership(right, left),
  '|': (left, right) => ({
    run: (scope) => [...new Map([...left.run(scope), ...right.run(scope)].map((item) => [JSON.stringify(item), item])).values()],
    types: [...new Set([...left.types, ...right.types])],
  }),
  '+': (left, right) => ({
    run: (scope) => {
      const [a, b] = [singleOf(left.run(scope)), singleOf(right.run(scope))];
      return a === undefined || b === undefined ? NONE : sum(a, b);
    },
    types: left.types,
  }),
  '&': (left, right) => ({ run: (scope) => [(singleText(left.run(scope)) ?? '') + (singleText(right.run(scope)) ?? '')], types: ['string'] }),
};
