import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { listOrganisationSummaries } from '#modules/consortium/server/api.ts';
import type { getRun as operation } from '../../contract/runs.ts';
import { withFormula } from '../rules/figures.ts';
import { listActions } from '../store/actions.ts';
import { visibleRun } from './visible-run.ts';

export async function getRun(context: QueryContext, { id }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { run, figures } = await visibleRun(context, id);
  const ids = [...new Set(figures.flatMap(({ organisationId }) => organisationId ?? []))];
  const names = await listOrganisationSummaries(context.sql, ids);
  return { run, figures: figures.map(withFormula), organisations: Object.fromEntries(names.map(({ id: each, name }) => [each, name])), history: await listActions(context.sql, id) };
}
