import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Subject } from '#platform/access/subject.ts';
import type { Database } from '#platform/database/transaction.ts';
import type { Dispatcher } from '#platform/http/dispatcher.ts';
import { registerHookRoutes } from './commands/hooks/routes.ts';

export interface RecognitionHouse {
  readonly database: Database;
  readonly dispatcher: Dispatcher;
  readonly subjectOf: (request: FastifyRequest) => Promise<Subject>;
  readonly publicUrl?: string | undefined;
}

/** Serves CDS Hooks 2.0 below `/cds-services`. */
export const serveRecognition = (server: FastifyInstance, house: RecognitionHouse): Promise<void> => registerHookRoutes(server, house);
