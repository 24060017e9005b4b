import { seededRandom } from '#platform/kernel/random.ts';

/** Random choices that are the same in every run. */
export class Chance {
  /** From 0 up to, but without, 1. */
  readonly next: () => number;

  constructor(seed: number) {
    this.next = seededRandom(seed);
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  often(share: number): boolean {
    return this.next() < share;
  }
}
