import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { adoptQuestionnaire as operation, Questionnaire } from '../../../contract/surveys.ts';
import { moveQuestionnaire } from './questionnaire-steps.ts';

export const adoptQuestionnaire = (context: CommandContext, { id, reason }: InputOf<typeof operation>): Promise<Questionnaire> => moveQuestionnaire(context, { id, reason, action: 'adopt', event: 'assessment.questionnaire-adopted' });
