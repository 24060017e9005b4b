import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { planSurvey as operation, Survey } from '../../../contract/surveys.ts';
import { found, problem } from '../../rules/found.ts';
import { insertAction } from '../../store/actions.ts';
import { findQuestionnaire } from '../../store/questionnaires.ts';
import { findSurvey, insertSurvey } from '../../store/surveys.ts';

export async function planSurvey(context: CommandContext, input: InputOf<typeof operation>): Promise<Survey> {
  const { tx, now } = context;
  const questionnaire = found(await findQuestionnaire(tx, input.questionnaireId));
  const { ownerOrganisationId } = questionnaire;
  context.gate.requireOrganisation(ownerOrganisationId);
  if (questionnaire.state !== 'adopted') throw problem('assessment.wrong-state');
  const id = context.newId();
  await insertSurvey(tx, { ...input, channels: [...new Set(input.channels)], id, kind: questionnaire.kind, ownerOrganisationId, now });
  await insertAction(context, { itemId: id, ownerOrganisationId, action: 'plan', stateAfter: 'draft' });
  context.about({ organisationId: ownerOrganisationId });
  context.emit('assessment.survey-planned', { surveyId: id }, [ownerOrganisationId]);
  return found(await findSurvey(tx, id));
}
