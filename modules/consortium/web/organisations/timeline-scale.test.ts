import { expect, test } from 'vitest';
import { percentAt, scaleOf } from './timeline-scale.ts';

test('a scale holds every day and today', () => {
  const scale = scaleOf([{ from: '2022-03-01', until: null }, { from: '2024-01-01', until: '2025-06-30' }], '2026-11-22');
  expect(scale.years).toEqual(['2022-01-01', '2023-01-01', '2024-01-01', '2025-01-01', '2026-01-01', '2027-01-01']);
  expect(percentAt(scale, scale.first)).toBe(0);
  expect(percentAt(scale, scale.last)).toBe(100);
  expect(percentAt(scale, '1999-01-01')).toBe(0);
  expect(percentAt(scale, '2024-01-01')).toBeGreaterThan(percentAt(scale, '2023-01-01'));
});

test('many years get fewer marks', () => {
  expect(scaleOf([{ from: '1950-01-01', until: null }], '2026-11-22').years.length).toBeLessThanOrEqual(13);
});
