import { describe, expect, test } from 'vitest';
import { checkList, checkRegister } from './check.ts';
import type { RegisterOperation } from './record.ts';

const write = (version: number, sent: number, answered: number, value = `v${version}`): RegisterOperation => ({ kind: 'write', key: 'r', version, sent, answered, value });
const read = (version: number, sent: number, answered: number, value = `v${version}`): RegisterOperation => ({ kind: 'read', key: 'r', version, sent, answered, value });

describe('the checks themselves', () => {
  test('accept a history that could have happened one after the other', () => {
    expect(checkRegister([write(1, 0, 5), write(2, 3, 9), read(1, 6, 7), read(2, 10, 11)])).toEqual([]);
  });

  test.each<[string, RegisterOperation[], RegExp]>([
    ['a lost write', [write(1, 0, 1), write(2, 2, 3), read(1, 4, 5)], /saw version 1 after 2/],
    ['two winners of one version', [write(1, 0, 1), write(1, 0, 1)], /two writers/],
    ['a version with two values', [write(1, 0, 1), read(1, 2, 3, 'other')], /was v1 and other/],
  ])('find %s', (_what, history, words) => {
    expect(checkRegister(history).join('\n')).toMatch(words);
  });

  const appends = [{ key: 'l', sent: 0, answered: 1, element: 1 }, { key: 'l', sent: 2, answered: 3, element: 2 }];
  test.each<[string, number[], RegExp]>([
    ['a lost element', [1], /element 2 is lost/],
    ['an element twice', [1, 2, 2], /stands twice/],
    ['a wrong order', [2, 1], /acknowledged before an earlier/],
    ['an element of nobody', [1, 2, 9], /never appended/],
  ])('find %s in a list', (_what, final, words) => {
    expect(checkList('l', { appends, reads: [], final }).join('\n')).toMatch(words);
  });

  test('find a read that is no beginning of the list', () => {
    const reads = [{ key: 'l', sent: 4, answered: 5, elements: [2] }];
    expect(checkList('l', { appends, reads, final: [1, 2] }).join('\n')).toMatch(/no beginning.*\n.*missed 1/);
  });
});
