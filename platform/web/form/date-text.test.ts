import { describe, expect, it } from 'vitest';
import { dayFault, dayFromTyped } from './date-text.ts';

describe('days as people type them', () => {
  it.each([
    ['2026-02-03', '2026-02-03'], ['20260203', '2026-02-03'], ['2026/2/3', '2026-02-03'], ['2026.2.3', '2026-02-03'], ['２０２６年２月３日', '2026-02-03'],
    [' 2026-2-3 ', '2026-02-03'], ['2026-02-31', '2026-02-31'], ['下周一', '下周一'], ['', ''],
  ])('%j is %j', (typed, day) => expect(dayFromTyped(typed)).toBe(day));
  it.each([
    ['2026-02-31', 'no-day'], ['下周一', 'no-day'], ['2026-02-28', undefined], ['', undefined], ['2025-12-31', 'too-early'], ['2027-01-01', 'too-late'],
  ])('%j has fault %j between the bounds', (day, fault) => {
    expect(dayFault(day, { min: '2026-01-01', max: '2026-12-31' })).toBe(fault);
  });
});
