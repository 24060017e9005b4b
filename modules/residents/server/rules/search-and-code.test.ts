import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardNumberFrom, isCardNumber, readCode, signCode } from './resident-code.ts';
import { readSearchTerm } from './search-term.ts';

describe('what was typed into the search', () => {
  it.each([
    ['', { kind: 'all' }],
    ['張 偉', { kind: 'name', text: '张伟' }],
    ['zsm', { kind: 'sound', text: 'zsm' }],
    ['Zhou SiMin', { kind: 'sound', text: 'zhousimin' }],
    ['1380013', { kind: 'number', text: '1380013', otherForms: [], exact: false }],
    ['１１０１０５４９１２３１００２', { kind: 'number', text: '110105491231002', otherForms: ['11010519491231002X'], exact: true }],
    ['11010519491231002x', { kind: 'number', text: '11010519491231002X', otherForms: [], exact: true }],
    ['%_', { kind: 'sound', text: '' }],
  ])('"%s"', (typed, term) => expect(readSearchTerm(typed)).toEqual(term));
});

describe('codes', () => {
  const uuid = fc.uuid();

  it('are read back with the same key only', () => {
    fc.assert(fc.property(uuid, fc.string(), fc.string(), (codeId, secret, other) => {
      const code = signCode(codeId, secret);
      expect(readCode(code, secret)).toBe(codeId);
      if (other !== secret) expect(readCode(code, other)).toBeUndefined();
    }));
  });

  it('are refused when any character was changed', () => {
    fc.assert(fc.property(uuid, fc.nat({ max: 57 }), (codeId, at) => {
      const code = signCode(codeId, 'key');
      const changed = code.slice(0, at) + (code[at] === 'a' ? 'b' : 'a') + code.slice(at + 1);
      // The last character of base64url carries two spare bits, which the comparison of text still notices.
      expect(readCode(changed, 'key')).toBeUndefined();
    }));
  });

  it('card numbers notice every wrong digit', () => {
    fc.assert(fc.property(uuid, fc.nat({ max: 15 }), fc.integer({ min: 1, max: 9 }), (id, at, shift) => {
      const card = cardNumberFrom(id);
      expect(isCardNumber(card)).toBe(true);
      expect(isCardNumber(card.slice(0, at) + ((Number(card[at]) + shift) % 10) + card.slice(at + 1))).toBe(false);
    }));
  });
});
