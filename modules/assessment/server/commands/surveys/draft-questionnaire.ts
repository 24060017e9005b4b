import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { draftQuestionnaire as operation, Questionnaire } from '../../../contract/surveys.ts';
import { found, ownOrganisation, problem } from '../../rules/found.ts';
import { readQuestionnaire } from '../../rules/surveys/read-questionnaire.ts';
import { insertAction } from '../../store/actions.ts';
import { findQuestionnaire, insertQuestionnaire, withoutQuestions } from '../../store/questionnaires.ts';

const FAULTS_SHOWN_MAX = 50;

export async function draftQuestionnaire(context: CommandContext, { text }: InputOf<typeof operation>): Promise<Questionnaire> {
  const { tx, now } = context;
  const ownerOrganisationId = ownOrganisation(context);
  const { content, findings } = readQuestionnaire(text);
  if (content === undefined) throw problem('assessment.questionnaire-faulty', findings.slice(0, FAULTS_SHOWN_MAX).map(({ line, column, path, message }) => ({ path: `line ${line}:${column} ${path}`.trim(), message })));
  const id = context.newId();
  if (!(await insertQuestionnaire(tx, { id, content, ownerOrganisationId, now }))) throw problem('assessment.version-taken');
  await insertAction(context, { itemId: id, ownerOrganisationId, action: 'draft', stateAfter: 'draft' });
  context.about({ organisationId: ownerOrganisationId });
  context.emit('assessment.questionnaire-drafted', { questionnaireId: id }, [ownerOrganisationId]);
  return withoutQuestions(found(await findQuestionnaire(tx, id)));
}
