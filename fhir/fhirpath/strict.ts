import { isResourceType, isStructure, structureOf } from '#fhir/types/structure-table.ts';
import { parseFhirPath, PathUnsupported, type PathNode } from './parse.ts';

/** Thrown where a path names what its type does not have. */
class PathMistake extends Error {}

/** FHIR types that an expression can give; undefined where only running tells. */
type Types = readonly string[] | undefined;

/** Results of these have no order that a later function could count by (FHIRPath 2.0 §4.1). */
const UNORDERED: ReadonlySet<string> = new Set(['children', 'descendants']);
const BY_ORDER: ReadonlySet<string> = new Set(['first', 'last', 'tail', 'skip', 'take']);
const SAME: ReadonlySet<string> = new Set(['where', 'first', 'last', 'tail', 'skip', 'take', 'single', 'distinct', 'trace', 'sort']);
const OVER_ITEMS: ReadonlySet<string> = new Set(['where', 'all', 'exists', 'select', 'sort']);

/**
 * Strict evaluation (FHIRPath 2.0 §10): elements that the type does not have, and counting where there is no order, are mistakes
 * before anything is run. What this parser does not know is left to the engine. Throws PathMistake.
 */
export function checkStrictly(expression: string, resourceType: string): void {
  let node: PathNode;
  try {
    node = parseFhirPath(expression);
  } catch (error) {
    if (error instanceof PathUnsupported) return;
    throw error;
  }
  typesOf(node, isStructure(resourceType) ? [resourceType] : undefined);
}

/** What is wrong with the names of an expression, asked of one type or, without it, of the types that its paths begin with; undefined for nothing. */
export function strictMistakeIn(expression: string, type?: string): string | undefined {
  try {
    checkStrictly(expression, type ?? '');
    return undefined;
  } catch (error) {
    if (error instanceof PathMistake) return error.message;
    throw error;
  }
}

function typesOf(node: PathNode, context: Types): Types {
  switch (node.kind) {
    case 'this':
      return context;
    case 'child':
      return childTypes(node, context);
    case 'index':
      typesOf(node.at, context);
      return typesOf(node.of, context);
    case 'call':
      return callTypes(node, context);
    case 'binary':
      return binaryTypes(node, context);
    default:
      return undefined;
  }
}

function childTypes({ of, name }: PathNode & { kind: 'child' }, context: Types): Types {
  if (of === undefined && (isResourceType(name) || name === 'Resource' || name === 'DomainResource')) {
    if (context !== undefined && isResourceType(name) && !context.includes(name)) throw new PathMistake(`The context is no ${name}`);
    return context ?? (isStructure(name) ? [name] : undefined);
  }
  const parents = of === undefined ? context : typesOf(of, context);
  if (parents === undefined || parents.length === 0 || parents.includes('Resource') || !parents.every(isStructure)) return undefined;
  const found = parents.flatMap((parent) => structureOf(parent).elements.filter((element) => element.name === name));
  if (found.length === 0 && name !== 'id' && name !== 'extension' && name !== 'resourceType') throw new PathMistake(`${parents.join(' or ')} has no element ${name}`);
  return found.length === 0 ? undefined : [...new Set(found.flatMap((element) => element.types))];
}

function callTypes({ of, name, parameters }: PathNode & { kind: 'call' }, context: Types): Types {
  const input = of === undefined ? context : typesOf(of, context);
  if (BY_ORDER.has(name) && of?.kind === 'call' && UNORDERED.has(of.name)) throw new PathMistake(`${of.name}() has no order that ${name}() could count by`);
  if (name === 'as' || name === 'ofType') return typeNamed(parameters[0]);
  if (name === 'is') return undefined;
  const inner = parameters.map((parameter) => typesOf(parameter, OVER_ITEMS.has(name) ? input : undefined));
  if (SAME.has(name)) return input;
  return name === 'select' ? inner[0] : undefined;
}

function binaryTypes({ operator, left, right }: PathNode & { kind: 'binary' }, context: Types): Types {
  const of = typesOf(left, context);
  if (operator === 'as') return typeNamed(right);
  if (operator === 'is') return undefined;
  const other = typesOf(right, context);
  return operator === '|' && of !== undefined && other !== undefined ? [...new Set([...of, ...other])] : undefined;
}

const typeNamed = (node: PathNode | undefined): Types => (node?.kind === 'child' && isStructure(node.name) ? [node.name] : undefined);
