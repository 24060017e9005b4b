import { expect, it } from 'vitest';
import { nextState } from '#platform/kernel/state-table.ts';
import { APPEAL_TABLE, RUN_TABLE, runStates, type RunAct } from '../../contract/runs.ts';
import { SCHEME_TABLE } from '../../contract/schemes.ts';
import { QUESTIONNAIRE_TABLE, SURVEY_TABLE, surveyStates, type SurveyAct } from '../../contract/surveys.ts';

const RUN_ACTS: readonly RunAct[] = ['enter', 'freeze-inputs', 'score', 'reopen', 'publish', 'appeal', 'decide', 'finalise', 'freeze-scores', 'use', 'cancel'];
/** By state, one column an act; `.` is refused. */
const RUNS: Readonly<Record<string, readonly string[]>> = {
  draft: ['draft', 'inputs-frozen', '.', '.', '.', '.', '.', '.', '.', '.', 'cancelled'],
  'inputs-frozen': ['.', '.', 'scored', 'draft', '.', '.', '.', '.', '.', '.', 'cancelled'],
  scored: ['.', '.', '.', 'draft', 'published', '.', '.', '.', '.', '.', 'cancelled'],
  published: ['.', '.', '.', '.', '.', 'published', 'published', 'final', '.', '.', '.'],
  final: ['.', '.', '.', '.', '.', '.', '.', '.', 'frozen', '.', '.'],
  frozen: ['.', '.', '.', '.', '.', '.', '.', '.', '.', 'frozen', '.'],
  cancelled: ['.', '.', '.', '.', '.', '.', '.', '.', '.', '.', '.'],
};
it.each(runStates.flatMap((state) => RUN_ACTS.map((act, index) => [state, act, RUNS[state]![index]!] as const)))('assessment %s, %s: %s', (state, act, next) => expect(nextState(RUN_TABLE, state, act) ?? '.').toBe(next));

const SURVEY_ACTS: readonly SurveyAct[] = ['draw', 'open', 'issue', 'call', 'take-code', 'answer', 'close', 'cancel'];
const SURVEYS: Readonly<Record<string, readonly string[]>> = {
  draft: ['sampled', 'open', '.', '.', '.', '.', '.', 'cancelled'],
  sampled: ['.', 'open', '.', '.', '.', '.', '.', 'cancelled'],
  open: ['.', '.', 'open', 'open', 'open', 'open', 'closed', '.'],
  closed: ['.', '.', '.', '.', '.', '.', '.', '.'],
  cancelled: ['.', '.', '.', '.', '.', '.', '.', '.'],
};
it.each(surveyStates.flatMap((state) => SURVEY_ACTS.map((act, index) => [state, act, SURVEYS[state]![index]!] as const)))('survey %s, %s: %s', (state, act, next) => expect(nextState(SURVEY_TABLE, state, act) ?? '.').toBe(next));

it('schemes, questionnaires and appeals end', () => {
  expect(SCHEME_TABLE).toEqual({ draft: { adopt: 'adopted', retire: 'retired' }, adopted: { retire: 'retired' }, retired: {} });
  expect(QUESTIONNAIRE_TABLE).toEqual(SCHEME_TABLE);
  expect(APPEAL_TABLE).toEqual({ filed: { uphold: 'upheld', reject: 'rejected' }, upheld: {}, rejected: {} });
});
