import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KeptTexts } from './kept-texts.ts';

const KEYS = ['1', '2', '3', '-4', '5', '6', '7', '8'] as const;
const textOf = (key: string, stamp: string, length: number): Buffer => Buffer.alloc(length, `${key}:${stamp};`);

const found = (kept: KeptTexts, key: string, stamp: string): string | undefined => {
  const place = kept.find(key, stamp);
  return place && kept.take([place])[0]!.toString();
};

describe('kept texts', () => {
  test('property: what is found is what was kept of this key and stamp, and the latest that fit are all there', () => {
    const step = fc.record({ key: fc.constantFrom(...KEYS), stamp: fc.constantFrom('a', 'b'), length: fc.integer({ min: 0, max: 40 }) });
    fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const kept = new KeptTexts(100);
      for (const [index, { key, stamp, length }] of steps.entries()) {
        kept.keep(key, stamp, textOf(key, stamp, length));
        const latest = new Map(steps.slice(0, index + 1).map((each) => [each.key, each]));
        for (const each of KEYS) {
          for (const mark of ['a', 'b'] as const) {
            const known = latest.get(each);
            const text = found(kept, each, mark);
            if (text !== undefined) expect(text).toBe(textOf(each, mark, known!.length).toString());
            if (text !== undefined) expect(known!.stamp).toBe(mark);
          }
        }
        expect(found(kept, key, stamp)).toBe(textOf(key, stamp, length).toString());
      }
    }), { numRuns: 500 });
  });

  test('a ring turned many times over keeps the last that fit and nothing of those before', () => {
    const kept = new KeptTexts(1000);
    for (let key = 0; key < 10_000; key += 1) kept.keep(String(key), 's', textOf(String(key), 's', 90));
    expect(found(kept, '9999', 's')).toBe(textOf('9999', 's', 90).toString());
    expect(Array.from({ length: 10_000 }, (_, key) => kept.find(String(key), 's')).filter(Boolean).length).toBeGreaterThanOrEqual(10);
    expect(kept.find('9980', 's')).toBeUndefined();
  });

  test('a text longer than a share of the ring is not kept', () => {
    const kept = new KeptTexts();
    kept.keep('long', 's', Buffer.alloc(200_000));
    expect(kept.find('long', 's')).toBeUndefined();
  });

  test('pages are asked for without texts after most of the last were known, and with them again when few are', () => {
    const kept = new KeptTexts();
    expect(kept.isWarm).toBe(false);
    for (let page = 0; page < 100; page += 1) kept.learn(20, 20);
    expect(kept.isWarm).toBe(true);
    for (let page = 0; page < 20; page += 1) kept.learn(0, 20);
    expect(kept.isWarm).toBe(false);
    kept.learn(0, 0);
    expect(kept.isWarm).toBe(false);
  });
});
