/** Options of `payment settle`. */
export interface SettleOptions {
  readonly parameters?: string;
  readonly in: string;
  readonly out: string;
  readonly summary?: string;
  readonly restart?: boolean;
  readonly scheme?: string;
  readonly pack?: string;
  readonly codeMap?: string;
  readonly format?: string;
  readonly outFormat?: string;
  readonly workers?: string;
}
