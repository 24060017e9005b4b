import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { AssessmentRun, reopenAssessment as operation } from '../../../contract/runs.ts';
import { moveRun } from './run-steps.ts';

/** Former inputs and scores stay; the next freezing is a revision of its own. */
export const reopenAssessment = (context: CommandContext, { id, reason }: InputOf<typeof operation>): Promise<AssessmentRun> => moveRun(context, { id, reason, action: 'reopen', event: 'assessment.reopened' });
