import { reportAnswer } from '#platform/documents/answer.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { exportAssessment as operation } from '../../contract/runs.ts';
import { reportOf } from '../rules/runs/report.ts';
import { visibleScores } from './visible-scores.ts';

export async function exportAssessment(context: QueryContext, { id, form }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const visible = await visibleScores(context, id);
  context.about({ organisationId: visible.run.ownerOrganisationId });
  return reportAnswer(reportOf(visible), form);
}
