import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { AssessmentRun, cancelAssessment as operation } from '../../../contract/runs.ts';
import { moveRun } from './run-steps.ts';

export const cancelAssessment = (context: CommandContext, { id, reason }: InputOf<typeof operation>): Promise<AssessmentRun> => moveRun(context, { id, reason, action: 'cancel', event: 'assessment.cancelled' });
