import type { SchemeKind } from './engine.ts';

/** Options of `casemix group`. */
export interface GroupOptions {
  readonly scheme: SchemeKind;
  readonly pack: string;
  readonly in: string;
  readonly out: string;
  readonly codeMap?: string;
  readonly explain?: boolean;
  readonly resume?: boolean;
  readonly format?: string;
  readonly outFormat?: string;
  readonly workers?: string;
}
