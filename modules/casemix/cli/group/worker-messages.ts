import type { EngineSource } from './engine.ts';
import type { PieceCounts, PieceStyle } from './piece.ts';

export interface WorkerStart {
  readonly casemixWorker: true;
  readonly source: EngineSource;
  readonly style: PieceStyle;
}

export interface PieceTask {
  readonly sequence: number;
  readonly line: number;
  readonly encoding: string;
  readonly bytes?: Uint8Array;
  readonly rows?: readonly (readonly string[])[];
}

export interface PieceAnswer {
  readonly sequence: number;
  readonly bytes: Uint8Array;
  readonly rows: readonly (readonly string[])[];
  readonly counts: PieceCounts;
}
