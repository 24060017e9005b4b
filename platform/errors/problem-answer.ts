import type { Problem, ProblemKind } from '#platform/kernel/problem.ts';

const STATUS: Readonly<Record<ProblemKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'business-rule': 422,
  'too-many': 429,
  unsupported: 501,
};

/** FHIR issue codes: https://hl7.org/fhir/R4/valueset-issue-type.html */
const ISSUE_CODE: Readonly<Record<ProblemKind, string>> = {
  invalid: 'invalid',
  unauthenticated: 'login',
  forbidden: 'forbidden',
  'not-found': 'not-found',
  conflict: 'conflict',
  'business-rule': 'business-rule',
  'too-many': 'throttled',
  unsupported: 'not-supported',
};

export const httpStatusOf = (kind: ProblemKind): number => STATUS[kind];
export const issueCodeOf = (kind: ProblemKind): string => ISSUE_CODE[kind];

/** RFC 9457 problem document. `title` is Chinese first, `titleEn` the same in English. */
export interface ProblemDocument {
  readonly type: string;
  readonly status: number;
  readonly kind: ProblemKind;
  readonly code: string;
  readonly title: string;
  readonly titleEn: string;
  readonly details: readonly { path: string; message: string; messageEn: string }[];
}

export function problemDocument(problem: Problem): ProblemDocument {
  return {
    type: `https://yigong.dev/problems/${problem.code}`,
    status: httpStatusOf(problem.kind),
    kind: problem.kind,
    code: problem.code,
    title: problem.text.zh,
    titleEn: problem.text.en,
    details: problem.details.map(({ path, message }) => ({ path, message: message.zh, messageEn: message.en })),
  };
}
