import type { CommandContext } from '#platform/http/operation.ts';
import { SURVEY_TABLE, type Survey, type SurveyAct } from '../../../contract/surveys.ts';
import { after, found } from '../../rules/found.ts';
import { insertAction } from '../../store/actions.ts';
import { findSurvey, lockSurvey, updateSurveyState } from '../../store/surveys.ts';

interface SurveyStep {
  readonly id: string;
  readonly action: SurveyAct;
  readonly event: string;
  readonly reason?: string;
  /** What else is written with the state. */
  readonly more?: (survey: Survey) => Promise<void>;
}

/** Moves a survey along its state table. */
export async function moveSurvey(context: CommandContext, { id, action, event, reason, more }: SurveyStep): Promise<Survey> {
  const { tx, now } = context;
  const survey = found(await lockSurvey(tx, id));
  const { ownerOrganisationId } = survey;
  context.gate.requireOrganisation(ownerOrganisationId);
  const state = after(SURVEY_TABLE, survey.state, action);
  await more?.(survey);
  await updateSurveyState(tx, { id, state, now });
  await insertAction(context, { itemId: id, ownerOrganisationId, action, stateAfter: state, reason: reason ?? null });
  context.about({ organisationId: ownerOrganisationId });
  context.emit(event, { surveyId: id }, [ownerOrganisationId]);
  return found(await findSurvey(tx, id));
}
