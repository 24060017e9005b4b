import type { ServerModule } from '#platform/http/module.ts';
import { contract } from '../contract.ts';
import { registerTasksOfRegion, withdrawTasksOfRegion } from './reactions.ts';
import { operations } from './routes.ts';

export const regionsModule: ServerModule = { contract, operations, reactions: [registerTasksOfRegion, withdrawTasksOfRegion], jobs: [] };
