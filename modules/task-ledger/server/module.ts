import type { ServerModule } from '#platform/http/module.ts';
import { contract } from '../contract.ts';
import { remindOverdue } from './jobs.ts';
import { operations } from './routes.ts';

export const taskLedgerModule: ServerModule = { contract, operations, reactions: [], jobs: [remindOverdue] };
