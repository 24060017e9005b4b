import type { ServerModule } from '#platform/http/module.ts';
import { contract } from '../contract.ts';
import { reactions } from './reactions.ts';
import { operations } from './routes.ts';

export const laboratoryModule: ServerModule = { contract, operations, reactions, jobs: [] };
