import { describe, expect, it } from 'vitest';
import { toneOfTimeLeft } from './time-left.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 0, minute));

describe('time left', () => {
  it.each([[0, 'waiting'], [89, 'waiting'], [90, 'due'], [119, 'due'], [120, 'overdue']])('of two hours, minute %i is %s', (minute, tone) => {
    expect(toneOfTimeLeft({ since: at(0), until: at(120), now: at(minute) })).toBe(tone);
  });
  it('is amber in the last half hour where the beginning is unknown', () => {
    expect([toneOfTimeLeft({ until: at(120), now: at(89) }), toneOfTimeLeft({ until: at(120), now: at(90) })]).toEqual(['waiting', 'due']);
  });
});
