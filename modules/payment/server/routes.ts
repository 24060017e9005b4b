import { bindCommand, bindQuery, type BoundOperation } from '#platform/http/operation.ts';
import * as claims from '../contract/claims.ts';
import * as packages from '../contract/packages.ts';
import * as packs from '../contract/packs.ts';
import * as runs from '../contract/runs.ts';
import { auditClaim } from './commands/claims/audit-claim.ts';
import { issueStatement } from './commands/claims/issue-statement.ts';
import { recordStay } from './commands/claims/record-stay.ts';
import { releaseHit } from './commands/claims/release-hit.ts';
import { sendClaim } from './commands/claims/send-claim.ts';
import { closePackage } from './commands/packages/close-package.ts';
import { distributePackage } from './commands/packages/distribute-package.ts';
import { openPackage } from './commands/packages/open-package.ts';
import { recordPackageMonth } from './commands/packages/record-package-month.ts';
import { approvePack } from './commands/packs/approve-pack.ts';
import { loadPack } from './commands/packs/load-pack.ts';
import { retirePack } from './commands/packs/retire-pack.ts';
import { withdrawPack } from './commands/packs/withdraw-pack.ts';
import { applyReview } from './commands/reviews/apply-review.ts';
import { decideReview } from './commands/reviews/decide-review.ts';
import { voteReview } from './commands/reviews/vote-review.ts';
import { cancelRun } from './commands/runs/cancel-run.ts';
import { confirmRun } from './commands/runs/confirm-run.ts';
import { decideAppeal } from './commands/runs/decide-appeal.ts';
import { fileAppeal } from './commands/runs/file-appeal.ts';
import { loadCases } from './commands/runs/load-cases.ts';
import { runAdvance } from './commands/runs/run-advance.ts';
import { startClearing } from './commands/runs/start-clearing.ts';
import { comparePacks } from './queries/compare-packs.ts';
import { getCase } from './queries/get-case.ts';
import { getClaim } from './queries/get-claim.ts';
import { getPack } from './queries/get-pack.ts';
import { getPackage } from './queries/get-package.ts';
import { getRunReport } from './queries/get-run-report.ts';
import { getRun } from './queries/get-run.ts';
import { listAppeals } from './queries/list-appeals.ts';
import { listCases } from './queries/list-cases.ts';
import { listClaims } from './queries/list-claims.ts';
import { listPackages } from './queries/list-packages.ts';
import { listPacks } from './queries/list-packs.ts';
import { listReviews } from './queries/list-reviews.ts';
import { listRuns } from './queries/list-runs.ts';
import { listStays } from './queries/list-stays.ts';

/** Each operation of the contract with its handler. */
export const operations: readonly BoundOperation[] = [
  bindCommand(packs.loadPack, loadPack),
  bindCommand(packs.approvePack, approvePack),
  bindCommand(packs.withdrawPack, withdrawPack),
  bindCommand(packs.retirePack, retirePack),
  bindCommand(runs.loadCases, loadCases),
  bindCommand(runs.runAdvance, runAdvance),
  bindCommand(runs.startClearing, startClearing),
  bindCommand(runs.cancelRun, cancelRun),
  bindCommand(runs.confirmRun, confirmRun),
  bindCommand(runs.fileAppeal, fileAppeal),
  bindCommand(runs.decideAppeal, decideAppeal),
  bindCommand(runs.applyReview, applyReview),
  bindCommand(runs.voteReview, voteReview),
  bindCommand(runs.decideReview, decideReview),
  bindCommand(packages.openPackage, openPackage),
  bindCommand(packages.recordPackageMonth, recordPackageMonth),
  bindCommand(packages.closePackage, closePackage),
  bindCommand(packages.distributePackage, distributePackage),
  bindCommand(claims.recordStay, recordStay),
  bindCommand(claims.auditClaim, auditClaim),
  bindCommand(claims.releaseHit, releaseHit),
  bindCommand(claims.sendClaim, sendClaim),
  bindCommand(claims.issueStatement, issueStatement),
  bindQuery(packs.listPacks, listPacks),
  bindQuery(packs.getPack, getPack),
  bindQuery(packs.comparePacks, comparePacks),
  bindQuery(runs.listCases, listCases),
  bindQuery(runs.getCase, getCase),
  bindQuery(runs.listRuns, listRuns),
  bindQuery(runs.getRun, getRun),
  bindQuery(runs.getRunReport, getRunReport),
  bindQuery(runs.listAppeals, listAppeals),
  bindQuery(runs.listReviews, listReviews),
  bindQuery(packages.listPackages, listPackages),
  bindQuery(packages.getPackage, getPackage),
  bindQuery(claims.listStays, listStays),
  bindQuery(claims.listClaims, listClaims),
  bindQuery(claims.getClaim, getClaim),
];
