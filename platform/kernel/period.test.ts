import { expect, it } from 'vitest';
import { addMonths, chinaDayOf, firstDay, fitsPeriod, lastDay, monthsOf, monthsUntil, periodBefore, periodOf, yearBefore } from './period.ts';

it.each([
  ['2026-03', '2026-02', '2025-03', '2026-03-01', '2026-03-31'], ['2026-01', '2025-12', '2025-01', '2026-01-01', '2026-01-31'], ['2024-02', '2024-01', '2023-02', '2024-02-01', '2024-02-29'],
  ['2026Q1', '2025Q4', '2025Q1', '2026-01-01', '2026-03-31'], ['2026Q3', '2026Q2', '2025Q3', '2026-07-01', '2026-09-30'], ['2026', '2025', '2025', '2026-01-01', '2026-12-31'],
])('%s follows %s', (period, before, year, first, last) => expect([periodBefore(period), yearBefore(period), firstDay(period), lastDay(period)]).toEqual([before, year, first, last]));

it('a period is its months, a month lies in its periods', () => {
  expect(monthsOf('2026Q4')).toEqual(['2026-10', '2026-11', '2026-12']);
  expect([monthsOf('2026-07'), monthsOf('2026').length, monthsOf('2026').at(-1)]).toEqual([['2026-07'], 12, '2026-12']);
  expect([addMonths('2026-01', -1), addMonths('2026-12', 1), addMonths('2026-05-31', 2), periodOf('quarter', '2026-05'), periodOf('year', '2026-05'), periodOf('month', '2026-05-09')]).toEqual(['2025-12', '2027-01', '2026-07', '2026Q2', '2026', '2026-05']);
  expect(monthsUntil('2026-02', 3)).toEqual(['2025-12', '2026-01', '2026-02']);
});

it.each([['month', '2026-13', false], ['month', '2026-12', true], ['quarter', '2026Q5', false], ['quarter', '2026Q4', true], ['year', '2026', true], ['year', '2026-01', false]] as const)('of %s: %s is %s', (length, period, fits) => expect(fitsPeriod(length, period)).toBe(fits));

it.each([
  ['2026-11-23T16:00:00Z', '2026-11-24'], ['2026-11-23T15:59:59.999Z', '2026-11-23'], ['2026-11-24T07:30:00+08:00', '2026-11-24'], ['2026-11-24T00:30:00+09:00', '2026-11-23'], ['2026-11-23T20:00:00-05:00', '2026-11-24'],
  ['2026-11-24', '2026-11-24'], ['2026-11', '2026-11'], ['2026-11-24T23:59', '2026-11-24'], ['2026-02-31T10:00:00Z', '2026-02-31'], ['2026-02-31', '2026-02-31'], ['', ''],
])('%s lies in China on %s', (written, day) => expect(chinaDayOf(written)).toBe(day));
