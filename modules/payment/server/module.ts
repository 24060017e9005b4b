import type { ServerModule } from '#platform/http/module.ts';
import { contract } from '../contract.ts';
import { clearingTask } from './commands/runs/clearing-task.ts';
import { reactions } from './reactions.ts';
import { operations } from './routes.ts';

export const paymentModule: ServerModule = { contract, operations, reactions, jobs: [], tasks: [clearingTask] };
