import { bindCommand, bindQuery } from '#platform/http/operation.ts';
import { contract } from '../contract.ts';
import { acceptCounterOffer } from './commands/answer/accept-counter-offer.ts';
import { acceptDownReferral } from './commands/hand-back/accept-down-referral.ts';
import { acceptReferral } from './commands/answer/accept-referral.ts';
import { arrangeTransport } from './commands/answer/arrange-transport.ts';
import { cancelReferral } from './commands/request/cancel-referral.ts';
import { closeReferral } from './commands/answer/close-referral.ts';
import { completeFollowUp } from './commands/hand-back/complete-follow-up.ts';
import { confirmArrival } from './commands/answer/confirm-arrival.ts';
import { counterOfferReferral } from './commands/answer/counter-offer-referral.ts';
import { declineCounterOffer } from './commands/answer/decline-counter-offer.ts';
import { declineDownReferral } from './commands/hand-back/decline-down-referral.ts';
import { dischargeWithPlan } from './commands/hand-back/discharge-with-plan.ts';
import { finishReferral } from './commands/hand-back/finish-referral.ts';
import { lockReferralResource } from './commands/answer/lock-referral-resource.ts';
import { markStable } from './commands/hand-back/mark-stable.ts';
import { notifyPatient } from './commands/answer/notify-patient.ts';
import { offerDownReferral } from './commands/hand-back/offer-down-referral.ts';
import { planDownReferral } from './commands/hand-back/plan-down-referral.ts';
import { planFollowUp } from './commands/hand-back/plan-follow-up.ts';
import { recordFirstVisit } from './commands/hand-back/record-first-visit.ts';
import { recordMonitoring } from './commands/hand-back/record-monitoring.ts';
import { recordOutsideAnswer } from './commands/request/record-outside-answer.ts';
import { referUpAgain } from './commands/hand-back/refer-up-again.ts';
import { registerEmergencyReferral } from './commands/request/register-emergency-referral.ts';
import { rejectReferral } from './commands/answer/reject-referral.ts';
import { reportOutcome } from './commands/answer/report-outcome.ts';
import { rescheduleReferral } from './commands/answer/reschedule-referral.ts';
import { resubmitReferral } from './commands/request/resubmit-referral.ts';
import { saveReferralDraft } from './commands/request/save-referral-draft.ts';
import { startCare } from './commands/answer/start-care.ts';
import { submitReferral } from './commands/request/submit-referral.ts';
import { triageReferral } from './commands/answer/triage-referral.ts';
import { withdrawReferral } from './commands/request/withdraw-referral.ts';
import { checkReferral } from './queries/check-referral.ts';
import { countWaitingReferrals } from './queries/count-waiting-referrals.ts';
import { findLiveReferral } from './queries/find-live-referral.ts';
import { getReferral } from './queries/get-referral.ts';
import { verifyReferral } from './queries/verify-referral.ts';
import { listCriteria } from './queries/list-criteria.ts';
import { listFollowUps } from './queries/list-follow-ups.ts';
import { listOwnReferrals } from './queries/list-own-referrals.ts';
import { listReferrals } from './queries/list-referrals.ts';
import { referralBoard } from './queries/referral-board.ts';
import { referralStatistics } from './queries/referral-statistics.ts';

const { operations: declared } = contract;

/** Every operation of the contract with its handler. */
export const operations = [
  bindCommand(declared.saveReferralDraft, saveReferralDraft),
  bindCommand(declared.submitReferral, submitReferral),
  bindCommand(declared.resubmitReferral, resubmitReferral),
  bindCommand(declared.withdrawReferral, withdrawReferral),
  bindCommand(declared.cancelReferral, cancelReferral),
  bindCommand(declared.registerEmergencyReferral, registerEmergencyReferral),
  bindCommand(declared.recordOutsideAnswer, recordOutsideAnswer),
  bindCommand(declared.triageReferral, triageReferral),
  bindCommand(declared.acceptReferral, acceptReferral),
  bindCommand(declared.lockReferralResource, lockReferralResource),
  bindCommand(declared.rescheduleReferral, rescheduleReferral),
  bindCommand(declared.counterOfferReferral, counterOfferReferral),
  bindCommand(declared.acceptCounterOffer, acceptCounterOffer),
  bindCommand(declared.declineCounterOffer, declineCounterOffer),
  bindCommand(declared.rejectReferral, rejectReferral),
  bindCommand(declared.notifyPatient, notifyPatient),
  bindCommand(declared.arrangeTransport, arrangeTransport),
  bindCommand(declared.confirmArrival, confirmArrival),
  bindCommand(declared.startCare, startCare),
  bindCommand(declared.reportOutcome, reportOutcome),
  bindCommand(declared.closeReferral, closeReferral),
  bindCommand(declared.planDownReferral, planDownReferral),
  bindCommand(declared.offerDownReferral, offerDownReferral),
  bindCommand(declared.acceptDownReferral, acceptDownReferral),
  bindCommand(declared.declineDownReferral, declineDownReferral),
  bindCommand(declared.dischargeWithPlan, dischargeWithPlan),
  bindCommand(declared.recordFirstVisit, recordFirstVisit),
  bindCommand(declared.recordMonitoring, recordMonitoring),
  bindCommand(declared.markStable, markStable),
  bindCommand(declared.referUpAgain, referUpAgain),
  bindCommand(declared.planFollowUp, planFollowUp),
  bindCommand(declared.completeFollowUp, completeFollowUp),
  bindCommand(declared.finishReferral, finishReferral),
  bindQuery(declared.getReferral, getReferral),
  bindQuery(declared.verifyReferral, verifyReferral),
  bindQuery(declared.listReferrals, listReferrals),
  bindQuery(declared.referralBoard, referralBoard),
  bindQuery(declared.findLiveReferral, findLiveReferral),
  bindQuery(declared.checkReferral, checkReferral),
  bindQuery(declared.listCriteria, listCriteria),
  bindQuery(declared.listFollowUps, listFollowUps),
  bindQuery(declared.referralStatistics, referralStatistics),
  bindQuery(declared.listOwnReferrals, listOwnReferrals),
  bindQuery(declared.countWaitingReferrals, countWaitingReferrals),
];
