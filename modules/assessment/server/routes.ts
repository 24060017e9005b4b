import { bindCommand, bindQuery, type BoundOperation } from '#platform/http/operation.ts';
import * as runs from '../contract/runs.ts';
import * as schemes from '../contract/schemes.ts';
import * as surveys from '../contract/surveys.ts';
import { appealScore } from './commands/runs/appeal-score.ts';
import { cancelAssessment } from './commands/runs/cancel-assessment.ts';
import { decideScoreAppeal } from './commands/runs/decide-score-appeal.ts';
import { enterAssessmentValue } from './commands/runs/enter-assessment-value.ts';
import { finaliseAssessment } from './commands/runs/finalise-assessment.ts';
import { freezeAssessmentInputs } from './commands/runs/freeze-assessment-inputs.ts';
import { freezeScores } from './commands/runs/freeze-scores.ts';
import { openAssessment } from './commands/runs/open-assessment.ts';
import { publishAssessment } from './commands/runs/publish-assessment.ts';
import { recordScoreUse } from './commands/runs/record-score-use.ts';
import { reopenAssessment } from './commands/runs/reopen-assessment.ts';
import { scoreAssessment } from './commands/runs/score-assessment.ts';
import { adoptScheme } from './commands/schemes/adopt-scheme.ts';
import { draftScheme } from './commands/schemes/draft-scheme.ts';
import { retireScheme } from './commands/schemes/retire-scheme.ts';
import { adoptQuestionnaire } from './commands/surveys/adopt-questionnaire.ts';
import { answerSurvey } from './commands/surveys/answer-survey.ts';
import { cancelSurvey } from './commands/surveys/cancel-survey.ts';
import { closeSurvey } from './commands/surveys/close-survey.ts';
import { draftQuestionnaire } from './commands/surveys/draft-questionnaire.ts';
import { drawSurveySample } from './commands/surveys/draw-survey-sample.ts';
import { importSatisfaction } from './commands/surveys/import-satisfaction.ts';
import { issueSurveyCodes } from './commands/surveys/issue-survey-codes.ts';
import { openSurvey } from './commands/surveys/open-survey.ts';
import { planSurvey } from './commands/surveys/plan-survey.ts';
import { recordSurveyCall } from './commands/surveys/record-survey-call.ts';
import { refuseOwnSurveys } from './commands/surveys/refuse-own-surveys.ts';
import { retireQuestionnaire } from './commands/surveys/retire-questionnaire.ts';
import { takeOwnSurveyCode } from './commands/surveys/take-own-survey-code.ts';
import { checkQuestionnaire } from './queries/check-questionnaire.ts';
import { checkScheme } from './queries/check-scheme.ts';
import { exportAssessment } from './queries/export-assessment.ts';
import { exportSurvey } from './queries/export-survey.ts';
import { getAssessment } from './queries/get-assessment.ts';
import { getScheme } from './queries/get-scheme.ts';
import { getSurvey } from './queries/get-survey.ts';
import { getSurveyForm } from './queries/get-survey-form.ts';
import { listAssessments } from './queries/list-assessments.ts';
import { listImportedSatisfaction } from './queries/list-imported-satisfaction.ts';
import { listOwnSurveys } from './queries/list-own-surveys.ts';
import { listQuestionnaires } from './queries/list-questionnaires.ts';
import { listSchemes } from './queries/list-schemes.ts';
import { listScoreAppeals } from './queries/list-score-appeals.ts';
import { listScoreUses } from './queries/list-score-uses.ts';
import { listSurveyCalls } from './queries/list-survey-calls.ts';
import { listSurveys } from './queries/list-surveys.ts';

/** Each operation of the contract with its handler. */
export const operations: readonly BoundOperation[] = [
  bindCommand(schemes.draftScheme, draftScheme),
  bindCommand(schemes.adoptScheme, adoptScheme),
  bindCommand(schemes.retireScheme, retireScheme),
  bindCommand(runs.openAssessment, openAssessment),
  bindCommand(runs.enterAssessmentValue, enterAssessmentValue),
  bindCommand(runs.freezeAssessmentInputs, freezeAssessmentInputs),
  bindCommand(runs.scoreAssessment, scoreAssessment),
  bindCommand(runs.reopenAssessment, reopenAssessment),
  bindCommand(runs.publishAssessment, publishAssessment),
  bindCommand(runs.finaliseAssessment, finaliseAssessment),
  bindCommand(runs.freezeScores, freezeScores),
  bindCommand(runs.cancelAssessment, cancelAssessment),
  bindCommand(runs.appealScore, appealScore),
  bindCommand(runs.decideScoreAppeal, decideScoreAppeal),
  bindCommand(runs.recordScoreUse, recordScoreUse),
  bindCommand(surveys.draftQuestionnaire, draftQuestionnaire),
  bindCommand(surveys.adoptQuestionnaire, adoptQuestionnaire),
  bindCommand(surveys.retireQuestionnaire, retireQuestionnaire),
  bindCommand(surveys.planSurvey, planSurvey),
  bindCommand(surveys.drawSurveySample, drawSurveySample),
  bindCommand(surveys.openSurvey, openSurvey),
  bindCommand(surveys.closeSurvey, closeSurvey),
  bindCommand(surveys.cancelSurvey, cancelSurvey),
  bindCommand(surveys.issueSurveyCodes, issueSurveyCodes),
  bindCommand(surveys.recordSurveyCall, recordSurveyCall),
  bindCommand(surveys.answerSurvey, answerSurvey),
  bindCommand(surveys.takeOwnSurveyCode, takeOwnSurveyCode),
  bindCommand(surveys.refuseOwnSurveys, refuseOwnSurveys),
  bindCommand(surveys.importSatisfaction, importSatisfaction),
  bindQuery(schemes.checkScheme, checkScheme),
  bindQuery(schemes.listSchemes, listSchemes),
  bindQuery(schemes.getScheme, getScheme),
  bindQuery(runs.listAssessments, listAssessments),
  bindQuery(runs.getAssessment, getAssessment),
  bindQuery(runs.exportAssessment, exportAssessment),
  bindQuery(runs.listScoreAppeals, listScoreAppeals),
  bindQuery(runs.listScoreUses, listScoreUses),
  bindQuery(surveys.checkQuestionnaire, checkQuestionnaire),
  bindQuery(surveys.listQuestionnaires, listQuestionnaires),
  bindQuery(surveys.listSurveys, listSurveys),
  bindQuery(surveys.getSurvey, getSurvey),
  bindQuery(surveys.listSurveyCalls, listSurveyCalls),
  bindQuery(surveys.exportSurvey, exportSurvey),
  bindQuery(surveys.listImportedSatisfaction, listImportedSatisfaction),
  bindQuery(surveys.getSurveyForm, getSurveyForm),
  bindQuery(surveys.listOwnSurveys, listOwnSurveys),
];
