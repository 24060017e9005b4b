import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { AssessmentRun, scoreAssessment as operation } from '../../../contract/runs.ts';
import { moveRun } from './run-steps.ts';
import { scoreInputs } from './score-inputs.ts';

export const scoreAssessment = (context: CommandContext, { id }: InputOf<typeof operation>): Promise<AssessmentRun> =>
  moveRun(context, { id, action: 'score', event: 'assessment.scored', more: async (run) => ({ revision: await scoreInputs(context, run) }) });
