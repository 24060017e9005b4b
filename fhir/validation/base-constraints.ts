import { compileCondition } from '#fhir/fhirpath/compile.ts';
import { PathUnsupported } from '#fhir/fhirpath/parse.ts';
import { invariantLines } from '#fhir/types/invariants.gen.ts';
import { choiceProperty, isStructure, structureOf } from '#fhir/types/structure-table.ts';
import { invariants } from './invariants.ts';
import type { Invariant } from './invariant.ts';

/** A rule of the R4 definitions as published. */
export interface BaseConstraint {
  readonly key: string;
  readonly severity: 'error' | 'warning';
  readonly expression: string;
  readonly human: string;
}

const table = new Map<string, readonly BaseConstraint[]>(
  invariantLines.map((line) => {
    const [path, rows] = JSON.parse(line) as [string, [string, string, string, string][]];
    return [path, rows.map(([key, severity, expression, human]) => ({ key, severity: severity === 'e' ? 'error' : 'warning', expression, human }))];
  }),
);

export const constraintText = ({ key, human }: BaseConstraint): { zh: string; en: string } => ({ zh: `不满足 R4 规则 ${key}。`, en: `${human} (${key}).` });

/** Rules of a structure: those written by hand first, then the published ones that compile; nothing is checked twice. */
export function rulesOf(structure: string): readonly Invariant[] {
  const byHand = invariants[structure] ?? [];
  return [...byHand, ...publishedRules(structure, 'error').compiled];
}

interface Published {
  readonly compiled: readonly Invariant[];
  /** For the interpreting engine, in $validate only: `property` is empty for the structure itself. */
  readonly interpreted: readonly { readonly properties: readonly string[]; readonly constraint: BaseConstraint }[];
}

const published = new Map<string, Published>();

/** The published rules of one severity that are not written by hand, apart by who can run them; compiled once. */
export function publishedRules(structure: string, severity: BaseConstraint['severity']): Published {
  const key = `${structure} ${severity}`;
  let rules = published.get(key);
  if (!rules) published.set(key, (rules = compileRules(structure, severity)));
  return rules;
}

function compileRules(structure: string, severity: BaseConstraint['severity']): Published {
  const byHand = new Set((invariants[structure] ?? []).map((rule) => rule.key));
  const compiled: Invariant[] = [];
  const interpreted: { properties: readonly string[]; constraint: BaseConstraint }[] = [];
  for (const { properties, type, constraint } of constraintsAt(structure)) {
    if (constraint.severity !== severity || byHand.has(constraint.key)) continue;
    const rule = compileRule(constraint, type, properties);
    if (rule) compiled.push(rule);
    else interpreted.push({ properties, constraint });
  }
  return { compiled, interpreted };
}

interface Placed {
  readonly properties: readonly string[];
  readonly type: string;
  readonly constraint: BaseConstraint;
}

/** Rules of the structure itself and of its elements that are no structures of their own (`Organization.telecom`). */
function constraintsAt(name: string): Placed[] {
  const structure = structureOf(name);
  const own = table.get(name) ?? [];
  const inherited = structure.kind === 'resource' && !['Bundle', 'Parameters', 'Binary'].includes(name) ? (table.get('DomainResource') ?? []) : [];
  const placed: Placed[] = [...own, ...inherited].map((constraint) => ({ properties: [], type: name, constraint }));
  for (const element of structure.elements) {
    const path = `${name}.${element.name}`;
    if (isStructure(path)) continue;
    const properties = element.choice ? element.types.map((type) => choiceProperty(element.name, type)) : [element.name];
    for (const constraint of [...(table.get(path) ?? []), ...(table.get(`${path}[x]`) ?? [])]) placed.push({ properties, type: element.types[0] ?? 'string', constraint });
  }
  return placed;
}

function compileRule(constraint: BaseConstraint, type: string, properties: readonly string[]): Invariant | undefined {
  try {
    const condition = compileCondition(constraint.expression, type);
    const text = constraintText(constraint);
    // A rule whose answer is nothing is not kept (R4 §2.28.0.5: it must be true).
    if (properties.length === 0) return { key: constraint.key, holds: (value: unknown, resource) => condition(value, resource) === true, text };
    return { key: constraint.key, holds: (value: unknown, resource) => valuesAt(value, properties).every((each) => condition(each, resource) === true), text };
  } catch (error) {
    if (error instanceof PathUnsupported) return undefined;
    throw error;
  }
}

export const valuesAt = (value: unknown, properties: readonly string[]): unknown[] =>
  properties.flatMap((property) => (value as Record<string, unknown>)[property] ?? []);
