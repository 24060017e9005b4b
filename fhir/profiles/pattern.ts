import type { ElementDefinition } from '#fhir/types/resources.gen.ts';

/** The `fixed[x]` or `pattern[x]` of an element, undefined without one. */
export const fixedOf = (definition: ElementDefinition): unknown => choiceOf(definition, /^fixed[A-Z]/);
export const patternOf = (definition: ElementDefinition): unknown => choiceOf(definition, /^pattern[A-Z]/);

function choiceOf(definition: ElementDefinition, name: RegExp): unknown {
  for (const [key, value] of Object.entries(definition)) if (name.test(key)) return value;
  return undefined;
}

export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [Object.entries(a), Object.keys(b)];
  return left.length === right.length && left.every(([key, value]) => isSame(value, (b as Record<string, unknown>)[key]));
}

/** Everything of the pattern is in the value; arrays in any order (https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.pattern_x_). */
export function hasPattern(value: unknown, pattern: unknown): boolean {
  if (Array.isArray(pattern)) return Array.isArray(value) && pattern.every((part) => value.some((each) => hasPattern(each, part)));
  if (typeof pattern !== 'object' || pattern === null) return value === pattern;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(pattern).every(([key, part]) => hasPattern((value as Record<string, unknown>)[key], part));
}
