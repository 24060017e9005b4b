import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { getAssessment as operation } from '../../contract/runs.ts';
import { listActions } from '../store/actions.ts';
import { listManual } from '../store/values.ts';
import { visibleScores } from './visible-scores.ts';

export async function getAssessment(context: QueryContext, { id, revision }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { isOwn, ...visible } = await visibleScores(context, id, revision);
  context.about({ organisationId: visible.run.ownerOrganisationId });
  return { ...visible, manual: isOwn ? await listManual(context.sql, id) : [], history: isOwn ? await listActions(context.sql, id) : [] };
}
