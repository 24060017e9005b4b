import { choiceProperty, isStructure, structureOf } from '#fhir/types/structure-table.ts';
import type { SearchParameterRow } from '../parameter-table.ts';
import { parsePath, type Expression, type Step } from '../extraction/path-parser.ts';

/** SQL/JSON paths to what a parameter reaches, with the FHIR type at their end; for what is too seldom asked to be indexed. */
export interface JsonPath {
  readonly path: string;
  readonly type: string;
}

const jsonPathsOf = (type: string, parameter: SearchParameterRow): JsonPath[] =>
  parameter.expression === '' ? [] : pathsOf(parsePath(parameter.expression), type);

function pathsOf(expression: Expression, type: string): JsonPath[] {
  if (expression.kind === 'union') return expression.parts.flatMap((part) => pathsOf(part, type));
  if (expression.kind !== 'path') return [];
  const [first, ...rest] = expression.steps;
  if (first?.kind !== 'child' || !/^[A-Z]/.test(first.name)) return walk(expression.steps, { path: '$', type });
  return first.name === type || first.name === 'Resource' || first.name === 'DomainResource' ? walk(rest, { path: '$', type }) : [];
}

function walk(steps: readonly Step[], from: JsonPath): JsonPath[] {
  const [step, ...rest] = steps;
  if (step === undefined) return [from];
  const { path, type } = from;
  switch (step.kind) {
    case 'child':
      return children(step.name, from).flatMap((each) => walk(rest, each));
    case 'as':
      return choiceProperty('', step.type) === choiceProperty('', type) ? walk(rest, from) : [];
    case 'where-equals':
      return walk(rest, { path: `${path} ? (@.${step.name} == ${JSON.stringify(step.value)})`, type });
    case 'where-resolves':
      return walk(rest, { path: `${path} ? (@.reference like_regex ${JSON.stringify(`(^|/)${step.type}/`)})`, type });
    case 'extension':
      return walk(rest, { path: `${path}.extension ? (@.url == ${JSON.stringify(step.url)})`, type: 'Extension' });
    case 'index':
      return walk(rest, { path: `${path}[${step.index}]`, type });
  }
}

function children(name: string, { path, type }: JsonPath): JsonPath[] {
  if (!isStructure(type)) return [];
  const row = structureOf(type).elements.find((each) => each.name === name);
  return (row?.types ?? []).map((each) => ({ path: `${path}.${row!.choice ? choiceProperty(name, each) : name}`, type: each }));
}

/** What an element sorts by. */
const SORTED: Readonly<Record<string, string>> = { CodeableConcept: '.coding.code', Coding: '.code', Identifier: '.value', ContactPoint: '.value', Reference: '.reference' };

/** Words that stand with an element. */
const WORDS: Readonly<Record<string, readonly string[]>> = { CodeableConcept: ['.text', '.coding.display'], Coding: ['.display'], Reference: ['.display'] };

/** Where `:text` looks; nowhere in particular for what the interpreting engine reads. */
export const textPaths = (type: string, parameter: SearchParameterRow): string[] =>
  parameter.custom?.read ? [] : jsonPathsOf(type, parameter).flatMap((each) => (WORDS[each.type] ?? []).map((words) => each.path + words));

/** To the canonical addresses that a parameter reads. */
export const canonicalPaths = (type: string, parameter: SearchParameterRow): string[] =>
  jsonPathsOf(type, parameter).filter((each) => each.type === 'canonical' || each.type === 'uri').map(({ path }) => path);

export const sortPaths = (type: string, parameter: SearchParameterRow): string[] =>
  jsonPathsOf(type, parameter).flatMap((each) => (isStructure(each.type) ? (SORTED[each.type] === undefined ? [] : [each.path + SORTED[each.type]]) : [each.path]));
