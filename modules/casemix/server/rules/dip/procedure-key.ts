/** `a+b/c`: every token is needed, each token is one of its codes. Without `+` any code of it is enough. Nothing is evaluated. */
export type ProcedureKey = readonly (readonly string[])[];

const CODE = /^[0-9A-Za-z.*]+$/;

/** Undefined for an expression that is none. Empty text is the key of a group without a procedure. */
export function parseProcedureKey(text: string): ProcedureKey | undefined {
  const plain = text.trim();
  if (plain === '') return [];
  const tokens = plain.split('+').map((token) => token.split('/').map((code) => code.trim()));
  return tokens.every((codes) => codes.length > 0 && codes.every((code) => CODE.test(code))) ? tokens : undefined;
}

export interface KeyMatch {
  readonly tokens: number;
  /** Procedures of the case that stand in the expression. */
  readonly matched: number;
}

/** How the procedures of a case meet the expression; undefined when they do not. */
export function matchKey(key: ProcedureKey, procedures: ReadonlySet<string>): KeyMatch | undefined {
  if (!key.every((codes) => codes.some((code) => procedures.has(code)))) return undefined;
  const matched = new Set(key.flat().filter((code) => procedures.has(code)));
  return { tokens: key.length, matched: matched.size };
}

/** Key of a cell of history: the distinct procedures in order, all needed. */
export const keyOf = (procedures: Iterable<string>): string => [...new Set(procedures)].toSorted().join('+');
