import { bindCommand, bindQuery, type BoundOperation } from '#platform/http/operation.ts';
import * as centres from '../contract/centres.ts';
import * as critical from '../contract/critical.ts';
import * as orders from '../contract/orders.ts';
import * as quality from '../contract/quality.ts';
import * as reading from '../contract/reading.ts';
import * as statements from '../contract/statements.ts';
import { cancelShift } from './commands/contract/cancel-shift.ts';
import { endCentreContract } from './commands/contract/end-centre-contract.ts';
import { grantReaderPermit } from './commands/contract/grant-reader-permit.ts';
import { planShift } from './commands/contract/plan-shift.ts';
import { revokeReaderPermit } from './commands/contract/revoke-reader-permit.ts';
import { signCentreContract } from './commands/contract/sign-centre-contract.ts';
import { acknowledgeCritical } from './commands/critical/acknowledge-critical.ts';
import { actOnCritical } from './commands/critical/act-on-critical.ts';
import { closeCritical } from './commands/critical/close-critical.ts';
import { dismissCritical } from './commands/critical/dismiss-critical.ts';
import { endCriticalRule } from './commands/critical/end-critical-rule.ts';
import { markCritical } from './commands/critical/mark-critical.ts';
import { notifyCritical } from './commands/critical/notify-critical.ts';
import { recordCriticalEffect } from './commands/critical/record-critical-effect.ts';
import { setCriticalClock } from './commands/critical/set-critical-clock.ts';
import { setCriticalRule } from './commands/critical/set-critical-rule.ts';
import { verifyCritical } from './commands/critical/verify-critical.ts';
import { attachDiagnosisData } from './commands/order/attach-diagnosis-data.ts';
import { cancelDiagnosis } from './commands/order/cancel-diagnosis.ts';
import { orderDiagnosis } from './commands/order/order-diagnosis.ts';
import { passQuality } from './commands/order/pass-quality.ts';
import { performDiagnosis } from './commands/order/perform-diagnosis.ts';
import { redirectDiagnosis } from './commands/order/redirect-diagnosis.ts';
import { returnDiagnosis } from './commands/order/return-diagnosis.ts';
import { scheduleDiagnosis } from './commands/order/schedule-diagnosis.ts';
import { completeCorrectiveAction } from './commands/quality/complete-corrective-action.ts';
import { drawSample } from './commands/quality/draw-sample.ts';
import { freezeStatement } from './commands/quality/freeze-statement.ts';
import { gradeSecondReading } from './commands/quality/grade-second-reading.ts';
import { openCorrectiveAction } from './commands/quality/open-corrective-action.ts';
import { recordSecondReading } from './commands/quality/record-second-reading.ts';
import { setQualityPlan } from './commands/quality/set-quality-plan.ts';
import { acknowledgeReport } from './commands/reading/acknowledge-report.ts';
import { amendReport } from './commands/reading/amend-report.ts';
import { answerConsult } from './commands/reading/answer-consult.ts';
import { claimDiagnosis } from './commands/reading/claim-diagnosis.ts';
import { confirmReport } from './commands/reading/confirm-report.ts';
import { consultUpward } from './commands/reading/consult-upward.ts';
import { issueEmergencyReport } from './commands/reading/issue-emergency-report.ts';
import { issueReport } from './commands/reading/issue-report.ts';
import { releaseDiagnosis } from './commands/reading/release-diagnosis.ts';
import { retireTemplate } from './commands/reading/retire-template.ts';
import { saveTemplate } from './commands/reading/save-template.ts';
import { sendBackReport } from './commands/reading/send-back-report.ts';
import { writePreliminary } from './commands/reading/write-preliminary.ts';
import { findDiagnosisCentre } from './queries/centres/find-diagnosis-centre.ts';
import { listCentreContracts } from './queries/centres/list-centre-contracts.ts';
import { listPractitioners } from './queries/centres/list-practitioners.ts';
import { listReaderPermits } from './queries/centres/list-reader-permits.ts';
import { listShifts } from './queries/centres/list-shifts.ts';
import { countWaitingCriticals } from './queries/critical/count-waiting-criticals.ts';
import { criticalBoard } from './queries/critical/critical-board.ts';
import { criticalStatistics } from './queries/critical/critical-statistics.ts';
import { getCriticalValue } from './queries/critical/get-critical-value.ts';
import { listCriticalRules } from './queries/critical/list-critical-rules.ts';
import { listCriticalValues } from './queries/critical/list-critical-values.ts';
import { countWaitingDiagnoses } from './queries/order/count-waiting-diagnoses.ts';
import { getDiagnosisFile } from './queries/order/get-diagnosis-file.ts';
import { getDiagnosisOrder } from './queries/order/get-diagnosis-order.ts';
import { listDiagnosisOrders } from './queries/order/list-diagnosis-orders.ts';
import { listOwnReports } from './queries/order/list-own-reports.ts';
import { listPriorReports } from './queries/order/list-prior-reports.ts';
import { listTemplates } from './queries/order/list-templates.ts';
import { diagnosisStatistics } from './queries/quality/diagnosis-statistics.ts';
import { exportStatement } from './queries/quality/export-statement.ts';
import { getSecondReading } from './queries/quality/get-second-reading.ts';
import { getStatement } from './queries/quality/get-statement.ts';
import { listCorrectiveActions } from './queries/quality/list-corrective-actions.ts';
import { listQualityPlans } from './queries/quality/list-quality-plans.ts';
import { listSecondReadings } from './queries/quality/list-second-readings.ts';
import { listStatements } from './queries/quality/list-statements.ts';

