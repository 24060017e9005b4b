import type { ServerModule } from '#platform/http/module.ts';
import { contract } from '../contract.ts';
import { jobs } from './jobs.ts';
import { reactions } from './reactions.ts';
import { operations } from './routes.ts';

export const indicatorsModule: ServerModule = { contract, operations, reactions, jobs };
