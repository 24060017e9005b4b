import { afterEach, expect, test } from 'vitest';
import { parseDateRange, timestampText, useDayZone } from './date-range.ts';

afterEach(() => useDayZone('Z'));

const told = (text: string) => {
  const range = parseDateRange(text)!;
  return [new Date(range.low).toISOString(), new Date(range.high).toISOString()];
};

test.each([
  ['Z', '2026-03-01', '2026-03-01T00:00:00.000Z', '2026-03-02T00:00:00.000Z'],
  ['+08:00', '2026-03-01', '2026-02-28T16:00:00.000Z', '2026-03-01T16:00:00.000Z'],
  ['+08:00', '2026-02', '2026-01-31T16:00:00.000Z', '2026-02-28T16:00:00.000Z'],
  ['+08:00', '2024', '2023-12-31T16:00:00.000Z', '2024-12-31T16:00:00.000Z'],
  ['-03:30', '2026-03-01', '2026-03-01T03:30:00.000Z', '2026-03-02T03:30:00.000Z'],
  ['+08:00', '2026-03-01T07:00', '2026-02-28T23:00:00.000Z', '2026-02-28T23:01:00.000Z'],
  ['+08:00', '2026-03-01T07:00:00Z', '2026-03-01T07:00:00.000Z', '2026-03-01T07:00:01.000Z'],
  ['+08:00', '2026-03-01T07:00:00+08:00', '2026-02-28T23:00:00.000Z', '2026-02-28T23:00:01.000Z'],
])('in a house at %s, %s begins and ends where it should', (zone, text, low, high) => {
  useDayZone(zone);
  expect(told(text)).toEqual([low, high]);
});

test.each(['2026-02-31', '2026-13', '2026-02-29', '20260101', '2026-01-01T24:00:00Z'])('%s is no date', (text) => {
  expect(parseDateRange(text)).toBeUndefined();
});

test.each([
  ['9999', ['9999-01-01T00:00:00.000Z', '10000-01-01T00:00:00.000Z']],
  ['0000', ['0001-01-01T00:00:00.000Z BC', '0001-01-01T00:00:00.000Z']],
  ['2026-01-01T00:00:00.000123Z', ['2026-01-01T00:00:00.000123Z', '2026-01-01T00:00:00.000123Z']],
])('%s is written as PostgreSQL reads it', (text, wanted) => {
  const { low, high } = parseDateRange(text)!;
  expect([timestampText(low), timestampText(high)]).toEqual(wanted);
});
