import type { ServerModule } from '#platform/http/module.ts';
import { citeResolutionsFrom } from '#modules/task-ledger/server/api.ts';
import { contract } from '../contract.ts';
import { findResolution } from './api.ts';
import { operations } from './routes.ts';
import { signedDocuments } from './store/signed-documents.ts';

citeResolutionsFrom(findResolution);

export const governanceModule: ServerModule = { contract, operations, reactions: [], jobs: [], signed: signedDocuments };
