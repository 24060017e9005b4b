import { expect, test } from 'vitest';
import { lastWindow, nextDue } from './due.ts';

test.each([
  ['2026-11-22T01:00:00+08:00', '2026-11-21T02:30:00+08:00'],
  ['2026-11-22T02:30:00+08:00', '2026-11-22T02:30:00+08:00'],
  ['2026-11-22T23:59:59+08:00', '2026-11-22T02:30:00+08:00'],
  ['2026-12-31T17:00:00Z', '2026-12-31T02:30:00+08:00'],
  ['2026-12-31T18:31:00Z', '2027-01-01T02:30:00+08:00'],
])('at %s the backup of %s is due', (now, window) => {
  expect(new Date(lastWindow(Date.parse(now), '02:30')).toISOString()).toBe(new Date(window).toISOString());
});

test.each([
  ['one of tonight is followed by tomorrow\'s', '2026-11-22T02:31:00+08:00', '2026-11-23T02:30:00+08:00'],
  ['one by hand before the window does not stand for it', '2026-11-22T01:00:00+08:00', '2026-11-22T02:30:00+08:00'],
  ['none at all is due since the last window', undefined, '2026-11-22T02:30:00+08:00'],
])('the next backup: %s', (_, newestStart, due) => {
  expect(new Date(nextDue({ now: Date.parse('2026-11-22T10:00:00+08:00'), at: '02:30', newestStart })).toISOString()).toBe(new Date(due).toISOString());
});
