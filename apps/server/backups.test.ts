import { expect, test } from 'vitest';
import { lastWindow } from './backups.ts';

test.each([
  ['2026-11-22T01:00:00+08:00', '2026-11-21T02:30:00+08:00'],
  ['2026-11-22T02:30:00+08:00', '2026-11-22T02:30:00+08:00'],
  ['2026-11-22T23:59:59+08:00', '2026-11-22T02:30:00+08:00'],
  ['2026-12-31T17:00:00Z', '2026-12-31T02:30:00+08:00'],
  ['2026-12-31T18:31:00Z', '2027-01-01T02:30:00+08:00'],
])('at %s the backup of %s is due', (now, window) => {
  expect(new Date(lastWindow(Date.parse(now), '02:30')).toISOString()).toBe(new Date(window).toISOString());
});
