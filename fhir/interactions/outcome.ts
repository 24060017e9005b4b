import type { OperationOutcome, OperationOutcomeIssue } from '#fhir/types/resources.gen.ts';
import { httpStatusOf, issueCodeOf } from '#platform/errors/problem-answer.ts';
import type { Problem, ProblemDetail } from '#platform/kernel/problem.ts';

/** Statuses that the standard fixes for FHIR (https://hl7.org/fhir/R4/http.html#Status-Codes). */
const STATUS: Readonly<Record<string, number>> = {
  'fhir.version-conflict': 412,
  'fhir.several-match': 412,
  'fhir.deleted': 410,
  'fhir.method': 405,
  'fhir.not-acceptable': 406,
  'fhir.encoding': 415,
  'fhir.export-failed': 500,
};

const ISSUE_CODE: Readonly<Record<string, OperationOutcomeIssue['code']>> = {
  'fhir.invalid': 'structure',
  'fhir.not-json': 'structure',
  'fhir.deleted': 'deleted',
  'fhir.no-endpoint': 'not-supported',
  'fhir.too-costly': 'too-costly',
  'platform.too-costly': 'too-costly',
  'fhir.several-match': 'multiple-matches',
  'fhir.already-exists': 'duplicate',
};

export const statusOf = (problem: Problem): number => STATUS[problem.code] ?? httpStatusOf(problem.kind);

/** One issue per place that is wrong, or one for the whole; the Chinese text first, the English beside it. */
export function outcomeOf(problem: Problem): OperationOutcome {
  const details = problem.details.length === 0 ? [undefined] : problem.details;
  return { resourceType: 'OperationOutcome', issue: details.map((detail) => issueOf(problem, detail)) };
}

function issueOf(problem: Problem, detail: ProblemDetail | undefined): OperationOutcomeIssue {
  const text = detail ? `${detail.message.zh} ${detail.message.en}` : `${problem.text.zh} ${problem.text.en}`;
  return {
    severity: 'error',
    code: ISSUE_CODE[problem.code] ?? (issueCodeOf(problem.kind) as OperationOutcomeIssue['code']),
    details: { coding: [{ system: 'https://yigong.dev/problems', code: problem.code }], text: `${problem.text.zh} ${problem.text.en}` },
    diagnostics: text,
    ...(detail && detail.path !== '' ? { expression: [detail.path] } : {}),
  };
}

export const informationOutcome = (zh: string, en: string): OperationOutcome => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'information', code: 'informational', diagnostics: `${zh} ${en}` }],
});
