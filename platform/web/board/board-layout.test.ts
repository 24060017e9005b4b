import { describe, expect, it } from 'vitest';
import { cardsByColumn, findCard, placeAfterKey } from './board-layout.ts';

const columns = [{ key: 'sent' }, { key: 'empty' }, { key: 'done' }];
const cards = [{ id: 'a', state: 'sent' }, { id: 'b', state: 'done' }, { id: 'c', state: 'sent' }, { id: 'd', state: 'unknown' }];
const lists = cardsByColumn(cards, columns, (card) => card.state);

describe('a board', () => {
  it('keeps the order of the cards in each column', () => {
    expect(lists.map((list) => list.map((card) => card.id))).toEqual([['a', 'c'], [], ['b']]);
  });
  it('finds a card wherever it moved', () => {
    expect(findCard(lists, 'c', (card) => card.id)).toEqual({ column: 0, row: 1 });
    expect(findCard(lists, 'gone', (card) => card.id)).toBeUndefined();
  });
  it.each([
    ['ArrowDown', 0, 0, 0, 1], ['ArrowDown', 0, 1, 0, 1], ['ArrowUp', 0, 0, 0, 0], ['ArrowRight', 0, 1, 2, 0], ['ArrowLeft', 2, 0, 0, 0], ['ArrowRight', 2, 0, 2, 0], ['End', 0, 0, 0, 1],
  ])('%s from column %i row %i leads to column %i row %i', (key, column, row, toColumn, toRow) => {
    expect(placeAfterKey(key, { column, row }, [2, 0, 1])).toEqual({ column: toColumn, row: toRow });
  });
  it('other keys move nothing', () => expect(placeAfterKey('x', { column: 0, row: 0 }, [2, 0, 1])).toBeUndefined());
});
