import { expect, test } from 'vitest';
import { bordersOf, contains, frameOf, markAt, neighbour, spread, type Point } from './geometry.ts';

const SQUARE: Point[] = [[0, 0], [1, 0], [1, 1], [0, 1]];

test('north is up and west is left', () => {
  const frame = frameOf([[100, 30], [101, 31]]);
  const [west, south] = frame.place([100, 30]);
  const [east, north] = frame.place([101, 31]);
  expect(west).toBeLessThan(east);
  expect(north).toBeLessThan(south);
});

test('a point lies in a ring or not', () => {
  expect(contains(SQUARE, [0.5, 0.5])).toBe(true);
  expect(contains(SQUARE, [1.5, 0.5])).toBe(false);
});

test('marks on one point are spread, far ones stay', () => {
  const frame = frameOf([[0, 0], [1, 1]]);
  const marks = spread([{ key: 'a', at: [500, 500] }, { key: 'b', at: [500, 500] }, { key: 'c', at: [100, 100] }], 20, frame);
  expect(Math.hypot(marks[0]!.at[0] - marks[1]!.at[0], marks[0]!.at[1] - marks[1]!.at[1])).toBeGreaterThan(18);
  expect(marks[2]!.at).toEqual([100, 100]);
});

test('what lies outside stands at the edge and points there', () => {
  const frame = frameOf([[0, 0], [1, 1]]);
  expect(markAt('far', [5, 0.5], frame).outward).toBe(0);
  expect(markAt('near', [0.5, 0.5], frame).outward).toBeUndefined();
});

test('arrow keys go to the nearest mark that way', () => {
  const marks = [{ key: 'a', at: [0, 0] as Point }, { key: 'b', at: [10, 1] as Point }, { key: 'c', at: [50, 0] as Point }, { key: 'd', at: [0, 10] as Point }];
  expect(neighbour(marks, 'a', 'ArrowRight')).toBe('b');
  expect(neighbour(marks, 'a', 'ArrowDown')).toBe('d');
  expect(neighbour(marks, 'a', 'ArrowLeft')).toBeUndefined();
  expect(neighbour(marks, 'a', 'x')).toBeUndefined();
});

test('a border runs between groups and round the whole, not between areas of one group', () => {
  const right = SQUARE.map(([x, y]): Point => [x + 1, y]);
  expect(bordersOf([{ ring: SQUARE, group: 'a' }, { ring: right, group: 'a' }]).match(/M/g)).toHaveLength(6);
  expect(bordersOf([{ ring: SQUARE, group: 'a' }, { ring: right, group: 'b' }]).match(/M/g)).toHaveLength(7);
});
