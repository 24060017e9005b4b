import { expect, test } from 'vitest';
import { orderOf } from './columns.ts';

const order = { allowed: { name: 't.name' }, fallback: 't.rank', unique: 't.id' };

test.each([
  ['name', 't.name asc nulls last, t.id'],
  ['-name', 't.name desc nulls last, t.id'],
  [undefined, 't.rank, t.id'],
  ['t.name; drop table', 't.rank, t.id'],
  ['constructor', 't.rank, t.id'],
  ['-__proto__', 't.rank, t.id'],
])('%s is ordered by %s', (sort, expected) => {
  expect(orderOf(sort, order)).toBe(expected);
});