/** Each operation of the contract with its handler. */
export const operations: readonly BoundOperation[] = [
  bindCommand(centres.signCentreContract, signCentreContract),
  bindCommand(centres.endCentreContract, endCentreContract),
  bindQuery(centres.listCentreContracts, listCentreContracts),
  bindQuery(centres.findDiagnosisCentre, findDiagnosisCentre),
  bindCommand(centres.grantReaderPermit, grantReaderPermit),
  bindCommand(centres.revokeReaderPermit, revokeReaderPermit),
  bindQuery(centres.listReaderPermits, listReaderPermits),
  bindQuery(centres.listPractitioners, listPractitioners),
  bindCommand(centres.planShift, planShift),
  bindCommand(centres.cancelShift, cancelShift),
  bindQuery(centres.listShifts, listShifts),
  bindCommand(critical.setCriticalRule, setCriticalRule),
  bindCommand(critical.endCriticalRule, endCriticalRule),
  bindQuery(critical.listCriticalRules, listCriticalRules),
  bindCommand(critical.setCriticalClock, setCriticalClock),
  bindCommand(critical.markCritical, markCritical),
  bindCommand(critical.verifyCritical, verifyCritical),
  bindCommand(critical.dismissCritical, dismissCritical),
  bindCommand(critical.notifyCritical, notifyCritical),
  bindCommand(critical.acknowledgeCritical, acknowledgeCritical),
  bindCommand(critical.actOnCritical, actOnCritical),
  bindCommand(critical.recordCriticalEffect, recordCriticalEffect),
  bindCommand(critical.closeCritical, closeCritical),
  bindQuery(critical.listCriticalValues, listCriticalValues),
  bindQuery(critical.getCriticalValue, getCriticalValue),
  bindQuery(critical.criticalBoard, criticalBoard),
  bindQuery(critical.countWaitingCriticals, countWaitingCriticals),
  bindQuery(critical.criticalStatistics, criticalStatistics),
  bindCommand(orders.orderDiagnosis, orderDiagnosis),
  bindCommand(orders.scheduleDiagnosis, scheduleDiagnosis),
  bindCommand(orders.performDiagnosis, performDiagnosis),
  bindCommand(orders.attachDiagnosisData, attachDiagnosisData),
  bindCommand(orders.passQuality, passQuality),
  bindCommand(orders.returnDiagnosis, returnDiagnosis),
  bindCommand(orders.redirectDiagnosis, redirectDiagnosis),
  bindCommand(orders.cancelDiagnosis, cancelDiagnosis),
  bindQuery(orders.listDiagnosisOrders, listDiagnosisOrders),
  bindQuery(orders.countWaitingDiagnoses, countWaitingDiagnoses),
  bindQuery(orders.getDiagnosisOrder, getDiagnosisOrder),
  bindQuery(orders.listPriorReports, listPriorReports),
  bindQuery(orders.getDiagnosisFile, getDiagnosisFile),
  bindQuery(orders.listOwnReports, listOwnReports),
  bindCommand(quality.setQualityPlan, setQualityPlan),
  bindQuery(quality.listQualityPlans, listQualityPlans),
  bindCommand(quality.drawSample, drawSample),
  bindQuery(quality.listSecondReadings, listSecondReadings),
  bindQuery(quality.getSecondReading, getSecondReading),
  bindCommand(quality.recordSecondReading, recordSecondReading),
  bindCommand(quality.gradeSecondReading, gradeSecondReading),
  bindCommand(quality.openCorrectiveAction, openCorrectiveAction),
  bindCommand(quality.completeCorrectiveAction, completeCorrectiveAction),
  bindQuery(quality.listCorrectiveActions, listCorrectiveActions),
  bindQuery(quality.diagnosisStatistics, diagnosisStatistics),
  bindCommand(reading.claimDiagnosis, claimDiagnosis),
  bindCommand(reading.releaseDiagnosis, releaseDiagnosis),
  bindCommand(reading.consultUpward, consultUpward),
  bindCommand(reading.answerConsult, answerConsult),
  bindCommand(reading.writePreliminary, writePreliminary),
  bindCommand(reading.sendBackReport, sendBackReport),
  bindCommand(reading.issueReport, issueReport),
  bindCommand(reading.issueEmergencyReport, issueEmergencyReport),
  bindCommand(reading.confirmReport, confirmReport),
  bindCommand(reading.amendReport, amendReport),
  bindCommand(reading.acknowledgeReport, acknowledgeReport),
  bindCommand(reading.saveTemplate, saveTemplate),
  bindCommand(reading.retireTemplate, retireTemplate),
  bindQuery(reading.listTemplates, listTemplates),
  bindQuery(statements.getStatement, getStatement),
  bindQuery(statements.exportStatement, exportStatement),
  bindQuery(statements.listStatements, listStatements),
  bindCommand(statements.freezeStatement, freezeStatement),
];
