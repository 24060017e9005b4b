/** Where the focus stands: a column and a place in it. */
export interface BoardPlace {
  readonly column: number;
  readonly row: number;
}

/** Cards by column in the order given; a card of an unknown column is left out. */
export function cardsByColumn<Card>(cards: readonly Card[], columns: readonly { readonly key: string }[], columnOf: (card: Card) => string): Card[][] {
  const lists = new Map(columns.map((column) => [column.key, [] as Card[]]));
  for (const card of cards) lists.get(columnOf(card))?.push(card);
  return columns.map((column) => lists.get(column.key) ?? []);
}

export function findCard<Card>(lists: readonly (readonly Card[])[], key: string | undefined, cardKey: (card: Card) => string): BoardPlace | undefined {
  if (key === undefined) return undefined;
  for (const [column, list] of lists.entries()) {
    const row = list.findIndex((card) => cardKey(card) === key);
    if (row >= 0) return { column, row };
  }
  return undefined;
}

/** The place after an arrow key; empty columns are passed over, the ends hold. */
export function placeAfterKey(key: string, from: BoardPlace, lengths: readonly number[]): BoardPlace | undefined {
  const length = lengths[from.column] ?? 0;
  if (key === 'ArrowDown') return { ...from, row: Math.min(length - 1, from.row + 1) };
  if (key === 'ArrowUp') return { ...from, row: Math.max(0, from.row - 1) };
  if (key === 'Home') return { ...from, row: 0 };
  if (key === 'End') return { ...from, row: length - 1 };
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return undefined;
  const step = key === 'ArrowLeft' ? -1 : 1;
  for (let column = from.column + step; column >= 0 && column < lengths.length; column += step) {
    const other = lengths[column] ?? 0;
    if (other > 0) return { column, row: Math.min(from.row, other - 1) };
  }
  return from;
}
