/** The closed set of mistakes a caller can make. HTTP status and FHIR issue codes are decided in `platform/errors`. */
export type ProblemKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'business-rule'
  | 'too-many'
  | 'unsupported';

export interface Text {
  readonly zh: string;
  readonly en: string;
}

/** Declared once in a contract; `zh`/`en` say what the user can do and who can release it. Never patient data. */
export interface ProblemDeclaration extends Text {
  readonly kind: ProblemKind;
}

/** One place where the input is wrong: `path` is dotted (`medications.2.dose`), or a file position (`line 14`). */
export interface ProblemDetail {
  readonly path: string;
  readonly message: Text;
}

/**
 * A refusal that the caller can understand and act upon. Thrown anywhere on the server, turned into an answer in one
 * place (`platform/errors`). `code` is stable and listed in docs/guide/problems.md.
 */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly code: string;
  readonly text: Text;
  readonly details: readonly ProblemDetail[];

  constructor(code: string, declaration: ProblemDeclaration, details: readonly ProblemDetail[] = []) {
    super(`${code}: ${declaration.en}`);
    this.name = 'Problem';
    this.code = code;
    this.kind = declaration.kind;
    this.text = { zh: declaration.zh, en: declaration.en };
    this.details = details;
  }
}

/** Builds the problem factory of one module from the codes that its contract declares. */
export function problemsOf<Code extends string>(declarations: Readonly<Record<Code, ProblemDeclaration>>) {
  return (code: Code, details: readonly ProblemDetail[] = []): Problem =>
    new Problem(code, declarations[code], details);
}

/** A broken assumption of ours, not a mistake of the caller: answers 500 and is reported. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Assertion failed: ${message}`);
}
