import { ownEntry } from '#platform/kernel/own-entry.ts';
import { choiceProperty, isResourceType, isStructure, structureOf, type ElementRow } from '#fhir/types/structure-table.ts';
import { takesParameters } from './arity.ts';
import { PathFailure, singleOf, type Compiled, type PathScope } from './compiled.ts';
import { pathFunctions, pathOperators } from './functions.ts';
import { parseFhirPath, PathUnsupported, type PathNode } from './parse.ts';

/** A condition over an element of a known type: true, false, or undefined when the result is empty. */
export type Condition = (element: unknown, resource: unknown) => boolean | undefined;

/**
 * Compiles a constraint into closures over plain JSON; throws PathUnsupported for what needs the engine (dates, quantities,
 * resolve(), descendants()). `root` names the structure or element type that the expression starts from.
 */
export function compileCondition(expression: string, root: string): Condition {
  const { run } = compileNode(parseFhirPath(expression), { root, types: [root] });
  return (element, resource) => {
    return answerOf(() => run({ current: [element], context: element, resource }));
  };
}

/** An evaluation that ends in an error answers nothing, and a rule that is not answered is not kept. */
function answerOf(run: () => readonly unknown[]): boolean | undefined {
  try {
    const result = run();
    return result.length === 0 ? undefined : result.length > 1 || result[0] !== false;
  } catch (error) {
    if (error instanceof PathFailure) return undefined;
    throw error;
  }
}

interface Place {
  readonly root: string;
  readonly types: readonly string[];
}

const VARIABLES: Readonly<Record<string, (scope: PathScope) => unknown>> = {
  context: (scope) => scope.context,
  ucum: () => 'http://unitsofmeasure.org',
  loinc: () => 'http://loinc.org',
  sct: () => 'http://snomed.info/sct',
};

function compileNode(node: PathNode, place: Place): Compiled {
  switch (node.kind) {
    case 'literal': {
      if (node.isDecimal) throw new PathUnsupported('a decimal');
      const items = [node.value];
      return { run: () => items, types: ['literal'] };
    }
    case 'empty':
      return { run: () => [], types: [] };
    case 'this':
      return { run: (scope) => scope.current, types: place.types };
    case 'variable':
      return variable(node.name, place);
    case 'child':
      return child(node, place);
    case 'index':
      return index(node, place);
    case 'call':
      return call(node, place);
    case 'binary':
      return binary(node, place);
  }
}

function variable(name: string, place: Place): Compiled {
  if (name === 'resource') {
    const type = place.root.split('.')[0]!;
    return { run: (scope) => [scope.resource], types: isResourceType(type) ? [type] : [] };
  }
  const read = ownEntry(VARIABLES, name);
  if (!read) throw new PathUnsupported(name);
  return { run: (scope) => [read(scope)], types: name === 'context' ? [place.root] : ['literal'] };
}

function child(node: PathNode & { kind: 'child' }, place: Place): Compiled {
  if (node.of === undefined && /^[A-Z]/.test(node.name)) {
    if (!place.types.includes(node.name)) throw new PathUnsupported(node.name);
    return { run: (scope) => scope.current, types: place.types };
  }
  const of = node.of === undefined ? { run: (scope: PathScope) => scope.current, types: place.types } : compileNode(node.of, place);
  const { properties, types } = childrenOf(of.types, node.name);
  return { run: (scope) => readChildren(of.run(scope), properties), types };
}

function childrenOf(parents: readonly string[], name: string): { properties: string[]; types: string[] } {
  const isOpen = parents.length === 0 || parents.includes('Resource');
  if (isOpen) {
    if (!['id', 'meta', 'implicitRules', 'language'].includes(name)) throw new PathUnsupported(name);
    return { properties: [name], types: name === 'meta' ? ['Meta'] : ['string'] };
  }
  const found = parents.filter(isStructure).flatMap((parent) => structureOf(parent).elements.filter((element) => element.name === name));
  if (found.length === 0) throw new PathUnsupported(name);
  const names = (element: ElementRow): string[] => (element.choice ? element.types.map((type) => choiceProperty(element.name, type)) : [element.name]);
  return { properties: [...new Set(found.flatMap(names))], types: [...new Set(found.flatMap((element) => element.types))] };
}

/** A primitive that has only extensions is its `_` sibling. */
function readChildren(parents: readonly unknown[], properties: readonly string[]): unknown[] {
  const items: unknown[] = [];
  for (const parent of parents) {
    if (typeof parent !== 'object' || parent === null) continue;
    for (const property of properties) {
      const value = (parent as Record<string, unknown>)[property];
      const sibling = (parent as Record<string, unknown>)[`_${property}`];
      if (Array.isArray(value)) value.forEach((each, at) => items.push(each ?? (Array.isArray(sibling) ? sibling[at] : null)));
      else if (value !== undefined) items.push(value);
      else if (Array.isArray(sibling)) items.push(...sibling);
      else if (sibling !== undefined) items.push(sibling);
    }
  }
  return items;
}

function index(node: PathNode & { kind: 'index' }, place: Place): Compiled {
  const of = compileNode(node.of, place);
  const at = compileNode(node.at, place);
  const position = (scope: PathScope): number => {
    const value = singleOf(at.run(scope));
    if (value !== undefined && !Number.isInteger(value)) throw new PathFailure('an index is an integer');
    return (value as number | undefined) ?? -1;
  };
  return { run: (scope) => {
    const place = position(scope);
    return place < 0 ? [] : of.run(scope).slice(place, place + 1);
  }, types: of.types };
}

function call(node: PathNode & { kind: 'call' }, place: Place): Compiled {
  const make = ownEntry(pathFunctions, node.name);
  if (!make || !takesParameters(node.name, node.parameters.length)) throw new PathUnsupported(node.name);
  const of = node.of === undefined ? { run: (scope: PathScope) => scope.current, types: place.types } : compileNode(node.of, place);
  return make(of, node.parameters, (inner, types) => compileNode(inner, { root: place.root, types }));
}

function binary(node: PathNode & { kind: 'binary' }, place: Place): Compiled {
  const operator = pathOperators[node.operator];
  if (!operator) throw new PathUnsupported(node.operator);
  return operator(compileNode(node.left, place), compileNode(node.right, place));
}
