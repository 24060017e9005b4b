import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { retireQuestionnaire as operation, Questionnaire } from '../../../contract/surveys.ts';
import { moveQuestionnaire } from './questionnaire-steps.ts';

export const retireQuestionnaire = (context: CommandContext, { id, reason }: InputOf<typeof operation>): Promise<Questionnaire> => moveQuestionnaire(context, { id, reason, action: 'retire', event: 'assessment.questionnaire-retired' });
