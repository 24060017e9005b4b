import { expect, it } from 'vitest';
import { fitsPeriod, lastDay, periodBefore, yearBefore } from './periods.ts';

it.each([
  ['2026-01', '2025-12', '2025-01', '2026-01-31'], ['2026-12', '2026-11', '2025-12', '2026-12-31'], ['2024-02', '2024-01', '2023-02', '2024-02-29'],
  ['2026Q1', '2025Q4', '2025Q1', '2026-03-31'], ['2026Q4', '2026Q3', '2025Q4', '2026-12-31'], ['2026', '2025', '2025', '2026-12-31'],
])('%s follows %s', (period, before, year, last) => expect([periodBefore(period), yearBefore(period), lastDay(period)]).toEqual([before, year, last]));

it('has the length of its scheme', () => expect([fitsPeriod('year', '2026'), fitsPeriod('quarter', '2026'), fitsPeriod('month', '2026-03'), fitsPeriod('month', '2026Q1')]).toEqual([true, false, true, false]));
