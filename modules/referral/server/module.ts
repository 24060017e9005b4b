import type { ServerModule } from '#platform/http/module.ts';
import { contract } from '../contract.ts';
import { escalateOverdue, expireNotArrived, remindFollowUps } from './jobs.ts';
import { reactions } from './reactions.ts';
import { operations } from './routes.ts';
import { signedReferralDocuments } from './store/signed-documents.ts';

export const referralModule: ServerModule = {
  contract,
  operations,
  reactions,
  jobs: [escalateOverdue, expireNotArrived, remindFollowUps],
  signed: [signedReferralDocuments],
};
