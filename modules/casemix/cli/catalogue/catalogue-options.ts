export interface BuildOptions {
  readonly in: readonly string[];
  readonly out: string;
  readonly name: string;
  readonly catalogueVersion: string;
  readonly parameters?: string;
  readonly tables?: string;
}

export interface CompareOptions {
  readonly out?: string;
  readonly all?: boolean;
}
