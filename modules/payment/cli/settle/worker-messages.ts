import type { Format } from '#platform/cli/pieces/read-pieces.ts';
import type { InstitutionTally } from '../../server/rules/region-year.ts';

/** Where grouping comes from; absent where the file names the groups. */
export interface GroupingSource {
  readonly scheme: 'drg' | 'dip';
  readonly packFolder: string;
  readonly codeMapFolder: string | undefined;
}

/** How a piece is read and written. */
export interface SettleStyle {
  readonly from: Format;
  readonly to: Format;
  readonly titles: readonly string[];
  readonly separator: string;
}

export interface SettleStart {
  readonly settleWorker: true;
  readonly parameters: unknown;
  readonly grouping: GroupingSource | undefined;
  readonly style: SettleStyle;
}

export interface Refused {
  readonly place: string;
  readonly reason: string;
}

export interface SettleTask {
  readonly sequence: number;
  readonly line: number;
  readonly encoding: string;
  readonly bytes?: Uint8Array;
  readonly rows?: readonly (readonly string[])[];
  /** Lines that the order of the whole file forbids, with the words: a case number twice, an overlapping stay. */
  readonly refuse?: ReadonlyMap<number, string>;
}

/** A stay that must be compared with those of the whole file. */
export interface GivenStayLine {
  readonly at: number;
  readonly person: string;
  readonly admitted: string;
  readonly discharged: string;
}

export interface SettleAnswer {
  readonly sequence: number;
  readonly bytes: Uint8Array;
  readonly rows: readonly (readonly string[])[];
  readonly done: number;
  readonly pending: number;
  readonly refusedCount: number;
  readonly refused: readonly Refused[];
  /** Line of each case that was taken, and two numbers that stand for its case number. */
  readonly lines: Uint32Array;
  readonly marks: Float64Array;
  readonly stays: readonly GivenStayLine[];
  readonly sums: ReadonlyMap<string, InstitutionTally>;
}
