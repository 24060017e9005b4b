import { expect, it } from 'vitest';
import { arranged, moved, PLAIN, readArrangement, toggled } from './arrangement.ts';

const IDS = ['C01', 'C02', 'C03', 'C04'];

it('cards stand as they were arranged; new ones at the end, vanished ones nowhere', () => {
  expect(arranged(IDS, PLAIN)).toEqual(IDS);
  expect(arranged(IDS, { order: ['C03', 'X99', 'C01'], hidden: [] })).toEqual(['C03', 'C01', 'C02', 'C04']);
});

it('a card moves past its neighbour that is shown, and not past the ends', () => {
  const hidden = toggled(PLAIN, 'C02');
  expect(arranged(IDS, moved(IDS, hidden, { id: 'C01', by: 1 }))).toEqual(['C03', 'C02', 'C01', 'C04']);
  expect(moved(IDS, PLAIN, { id: 'C01', by: -1 })).toEqual(PLAIN);
  expect(moved(IDS, PLAIN, { id: 'C04', by: 1 })).toEqual(PLAIN);
});

it('a card is left out and taken in again; what was stored by something else is no arrangement', () => {
  expect(toggled(toggled(PLAIN, 'C02'), 'C02')).toEqual(PLAIN);
  expect(readArrangement({ order: 'C01' })).toEqual(PLAIN);
});
