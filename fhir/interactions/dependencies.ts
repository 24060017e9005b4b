import type { FastifyRequest } from 'fastify';
import type { Subject } from '#platform/access/subject.ts';
import type { AuditSink } from '#platform/audit/batched-audit.ts';
import type { Database, Sql } from '#platform/database/transaction.ts';
import type { WorkKind } from '#platform/database/limits/time-limits.ts';
import type { Clock } from '#platform/kernel/clock.ts';
import type { Ids } from '#platform/kernel/ids.ts';
import type { PersonMatcher } from '../operations/match/matcher.ts';
import type { MeasureEvaluator } from '../operations/measure/evaluator.ts';

/** What the FHIR routes need of the house. */
export interface FhirDependencies {
  readonly database: Database;
  readonly subjectOf: (request: FastifyRequest) => Promise<Subject>;
  /** Forgets what is remembered of the request's credentials: another process may have seen the proof that a sensitive act asks for. */
  readonly forget?: (request: FastifyRequest) => void;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Default: batched rows in audit.entry, committed before the answer. */
  readonly audit?: AuditSink;
  /** Where bulk exports are written; without it there is no $export. */
  readonly exportFolder?: string;
  /** Answers Patient/$match; without it there is none. */
  readonly personMatcher?: PersonMatcher;
  /** Answers Measure/$evaluate-measure; without it there is none. */
  readonly measureEvaluator?: MeasureEvaluator;
  /** Where files sent to $import wait; without it there is no $import. */
  readonly importFolder?: string;
}

/** One interaction as its function sees it, from HTTP or from a bundle entry. */
export interface Interaction {
  readonly database: Database;
  /** Where reads go: the database, or the open transaction of a bundle. */
  readonly sql: Sql;
  /** For the little that must look past the subject's sight (whether a refused thing exists) or writes (tasks): reads of a subject cannot write. */
  readonly whole: Sql;
  readonly subject: Subject;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly audit: AuditSink;
  /** Address of this server's FHIR root, without a slash at the end. */
  readonly base: string;
  /** The same as `sql` with the time of another kind of work; a transaction has one time for all. */
  readonly readingFor?: (kind: WorkKind) => Sql;
  /** Whoever asked has hung up: long reads stop. */
  readonly isGone?: () => boolean;
}
