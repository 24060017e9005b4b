import type { BenchHouse } from './house.ts';
import type { Line } from './report.ts';

export interface Options {
  /** Of one round of a measurement. */
  readonly seconds: number;
  /** Alternating rounds of ours and the other. */
  readonly rounds: number;
  readonly concurrency: number;
  /** Sizes and durations of the long sections. */
  readonly observations: number;
  readonly minutes: number;
  readonly residents: number;
  /** Where new data folders go; default the temporary folder. */
  readonly folder?: string;
}

export interface Bench {
  readonly house: BenchHouse;
  readonly options: Options;
  readonly say: (line: string) => void;
}

/** One part of the bench; long ones run only by name. */
export interface Section {
  readonly name: string;
  readonly isLong?: boolean;
  /** False for what runs on a database of its own. */
  readonly needsHouse?: boolean;
  readonly run: (bench: Bench) => Promise<Line[]>;
}
