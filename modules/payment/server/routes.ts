import { bindCommand, bindQuery, type BoundOperation } from '#platform/http/operation.ts';
import * as billFiles from '../contract/bill-files.ts';
import * as claims from '../contract/claims.ts';
import * as scores from '../contract/frozen-scores.ts';
import * as packages from '../contract/packages.ts';
import * as packs from '../contract/packs.ts';
import * as panels from '../contract/panels.ts';
import * as runs from '../contract/runs.ts';
import { auditClaim } from './commands/claims/audit-claim.ts';
import { issueStatement } from './commands/claims/issue-statement.ts';
import { recordStay } from './commands/claims/record-stay.ts';
import { releaseHit } from './commands/claims/release-hit.ts';
import { sendClaim } from './commands/claims/send-claim.ts';
import { closePackage } from './commands/packages/close-package.ts';
import { importBills } from './commands/claims/import-bills.ts';
import { distributePackage } from './commands/packages/distribute-package.ts';
import { openPackage } from './commands/packages/open-package.ts';
import { recordPackageMonth } from './commands/packages/record-package-month.ts';
import { payCapitation } from './commands/panels/pay-capitation.ts';
import { recordPanelHeads } from './commands/panels/record-panel-heads.ts';
import { approveParameterPack } from './commands/packs/approve-parameter-pack.ts';
import { loadParameterPack } from './commands/packs/load-parameter-pack.ts';
import { retireParameterPack } from './commands/packs/retire-parameter-pack.ts';
import { withdrawParameterPack } from './commands/packs/withdraw-parameter-pack.ts';
import { applySpecialReview } from './commands/reviews/apply-special-review.ts';
import { decideSpecialReview } from './commands/reviews/decide-special-review.ts';
import { voteSpecialReview } from './commands/reviews/vote-special-review.ts';
import { cancelRun } from './commands/runs/cancel-run.ts';
import { confirmRun } from './commands/runs/confirm-run.ts';
import { decideAppeal } from './commands/runs/decide-appeal.ts';
import { fileAppeal } from './commands/runs/file-appeal.ts';
import { loadSettlementCases } from './commands/runs/load-settlement-cases.ts';
import { runAdvance } from './commands/runs/run-advance.ts';
import { startClearing } from './commands/runs/start-clearing.ts';
import { takeDischarges } from './commands/runs/take-discharges.ts';
import { recordFrozenScores } from './commands/scores/record-frozen-scores.ts';
import { compareParameterPacks } from './queries/compare-parameter-packs.ts';
import { getSettlementCase } from './queries/get-settlement-case.ts';
import { getClaim } from './queries/get-claim.ts';
import { getParameterPack } from './queries/get-parameter-pack.ts';
import { getPackage } from './queries/get-package.ts';
import { getRunReport } from './queries/get-run-report.ts';
import { getRun } from './queries/get-run.ts';
import { listAppeals } from './queries/list-appeals.ts';
import { listSettlementCases } from './queries/list-settlement-cases.ts';
import { listClaims } from './queries/list-claims.ts';
import { listFrozenScores } from './queries/list-frozen-scores.ts';
import { listPackages } from './queries/list-packages.ts';
import { listPanelMonths } from './queries/list-panel-months.ts';
import { listParameterPacks } from './queries/list-parameter-packs.ts';
import { listSpecialReviews } from './queries/list-special-reviews.ts';
import { listRuns } from './queries/list-runs.ts';
import { listStays } from './queries/list-stays.ts';

/** Each operation of the contract with its handler. */
export const operations: readonly BoundOperation[] = [
  bindCommand(scores.recordFrozenScores, recordFrozenScores),
  bindQuery(scores.listFrozenScores, listFrozenScores),
  bindCommand(runs.takeDischarges, takeDischarges),
  bindCommand(packs.loadParameterPack, loadParameterPack),
  bindCommand(packs.approveParameterPack, approveParameterPack),
  bindCommand(packs.withdrawParameterPack, withdrawParameterPack),
  bindCommand(packs.retireParameterPack, retireParameterPack),
  bindCommand(runs.loadSettlementCases, loadSettlementCases),
  bindCommand(runs.runAdvance, runAdvance),
  bindCommand(runs.startClearing, startClearing),
  bindCommand(runs.cancelRun, cancelRun),
  bindCommand(runs.confirmRun, confirmRun),
  bindCommand(runs.fileAppeal, fileAppeal),
  bindCommand(runs.decideAppeal, decideAppeal),
  bindCommand(runs.applySpecialReview, applySpecialReview),
  bindCommand(runs.voteSpecialReview, voteSpecialReview),
  bindCommand(runs.decideSpecialReview, decideSpecialReview),
  bindCommand(packages.openPackage, openPackage),
  bindCommand(packages.recordPackageMonth, recordPackageMonth),
  bindCommand(packages.closePackage, closePackage),
  bindCommand(packages.distributePackage, distributePackage),
  bindCommand(panels.recordPanelHeads, recordPanelHeads),
  bindCommand(panels.payCapitation, payCapitation),
  bindCommand(claims.recordStay, recordStay),
  bindCommand(claims.auditClaim, auditClaim),
  bindCommand(billFiles.importBills, importBills),
  bindCommand(claims.releaseHit, releaseHit),
  bindCommand(claims.sendClaim, sendClaim),
  bindCommand(claims.issueStatement, issueStatement),
  bindQuery(packs.listParameterPacks, listParameterPacks),
  bindQuery(packs.getParameterPack, getParameterPack),
  bindQuery(packs.compareParameterPacks, compareParameterPacks),
  bindQuery(runs.listSettlementCases, listSettlementCases),
  bindQuery(runs.getSettlementCase, getSettlementCase),
  bindQuery(runs.listRuns, listRuns),
  bindQuery(runs.getRun, getRun),
  bindQuery(runs.getRunReport, getRunReport),
  bindQuery(runs.listAppeals, listAppeals),
  bindQuery(runs.listSpecialReviews, listSpecialReviews),
  bindQuery(packages.listPackages, listPackages),
  bindQuery(packages.getPackage, getPackage),
  bindQuery(panels.listPanelMonths, listPanelMonths),
  bindQuery(claims.listStays, listStays),
  bindQuery(claims.listClaims, listClaims),
  bindQuery(claims.getClaim, getClaim),
];
