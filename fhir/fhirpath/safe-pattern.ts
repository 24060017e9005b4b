const LENGTH_MAX = 200;
const OPEN_ENDS_MAX = 3;

/**
 * Whether a pattern that a caller wrote can be run without fear for the processor: short, no repeated group, no back
 * reference, few open-ended repeats. JavaScript's engine has no time limit, and nested repeats take exponential time.
 */
export function isSafePattern(pattern: string): boolean {
  if (pattern.length > LENGTH_MAX || /\)[*+{]|\\[1-9k]/.test(pattern)) return false;
  return (pattern.match(/[*+]|\{\d+,\}/g) ?? []).length <= OPEN_ENDS_MAX;
}

const PATTERN_FUNCTION = /\b(?:matches|matchesFull|replaceMatches)\s*\(\s*('(?:[^'\\]|\\.)*')?/g;

/** Whether every pattern in an expression is written out and safe. */
export const hasSafePatterns = (expression: string): boolean =>
  [...expression.matchAll(PATTERN_FUNCTION)].every(([, literal]) => literal !== undefined && isSafePattern(literal.slice(1, -1).replaceAll('\\\\', '\\')));
