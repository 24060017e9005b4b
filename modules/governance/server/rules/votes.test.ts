import { describe, expect, it } from 'vitest';
import { isAdopted, quorumOf } from './votes.ts';

describe('a quorum', () => {
  it.each([[13, 67, 9], [3, 67, 3], [3, 66, 2], [1, 1, 1], [0, 67, 0], [200, 100, 200]])('of %i seats at %i %% is %i', (seats, percent, needed) => expect(quorumOf(seats, percent)).toBe(needed));
});

describe('an item', () => {
  it.each([
    ['simple', 3, 2, true], ['simple', 2, 2, false], ['simple', 0, 0, false], ['two-thirds', 2, 1, true], ['two-thirds', 3, 2, false], ['two-thirds', 4, 2, true], ['consensus', 5, 0, true], ['consensus', 5, 1, false], ['consensus', 0, 0, false],
  ] as const)('%s: %i for, %i against', (majority, yes, no, adopted) => expect(isAdopted({ for: yes, against: no, abstain: 9 }, majority)).toBe(adopted));
});
