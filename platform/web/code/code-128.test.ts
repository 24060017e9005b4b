import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { code128Values } from './code-128.tsx';

/** A second, naive reader of the symbol values. */
function read(values: readonly number[]): string {
  let set = values[0] === 105 ? 'C' : 'B';
  let text = '';
  for (const value of values.slice(1, -1)) {
    if (value === 99 && set === 'B') set = 'C';
    else if (value === 100 && set === 'C') set = 'B';
    else text += set === 'C' ? String(value).padStart(2, '0') : String.fromCharCode(value + 32);
  }
  return text;
}

describe('Code 128', () => {
  it.each([
    ['PJJ123C', [104, 48, 42, 42, 17, 18, 19, 35, 55]],
    ['123456', [105, 12, 34, 56, 44]],
  ])('%s has the symbols that were worked out by hand (the first one begins in set B, where the well-known example begins in A)', (text, values) => {
    expect(code128Values(text)).toEqual(values);
  });

  it('every text of printable ASCII is read back, and its check symbol fits', () => {
    fc.assert(fc.property(fc.stringMatching(/^[\x20-\x7e]{1,40}$/), (text) => {
      const values = code128Values(text)!;
      expect(read(values)).toBe(text);
      expect(values.slice(0, -1).reduce((sum, value, at) => sum + value * Math.max(1, at), 0) % 103).toBe(values.at(-1));
    }));
  });

  it('a long number takes half the symbols; what is outside ASCII has none', () => {
    expect(code128Values('2611230000001234')).toHaveLength(10);
    expect(code128Values('标本')).toBeUndefined();
  });
});
