import type { FastifyRequest } from 'fastify';
import type { Subject } from '#platform/access/subject.ts';
import type { Database } from '#platform/database/transaction.ts';
import type { Dispatcher } from '#platform/http/dispatcher.ts';

export interface RecognitionHouse {
  readonly database: Database;
  readonly dispatcher: Dispatcher;
  readonly subjectOf: (request: FastifyRequest) => Promise<Subject>;
  readonly publicUrl?: string | undefined;
}
