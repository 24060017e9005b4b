import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { closeSurvey as operation, Survey } from '../../../contract/surveys.ts';
import { moveSurvey } from './survey-steps.ts';

/** From here on the result feeds the indicators of satisfaction. */
export const closeSurvey = (context: CommandContext, { id }: InputOf<typeof operation>): Promise<Survey> => moveSurvey(context, { id, action: 'close', event: 'assessment.survey-closed' });
