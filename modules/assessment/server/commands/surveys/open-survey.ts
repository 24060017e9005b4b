import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { openSurvey as operation, Survey } from '../../../contract/surveys.ts';
import { problem } from '../../rules/found.ts';
import { moveSurvey } from './survey-steps.ts';

/** A survey of patients needs its sample; staff are asked by codes alone. */
export const openSurvey = (context: CommandContext, { id }: InputOf<typeof operation>): Promise<Survey> =>
  moveSurvey(context, {
    id, action: 'open', event: 'assessment.survey-opened',
    more: async ({ kind, state }) => {
      if (kind !== 'staff' && state === 'draft') throw problem('assessment.needs-sample');
    },
  });
