import type { FastifyInstance } from 'fastify';
import type { RecognitionHouse } from './commands/hooks/house.ts';
import { registerHookRoutes } from './commands/hooks/routes.ts';

export { findUndecidedResult } from './commands/decide/find-undecided-result.ts';

/** Serves CDS Hooks 2.0 below `/cds-services`. */
export const serveRecognition = (server: FastifyInstance, house: RecognitionHouse): Promise<void> => registerHookRoutes(server, house);
