import { expect, test } from 'vitest';
import { hasSafePatterns, isSafePattern } from './safe-pattern.ts';

test('patterns that could run for ever are told from plain ones', () => {
  expect(['^[A-Z]{2}[0-9]+$', 'a|b', 'I10(\\.x)?'].every(isSafePattern)).toBe(true);
  expect(['(a+)+$', '(a|a)*', '(.)\\1', '.*.*.*.*x', 'x'.repeat(201)].some(isSafePattern)).toBe(false);
  expect(hasSafePatterns("code.matches('^[0-9]+$') and name.exists()")).toBe(true);
  expect(hasSafePatterns("code.matches('(a+)+$')")).toBe(false);
  expect(hasSafePatterns('code.matches(%resource.language)')).toBe(false);
});
