import type { ServerModule } from '#platform/http/module.ts';
import { contract } from '../contract.ts';
import { operations } from './routes.ts';

export const assessmentModule: ServerModule = { contract, operations, reactions: [], jobs: [] };
