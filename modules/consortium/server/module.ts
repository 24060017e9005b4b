import type { ServerModule } from '#platform/http/module.ts';
import { contract } from '../contract.ts';
import { operations } from './routes.ts';
import { signedAgreements } from './store/signed-agreements.ts';

export const consortiumModule: ServerModule = { contract, operations, reactions: [], jobs: [], signed: [signedAgreements] };
