import { bindCommand, bindQuery } from '#platform/http/operation.ts';
import { contract } from '../contract.ts';
import { acceptCounterOffer } from './commands/accept-counter-offer.ts';
import { acceptDownReferral } from './commands/accept-down-referral.ts';
import { acceptReferral } from './commands/accept-referral.ts';
import { arrangeTransport } from './commands/arrange-transport.ts';
import { cancelReferral } from './commands/cancel-referral.ts';
import { closeReferral } from './commands/close-referral.ts';
import { completeFollowUp } from './commands/complete-follow-up.ts';
import { confirmArrival } from './commands/confirm-arrival.ts';
import { counterOfferReferral } from './commands/counter-offer-referral.ts';
import { declineCounterOffer } from './commands/decline-counter-offer.ts';
import { declineDownReferral } from './commands/decline-down-referral.ts';
import { dischargeWithPlan } from './commands/discharge-with-plan.ts';
import { finishReferral } from './commands/finish-referral.ts';
import { lockReferralResource } from './commands/lock-referral-resource.ts';
import { markStable } from './commands/mark-stable.ts';
import { notifyPatient } from './commands/notify-patient.ts';
import { offerDownReferral } from './commands/offer-down-referral.ts';
import { planDownReferral } from './commands/plan-down-referral.ts';
import { planFollowUp } from './commands/plan-follow-up.ts';
import { recordFirstVisit } from './commands/record-first-visit.ts';
import { recordMonitoring } from './commands/record-monitoring.ts';
import { recordOutsideAnswer } from './commands/record-outside-answer.ts';
import { referUpAgain } from './commands/refer-up-again.ts';
import { registerEmergencyReferral } from './commands/register-emergency-referral.ts';
import { rejectReferral } from './commands/reject-referral.ts';
import { reportOutcome } from './commands/report-outcome.ts';
import { rescheduleReferral } from './commands/reschedule-referral.ts';
import { resubmitReferral } from './commands/resubmit-referral.ts';
import { saveReferralDraft } from './commands/save-referral-draft.ts';
import { startCare } from './commands/start-care.ts';
import { submitReferral } from './commands/submit-referral.ts';
import { triageReferral } from './commands/triage-referral.ts';
import { withdrawReferral } from './commands/withdraw-referral.ts';
import { checkReferral } from './queries/check-referral.ts';
import { countWaitingReferrals } from './queries/count-waiting-referrals.ts';
import { findLiveReferral } from './queries/find-live-referral.ts';
import { getReferral } from './queries/get-referral.ts';
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
