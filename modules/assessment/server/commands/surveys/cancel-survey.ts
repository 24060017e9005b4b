import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { cancelSurvey as operation, Survey } from '../../../contract/surveys.ts';
import { moveSurvey } from './survey-steps.ts';

export const cancelSurvey = (context: CommandContext, { id, reason }: InputOf<typeof operation>): Promise<Survey> => moveSurvey(context, { id, reason, action: 'cancel', event: 'assessment.survey-cancelled' });
