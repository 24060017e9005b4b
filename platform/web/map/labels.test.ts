import { expect, test } from 'vitest';
import type { Placed } from './geometry.ts';
import { placeLabels } from './labels.ts';

const at = (key: string, x: number, y: number): Placed => ({ key, at: [x, y] });
const PLAN = { letter: 15, mark: 12, width: 1000 };

test('a name stands right of its mark, or left where a mark is in the way', () => {
  const free = placeLabels({ ...PLAN, marks: [at('a', 500, 500)], wanted: [{ key: 'a', text: '医院' }] });
  expect(free[0]).toMatchObject({ anchor: 'start' });
  const crowded = placeLabels({ ...PLAN, marks: [at('a', 500, 500), at('b', 530, 500)], wanted: [{ key: 'a', text: '医院' }] });
  expect(crowded[0]).toMatchObject({ anchor: 'end' });
});

test('a name never leaves the drawing, and is left out where there is no room', () => {
  expect(placeLabels({ ...PLAN, marks: [at('a', 990, 500)], wanted: [{ key: 'a', text: '人民医院' }] })[0]).toMatchObject({ anchor: 'end' });
  const ring = [at('a', 500, 500), at('r', 530, 500), at('l', 470, 500), at('u', 500, 470), at('d', 500, 530)];
  expect(placeLabels({ ...PLAN, marks: ring, wanted: [{ key: 'a', text: '医院' }] })).toEqual([]);
});
