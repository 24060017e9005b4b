import type { ServerModule } from '#platform/http/module.ts';
import { contract } from '../contract.ts';
import { tableTask } from './commands/receive/import-task.ts';
import { mllpService, queueService } from './jobs.ts';
import { operations } from './routes.ts';

export const exchangeModule: ServerModule = { contract, operations, reactions: [], jobs: [], tasks: [tableTask], services: [mllpService, queueService] };
