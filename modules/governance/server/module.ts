import type { ServerModule } from '#platform/http/module.ts';
import { contract } from '../contract.ts';
import { operations } from './routes.ts';
import { signedDocuments } from './store/signed-documents.ts';

export const governanceModule: ServerModule = { contract, operations, reactions: [], jobs: [], signed: signedDocuments };
