import { describe, expect, it } from 'vitest';
import { inputOf, nextSort, readAddress, writeAddress } from './address.ts';
import type { Filter } from './columns.ts';
import { indexAfterKey } from './use-grid-keys.ts';
import { pagesOf } from './use-table-rows.ts';

const title = { zh: '', en: '' };
const filters: Filter[] = [
  { key: 'state', title, kind: 'choice', many: true },
  { key: 'priority', title, kind: 'choice' },
];

describe('a list in the address', () => {
  it('reads only what the list declares', () => {
    const address = readAddress(new URLSearchParams('view=mine&state=sent&state=accepted&tab=2&q=李'), filters);
    expect(address).toEqual({ view: 'mine', words: '李', sort: undefined, filters: { state: ['sent', 'accepted'] } });
  });
  it('writes back without touching what belongs to the page', () => {
    const before = new URLSearchParams('tab=2&state=sent');
    const after = writeAddress(before, { view: 'mine', words: '', sort: '-name', filters: { priority: ['urgent'] } }, filters);
    expect(after.toString()).toBe('tab=2&view=mine&sort=-name&priority=urgent');
  });
  it('what was chosen by hand wins over the view, the view over the page', () => {
    const address = readAddress(new URLSearchParams('priority=urgent&state=sent'), filters);
    const view = { key: 'v', title, filters: { priority: 'routine', turn: 'mine' } };
    expect(inputOf(address, { fixed: { turn: 'theirs', direction: 'up' }, view, filters })).toEqual({ direction: 'up', turn: 'mine', priority: 'urgent', state: ['sent'] });
  });
  it('sorting turns three ways', () => {
    expect([nextSort(undefined, 'name'), nextSort('name', 'name'), nextSort('-name', 'name'), nextSort('age', 'name')]).toEqual(['name', '-name', undefined, 'name']);
  });
});

describe('moving in a list', () => {
  const at = (active: number, total = 50) => ({ active, total, rowsPerScreen: 10 });
  it.each([['j', -1, 0], ['k', 0, 0], ['j', 49, 49], ['PageDown', 5, 15], ['End', 5, 49], ['Home', 5, 0]])('%s from %i leads to %i', (key, from, to) => {
    expect(indexAfterKey(key, at(from))).toBe(to);
  });
  it('other keys and empty lists move nothing', () => {
    expect([indexAfterKey('a', at(3)), indexAfterKey('j', at(-1, 0))]).toEqual([undefined, undefined]);
  });
  it('pages cover the rows in sight and always the first', () => {
    expect([pagesOf({ first: 0, last: 30 }), pagesOf({ first: 480, last: 520 })]).toEqual([[0], [0, 4, 5]]);
  });
});
