import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, compare, divide, exact, multiply, parseDecimal, scaledText, squareRoot, subtract, toDecimal } from './decimal.ts';

const whole = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
const decimal = fc.tuple(whole, fc.integer({ min: 0, max: 8 })).map(([value, places]) => scaledText(value, places));

describe('an exact decimal', () => {
  it.each([
    ['0.005', 2, '0.01'],
    ['-0.005', 2, '-0.01'],
    ['0.0049999', 2, '0.00'],
    ['2.5', 0, '3'],
    ['-2.5', 0, '-3'],
    ['1499.625', 2, '1499.63'],
    ['12', 4, '12.0000'],
  ])('%s with %i decimals is %s', (text, places, expected) => expect(toDecimal(exact(text), places)).toBe(expected));

  it.each(['', '1e3', '0x1', '1,000', '１', '.5', '5.', 'NaN', '--1', ' 1'])('is not read from %j', (text) => expect(parseDecimal(text)).toBeUndefined());

  it('keeps every digit of what it was read from', () => {
    fc.assert(fc.property(decimal, (text) => {
      expect(toDecimal(exact(text), text.split('.')[1]?.length ?? 0)).toBe(text);
    }));
  });

  it('obeys the laws of arithmetic', () => {
    fc.assert(fc.property(decimal, decimal, decimal, (x, y, z) => {
      const [a, b, c] = [exact(x), exact(y), exact(z)];
      expect(compare(multiply(a, add(b, c)), add(multiply(a, b), multiply(a, c)))).toBe(0);
      expect(compare(subtract(add(a, b), b), a)).toBe(0);
      if (b.over !== 0n) expect(compare(multiply(divide(a, b), b), a)).toBe(0);
    }));
  });

  it('has a root whose square is nearest', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n }), (value) => {
      const root = exact(squareRoot({ over: value, under: 100n }, 4));
      const half = exact('0.00005');
      const square = { over: value, under: 100n };
      expect(compare(multiply(add(root, half), add(root, half)), square)).toBe(1);
      if (root.over > 0n) expect(compare(multiply(subtract(root, half), subtract(root, half)), square)).not.toBe(1);
    }));
  });
});
