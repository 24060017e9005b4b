import type { Gate } from '#platform/access/gate.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { About } from '#platform/http/operation.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { diagnosisProblems } from '../../../contract/problems.ts';

export const problem = problemsOf(diagnosisProblems);

/** What commands, reactions and jobs have in common. */
export interface ActContext {
  readonly tx: Transaction;
  readonly subject: Subject;
  readonly gate: Gate;
  readonly now: Date;
  newId(): string;
  emit(event: string, payload: Readonly<Record<string, unknown>>, organisationIds: readonly string[]): void;
  about?(about: About): void;
}

/** The FHIR Practitioner who acts; an account without one stands for itself. */
export const readerIdOf = ({ fhirReference, id }: Subject): string => (fhirReference?.startsWith('Practitioner/') ? fhirReference.slice('Practitioner/'.length) : id);
