import type { Majority } from '../../contract/meetings.ts';

export interface Count {
  readonly for: number;
  readonly against: number;
  readonly abstain: number;
}

/** Seats needed for a quorum: the percentage of the voting seats, rounded up. */
export const quorumOf = (votingSeats: number, percent: number): number => Math.ceil((votingSeats * percent) / 100);

/**
 * Whether an item is adopted. `simple`: more for than against; `two-thirds`: at least two thirds of those for and against; `consensus`: nobody against.
 * Abstentions count for the quorum only; without a single vote for, nothing is adopted.
 */
export function isAdopted({ for: yes, against: no }: Count, majority: Majority): boolean {
  if (yes === 0) return false;
  if (majority === 'consensus') return no === 0;
  return majority === 'simple' ? yes > no : yes * 3 >= (yes + no) * 2;
}
