import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listSurveyCalls as operation } from '../../contract/surveys.ts';
import { found } from '../rules/found.ts';
import { listCallRows } from '../store/invitations.ts';
import { findSurvey } from '../store/surveys.ts';

/** Persons of the own sites; a survey of others in which no own site takes part is refused. */
export async function listSurveyCalls({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const survey = found(await findSurvey(sql, input.id));
  const page = await listCallRows(sql, input, gate.scope({ organisation: ['owner_organisation_id'] }));
  if (page.total === 0) gate.requireOrganisation(survey.ownerOrganisationId);
  return { ...page, rows: [...page.rows] };
}
