import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { AssessmentRun, finaliseAssessment as operation } from '../../../contract/runs.ts';
import { problem } from '../../rules/found.ts';
import { moveRun } from './run-steps.ts';

/** Only after the last day for appeals, and with none open. */
export const finaliseAssessment = (context: CommandContext, { id, reason }: InputOf<typeof operation>): Promise<AssessmentRun> =>
  moveRun(context, {
    id, reason, action: 'finalise', event: 'assessment.finalised', tellsMembers: true,
    more: async ({ openAppeals, appealUntil }) => {
      if (openAppeals > 0) throw problem('assessment.appeals-open');
      if (appealUntil !== null && chinaDate(context.now) <= appealUntil) throw problem('assessment.appeal-time-runs');
      return { finalisedById: context.subject.id };
    },
  });
