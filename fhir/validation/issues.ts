import type { OperationOutcomeIssue } from '#fhir/types/resources.gen.ts';

/** One finding of a full validation; `path` as `Patient.name[0].given[1]`. */
export interface Issue {
  readonly severity: 'error' | 'warning' | 'information';
  readonly code: OperationOutcomeIssue['code'];
  readonly path: string;
  readonly zh: string;
  readonly en: string;
}

/** The finding in Chinese and English. */
type Words = readonly [zh: string, en: string];

const ISSUES_MAX = 200;

/** Findings of one resource, cut at a limit. */
export class IssueList {
  readonly issues: Issue[] = [];
  hasErrors = false;

  /** The first of equal findings stays. */
  add(issue: Issue): void {
    if (issue.severity === 'error') this.hasErrors = true;
    if (this.issues.length < ISSUES_MAX && !this.issues.some((each) => each.path === issue.path && each.en === issue.en)) this.issues.push(issue);
  }

  /** `code` defaults to `invalid`. */
  error(path: string, [zh, en]: Words, code: Issue['code'] = 'invalid'): void {
    this.add({ severity: 'error', code, path, zh, en });
  }

  information(path: string, [zh, en]: Words): void {
    this.add({ severity: 'information', code: 'informational', path, zh, en });
  }

  warning(path: string, [zh, en]: Words, code: Issue['code'] = 'invalid'): void {
    this.add({ severity: 'warning', code, path, zh, en });
  }
}

/** As the standard's OperationOutcome: Chinese first, English beside it. */
export const issueOf = ({ severity, code, path, zh, en }: Issue): OperationOutcomeIssue => ({
  severity,
  code,
  details: { text: `${zh} ${en}` },
  diagnostics: `${zh} ${en}`,
  ...(path === '' ? {} : { expression: [path] }),
});
