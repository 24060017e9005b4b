import type { ServerModule } from '#platform/http/module.ts';
import { contract } from '../contract.ts';
import { escalateCriticals, escalateOverdueOrders, watchObservations } from './jobs.ts';
import { reactions } from './reactions.ts';
import { operations } from './routes.ts';
import { signedDocuments } from './store/signed-documents.ts';

export const sharedDiagnosisModule: ServerModule = { contract, operations, reactions, jobs: [escalateOverdueOrders, escalateCriticals, watchObservations], signed: signedDocuments };
