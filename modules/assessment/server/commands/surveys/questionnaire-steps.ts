import type { CommandContext } from '#platform/http/operation.ts';
import { QUESTIONNAIRE_TABLE, type Questionnaire } from '../../../contract/surveys.ts';
import { after, found } from '../../rules/found.ts';
import { insertAction } from '../../store/actions.ts';
import { findQuestionnaire, lockQuestionnaire, updateQuestionnaireState, withoutQuestions } from '../../store/questionnaires.ts';

/** Moves a questionnaire along its state table. */
export async function moveQuestionnaire(context: CommandContext, { id, action, event, reason }: { id: string; action: 'adopt' | 'retire'; event: string; reason: string }): Promise<Questionnaire> {
  const { tx, now } = context;
  const { ownerOrganisationId, state: before } = found(await lockQuestionnaire(tx, id));
  context.gate.requireOrganisation(ownerOrganisationId);
  const state = after(QUESTIONNAIRE_TABLE, before, action);
  await updateQuestionnaireState(tx, { id, state, now });
  await insertAction(context, { itemId: id, ownerOrganisationId, action, stateAfter: state, reason });
  context.about({ organisationId: ownerOrganisationId });
  context.emit(event, { questionnaireId: id }, [ownerOrganisationId]);
  return withoutQuestions(found(await findQuestionnaire(tx, id)));
}
