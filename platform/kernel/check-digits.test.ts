import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bodyCodeCheckCharacter,
  creditCodeCheckCharacter,
  idCardCheckCharacter,
  idCardTo18,
  isBodyCode,
  isCreditCode,
  readIdCard,
} from './check-digits.ts';

describe('resident identity numbers (GB 11643)', () => {
  it.each(['11010519491231002X', '440524188001010014', '１１０１０５１９４９１２３１００２ｘ', '110105 19491231 002x'])(
    'reads %s',
    (text) => expect(readIdCard(text).ok).toBe(true),
  );

  it.each([
    ['1101051949123100', 'length'],
    ['1101051949123100A2', 'characters'],
    ['010105194912310021', 'region'],
    ['110105194902310025', 'birth-date'],
    ['110105194912310021', 'check-character'],
  ] as const)('refuses %s because of its %s', (text, fault) => {
    expect(readIdCard(text)).toEqual({ ok: false, failure: fault });
  });

  it('refuses a birth in the future when today is given', () => {
    const first17 = '11010520300101002';
    const number = first17 + idCardCheckCharacter(first17);
    expect(readIdCard(number, '2026-11-22')).toEqual({ ok: false, failure: 'future' });
  });

  it('turns 15 digits into the same number of 18', () => {
    expect(idCardTo18('110105491231002')).toBe('11010519491231002X');
    expect(readIdCard('110105491231002')).toMatchObject({
      ok: true,
      value: { number: '11010519491231002X', birthDate: '1949-12-31', sex: 'female', from15Digits: true },
    });
  });

  const number17 = fc
    .tuple(fc.integer({ min: 0, max: 9999 }), fc.date({ min: new Date('1900-01-01'), max: new Date('2025-12-31'), noInvalidDate: true }), fc.integer({ min: 0, max: 999 }))
    .map(([region, birth, sequence]) =>
      `11${String(region).padStart(4, '0')}${birth.toISOString().slice(0, 10).replaceAll('-', '')}${String(sequence).padStart(3, '0')}`);

  it('accepts its own check character and notices every single typing error and every swapped neighbour', () => {
    fc.assert(
      fc.property(number17, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (first17, at, shift) => {
        const check = idCardCheckCharacter(first17);
        expect(readIdCard(first17 + check).ok).toBe(true);
        const typo = first17.slice(0, at) + ((Number(first17[at]) + shift) % 10) + first17.slice(at + 1);
        expect(readIdCard(typo + check).ok).toBe(false);
        if (at < 16 && first17[at] !== first17[at + 1]) {
          const swapped = first17.slice(0, at) + first17[at + 1] + first17[at] + first17.slice(at + 2);
          expect(readIdCard(swapped + check).ok).toBe(false);
        }
      }),
    );
  });
});

describe('organisation codes', () => {
  it.each(['9144030071526726XG', '91330100799655058B', '91350100M000100Y43'])('accepts the credit code %s', (code) => {
    expect(isCreditCode(code)).toBe(true);
  });

  it.each(['71526726X', 'M000100Y4', '71526726-X'])('accepts the body code %s', (code) => {
    expect(isBodyCode(code)).toBe(true);
  });

  it.each(['9144030071526726XH', '9144030071526726IG', '914403007152672', ''])('refuses the credit code "%s"', (code) => {
    expect(isCreditCode(code)).toBe(false);
  });

  it('notices every single changed symbol of a credit code', () => {
    const symbols = '0123456789ABCDEFGHJKLMNPQRTUWXY';
    const code = '91350100M000100Y43';
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 16 }), fc.constantFrom(...symbols), (at, symbol) => {
        fc.pre(code[at] !== symbol);
        expect(isCreditCode(code.slice(0, at) + symbol + code.slice(at + 1))).toBe(false);
      }),
    );
  });

  it('gives no check character for a symbol outside the alphabet', () => {
    expect(creditCodeCheckCharacter('9144030071526726O')).toBeUndefined();
    expect(bodyCodeCheckCharacter('71526726')).toBe('X');
  });
});
