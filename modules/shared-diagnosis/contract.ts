import type { ModuleContract } from '#platform/kernel/contract.ts';
import * as centres from './contract/centres.ts';
import * as critical from './contract/critical.ts';
import { events, permissions } from './contract/declarations.ts';
import * as orders from './contract/orders.ts';
import { diagnosisProblems } from './contract/problems.ts';
import * as quality from './contract/quality.ts';
import * as reading from './contract/reading.ts';
import * as statements from './contract/statements.ts';

const { signCentreContract, endCentreContract, listCentreContracts, findDiagnosisCentre, grantReaderPermit, revokeReaderPermit, listReaderPermits, listPractitioners, planShift, cancelShift, listShifts } = centres;
const { orderDiagnosis, scheduleDiagnosis, performDiagnosis, attachDiagnosisData, passQuality, returnDiagnosis, redirectDiagnosis, cancelDiagnosis } = orders;
const { listDiagnosisOrders, countWaitingDiagnoses, getDiagnosisOrder, listPriorReports, getDiagnosisFile, listOwnReports } = orders;
const { claimDiagnosis, releaseDiagnosis, consultUpward, answerConsult, writePreliminary, sendBackReport, issueReport, issueEmergencyReport, confirmReport, amendReport, acknowledgeReport } = reading;
const { saveTemplate, retireTemplate, listTemplates } = reading;
const { setCriticalRule, endCriticalRule, listCriticalRules, setCriticalClock, markCritical, verifyCritical, dismissCritical, notifyCritical, acknowledgeCritical, actOnCritical, recordCriticalEffect, closeCritical } = critical;
const { listCriticalValues, getCriticalValue, criticalBoard, countWaitingCriticals, criticalStatistics } = critical;
const { setQualityPlan, listQualityPlans, drawSample, listSecondReadings, getSecondReading, recordSecondReading, gradeSecondReading, openCorrectiveAction, completeCorrectiveAction, listCorrectiveActions, diagnosisStatistics } = quality;
const { getStatement, exportStatement, listStatements, freezeStatement } = statements;

export const contract = {
  module: 'shared-diagnosis',
  title: { zh: '共享诊断', en: 'Shared diagnosis' },
  operations: {
    signCentreContract, endCentreContract, listCentreContracts, findDiagnosisCentre, grantReaderPermit, revokeReaderPermit, listReaderPermits, listPractitioners, planShift, cancelShift, listShifts,
    orderDiagnosis, scheduleDiagnosis, performDiagnosis, attachDiagnosisData, passQuality, returnDiagnosis, redirectDiagnosis, cancelDiagnosis,
    listDiagnosisOrders, countWaitingDiagnoses, getDiagnosisOrder, listPriorReports, getDiagnosisFile, listOwnReports,
    claimDiagnosis, releaseDiagnosis, consultUpward, answerConsult, writePreliminary, sendBackReport, issueReport, issueEmergencyReport, confirmReport, amendReport, acknowledgeReport,
    saveTemplate, retireTemplate, listTemplates,
    setCriticalRule, endCriticalRule, listCriticalRules, setCriticalClock, markCritical, verifyCritical, dismissCritical, notifyCritical, acknowledgeCritical, actOnCritical, recordCriticalEffect, closeCritical,
    listCriticalValues, getCriticalValue, criticalBoard, countWaitingCriticals, criticalStatistics,
    setQualityPlan, listQualityPlans, drawSample, listSecondReadings, getSecondReading, recordSecondReading, gradeSecondReading, openCorrectiveAction, completeCorrectiveAction, listCorrectiveActions, diagnosisStatistics,
    getStatement, exportStatement, listStatements, freezeStatement,
  },
  permissions,
  problems: diagnosisProblems,
  events,
} as const satisfies ModuleContract;
