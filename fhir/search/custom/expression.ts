import type { PathEngine, PathItem } from '#fhir/fhirpath/evaluate.ts';
import type { FoundElement } from '../parameter-table.ts';
import { parsePath, type Expression, type Step } from '../extraction/path-parser.ts';
import { isStructure, structureOf } from '#fhir/types/structure-table.ts';

/**
 * Whether the path compiler runs an expression exactly as FHIRPath does. It takes indexes per parent and passes over `exists()` and
 * `resolve()`, which is right for the definitions of R4 only; extensions of primitives lie apart from their values.
 */
export function isCompilable(expression: string, type: string): boolean {
  const bare = expression.replace(/'(?:[^'\\]|\\.)*'/g, "''");
  if (/\bexists\b|\[|\bresolve\s*\(\s*\)(?!\s*is\b)|\band\b/.test(bare)) return false;
  try {
    return staysInside(parsePath(expression), type);
  } catch {
    return false;
  }
}

/** No step goes through a primitive or through a resource inside another. */
function staysInside(expression: Expression, type: string): boolean {
  if (expression.kind === 'union') return expression.parts.every((part) => staysInside(part, type));
  if (expression.kind !== 'path') return false;
  const [first, ...rest] = expression.steps;
  const isTyped = first?.kind === 'child' && /^[A-Z]/.test(first.name);
  return through(isTyped ? rest : expression.steps, [expression.fromResource ? type.split('.')[0]! : type]);
}

function through(steps: readonly Step[], types: readonly string[]): boolean {
  let reached = types;
  for (const step of steps) {
    if (step.kind === 'as') continue;
    if (step.kind === 'where-equals' || step.kind === 'where-resolves') continue;
    if (step.kind === 'index' || !reached.some(isStructure)) return reached.length === 0;
    reached = step.kind === 'extension' ? ['Extension'] : reached.filter(isStructure).flatMap((type) => structureOf(type).elements.find((each) => each.name === step.name)?.types ?? []);
    if (reached.includes('Resource')) return false;
  }
  return true;
}

/** The parts of a union apart: the engine compares them with each other and fails on quantities with a comparator. */
export function unionParts(expression: string): string[] {
  const parts: string[] = [];
  let [depth, start, isText] = [0, 0, false];
  for (let at = 0; at < expression.length; at += 1) {
    const character = expression[at]!;
    if (isText && character === '\\') at += 1;
    else if (character === "'") isText = !isText;
    else if (isText) continue;
    else if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    else if (character === '|' && depth === 0) {
      parts.push(expression.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, expression.slice(start)].map((part) => part.trim());
}

/** R4 writes `as` for what FHIRPath 2 calls `ofType`: on lists the engine refuses the first. */
const withOfType = (expression: string): string =>
  expression.replace(/\.as\((\w+)\)/g, '.ofType($1)').replace(/([\w.)\]]+)\s+as\s+(\w+)/g, '$1.ofType($2)');

const TYPES: Readonly<Record<string, string>> = {
  'System.String': 'string', 'System.Boolean': 'boolean', 'System.Integer': 'integer', 'System.Decimal': 'decimal', 'System.Date': 'date', 'System.DateTime': 'dateTime',
};

const found = ({ type, value }: PathItem): FoundElement => ({ type: TYPES[type] ?? type.replace(/^FHIR\./, ''), value });

/** Nothing is fetched: a reference says in its address what type it points to. */
const byAddress = (expression: string): string =>
  expression.replace(/\bresolve\s*\(\s*\)\s+is\s+(?:FHIR\.)?(\w+)/g, "reference.where(startsWith('$1/') or contains('/$1/')).exists()");

/** Left of `resolve()` alone: whether there is something to resolve. */
const FUNCTIONS = { resolve: (collection: readonly unknown[]): unknown[] => [...collection] };

export interface ReadFrom {
  readonly context: unknown;
  readonly resource: object;
  /** Place of the context in its definition (`Observation.component`), when it is no whole resource. */
  readonly base?: string | undefined;
}

/** Runs an expression; throws the engine's error. */
export function evaluated(engine: PathEngine, expression: string, { context, resource, base }: ReadFrom): FoundElement[] {
  const variables = { resource, rootResource: resource, context };
  const at = base === undefined ? {} : { base };
  const functions = /\bresolve\s*\(\s*\)(?!\s*is)/.test(expression) ? { functions: FUNCTIONS } : {};
  return unionParts(expression).flatMap((part) => engine.evaluate(byAddress(withOfType(part)), { context, variables, ...at, ...functions }).map(found));
}

/** As `evaluated`; an expression that fails on one resource finds nothing there, and the write goes on. */
export function readElements(engine: PathEngine, expression: string, from: ReadFrom): FoundElement[] {
  try {
    return evaluated(engine, expression, from);
  } catch {
    return [];
  }
}
