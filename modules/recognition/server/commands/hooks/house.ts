import type { FastifyRequest } from 'fastify';
import type { Subject } from '#platform/access/subject.ts';
import type { Database } from '#platform/database/transaction.ts';
import type { Dispatcher } from '#platform/http/dispatcher.ts';

export interface RecognitionHouse {
  readonly database: Database;
  readonly dispatcher: Dispatcher;
  readonly subjectOf: (request: FastifyRequest) => Promise<Subject>;
  /** By a JWT that the outside system signed for one address of ours. */
  readonly subjectByAssertion: (assertion: string, audiences: readonly string[]) => Promise<Subject>;
  readonly publicUrl?: string | undefined;
}
