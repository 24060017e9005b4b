import { describe, expect, it } from 'vitest';
import { departureOf, usualRange } from './bands.ts';

const FORMER = ['10', '11', '9', '10', '12', null, '10', '8', '11', '10'];

describe('a value', () => {
  it.each([
    ['4.99', 'below'], ['5', undefined], ['20', undefined], ['20.01', 'above'], [null, undefined],
  ])('%s between 5 and 20 is %s', (value, kind) => expect(departureOf({ low: '5', high: '20', deviations: null }, value, [])?.kind).toBe(kind));

  it('unlike the former months is an anomaly, told with what is usual', () => {
    expect(usualRange(FORMER, '3')).toEqual({ low: '5.5522', high: '14.4478' });
    expect(departureOf({ low: null, high: null, deviations: '3' }, '15', FORMER)).toEqual({ kind: 'anomaly', low: '5.5522', high: '14.4478' });
    expect(departureOf({ low: null, high: null, deviations: '3' }, '14', FORMER)).toBeUndefined();
  });

  it('is no anomaly where too little is known or nothing ever moved', () => {
    expect(departureOf({ low: null, high: null, deviations: '3' }, '99', FORMER.slice(0, 8))).toBeUndefined();
    expect(departureOf({ low: null, high: null, deviations: '3' }, '99', Array.from({ length: 12 }, () => '10'))).toBeUndefined();
  });

  it('outside of a bound set by hand is told as that', () => expect(departureOf({ low: '12', high: null, deviations: '3' }, '1', FORMER)?.kind).toBe('below'));
});
