import { describe, expect, it } from 'vitest';
import { parseLiveEvent } from './live.ts';

describe('live events', () => {
  it('are a name and ids', () => {
    expect(parseLiveEvent('{"name":"referral.sent","ids":["r1"]}')).toEqual({ name: 'referral.sent', ids: ['r1'] });
  });
  it.each([['not json'], ['{}'], ['null'], ['{"name":1}']])('%s is passed over', (data) => {
    expect(parseLiveEvent(data)).toBeUndefined();
  });
});
