import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { addDays, chinaDate } from '#platform/kernel/period.ts';
import type { AssessmentRun, publishAssessment as operation } from '../../../contract/runs.ts';
import { moveRun } from './run-steps.ts';

/** Publishing begins the time for appeals. */
export const publishAssessment = (context: CommandContext, { id, documentNumber, appealDays }: InputOf<typeof operation>): Promise<AssessmentRun> =>
  moveRun(context, { id, action: 'publish', event: 'assessment.published', tellsMembers: true, reason: documentNumber, more: async () => ({ documentNumber, appealUntil: addDays(chinaDate(context.now), appealDays) }) });
