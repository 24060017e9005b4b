import { isResourceType, isStructure, structureOf } from '#fhir/types/structure-table.ts';
import type { PathNode } from '#fhir/fhirpath/parse.ts';

/** A FHIR type that an expression can reach; `targets` of a reference. */
export interface Reached {
  readonly type: string;
  readonly targets: readonly string[];
}

/** Undefined when it cannot be told without running the expression. */
export type Reach = readonly Reached[] | undefined;

/** An expression that names what is not there, or that asks for other resources; `name` is the step. */
export class UnreachableStep extends Error {
  readonly step: string;
  readonly reason: 'unknown' | 'other-resource';

  constructor(step: string, reason: 'unknown' | 'other-resource') {
    super(`${reason}: ${step}`);
    this.step = step;
    this.reason = reason;
  }
}

interface Walk {
  readonly root: string;
  readonly input: Reach;
}

const only = (type: string): readonly Reached[] => [{ type, targets: [] }];

/** What a reference resolves to; only its type can be asked for. */
const RESOLVED = 'resolved';

/** The FHIR types of what an expression yields on a resource type (or on the element `input`); throws UnreachableStep. */
export function reachOf(node: PathNode, walk: Walk): Reach {
  switch (node.kind) {
    case 'literal':
      return only(typeof node.value === 'number' ? 'decimal' : typeof node.value);
    case 'empty':
      return [];
    case 'this':
      return walk.input;
    case 'variable':
      return node.name === 'resource' || node.name === 'rootResource' ? only(walk.root) : node.name === 'context' ? walk.input : only('string');
    case 'child':
      return child(node, walk);
    case 'index':
      return reachOf(node.of, walk);
    case 'call':
      return call(node, walk);
    case 'binary':
      return binary(node, walk);
  }
}

function child({ of, name }: PathNode & { kind: 'child' }, walk: Walk): Reach {
  if (of === undefined && /^[A-Z]/.test(name)) {
    if (name === walk.root || name === 'Resource' || name === 'DomainResource') return only(walk.root);
    if (isResourceType(name)) return [];
    throw new UnreachableStep(name, 'unknown');
  }
  const parents = of === undefined ? walk.input : reachOf(of, walk);
  if (parents === undefined || parents.length === 0) return parents;
  if (parents.some(({ type }) => type === RESOLVED)) throw new UnreachableStep(name, 'other-resource');
  const found = parents.map((parent) => childrenOf(parent.type, name));
  if (found.some((each) => each === undefined)) return undefined;
  const reached = found.flatMap((each) => each ?? []);
  if (reached.length === 0) throw new UnreachableStep(name, 'unknown');
  return reached;
}

function childrenOf(type: string, name: string): Reach {
  if (type === 'Resource') return undefined;
  if (!isStructure(type)) return name === 'extension' ? only('Extension') : name === 'id' || name === 'value' ? only('string') : [];
  const element = structureOf(type).elements.find((each) => each.name === name);
  return element?.types.map((each) => ({ type: each, targets: element.targets })) ?? [];
}

const KEEPING = new Set(['where', 'first', 'last', 'tail', 'skip', 'take', 'distinct', 'single', 'intersect', 'exclude', 'trace', 'as', 'ofType']);
const BOOLEAN = new Set([
  'exists', 'empty', 'not', 'all', 'allTrue', 'anyTrue', 'allFalse', 'anyFalse', 'startsWith', 'endsWith', 'contains', 'matches', 'is', 'hasValue',
  'subsetOf', 'supersetOf', 'isDistinct', 'toBoolean', 'convertsToDate', 'convertsToInteger',
]);
const STRING = new Set(['substring', 'upper', 'lower', 'replace', 'replaceMatches', 'toString', 'join', 'trim', 'toChars', 'split', 'encode', 'decode']);
const INTEGER = new Set(['count', 'length', 'indexOf', 'toInteger', 'floor', 'ceiling', 'truncate']);

function call({ of, name, parameters }: PathNode & { kind: 'call' }, walk: Walk): Reach {
  const input = of === undefined ? walk.input : reachOf(of, walk);
  if (name === 'select') return parameters[0] ? reachOf(parameters[0], { ...walk, input }) : input;
  if (name === 'iif') return together(parameters.slice(1).map((each) => reachOf(each, { ...walk, input })));
  if (name === 'union' || name === 'combine') return together([input, ...parameters.map((each) => reachOf(each, walk))]);
  if (name === 'extension') return input !== undefined && input.length === 0 ? [] : only('Extension');
  if (name === 'resolve') return only(RESOLVED);
  for (const each of parameters) if (name === 'where' || name === 'exists' || name === 'all') reachOf(each, { ...walk, input });
  if (name === 'as' || name === 'ofType') return parameters[0] ? typed(input, typeNamed(parameters[0])) : input;
  if (KEEPING.has(name)) return input;
  if (BOOLEAN.has(name)) return only('boolean');
  if (STRING.has(name)) return only('string');
  return INTEGER.has(name) ? only('integer') : undefined;
}

function binary({ operator, left, right }: PathNode & { kind: 'binary' }, walk: Walk): Reach {
  if (operator === 'as') return typed(reachOf(left, walk), typeNamed(right));
  if (operator === 'is') {
    reachOf(left, walk);
    return only('boolean');
  }
  const [one, other] = [reachOf(left, walk), reachOf(right, walk)];
  if (operator === '|') return together([one, other]);
  if (operator === '&') return only('string');
  return ['+', '-', '*', '/'].includes(operator) ? one : only('boolean');
}

const together = (parts: readonly Reach[]): Reach => (parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part ?? []));

/** `Quantity`, `FHIR.Quantity`. */
const typeNamed = (node: PathNode): string => (node.kind === 'child' ? node.name : '');

function typed(input: Reach, type: string): Reach {
  if (input === undefined) return only(type);
  return input.filter((each) => each.type.toLowerCase() === type.toLowerCase());
}
