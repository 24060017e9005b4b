import type { ServerModule } from '#platform/http/module.ts';
import { contract } from '../contract.ts';
import { sealNumbersTask } from './commands/seal-numbers-task.ts';
import { announceQuiet, findClearNumbers } from './jobs.ts';
import { operations } from './routes.ts';

export const imagingModule: ServerModule = { contract, operations, reactions: [], jobs: [announceQuiet, findClearNumbers], tasks: [sealNumbersTask] };
