import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { listOrganisationSummaries } from '#modules/consortium/server/api.ts';
import type { listFrozenScores as operation } from '../../contract/frozen-scores.ts';
import { listFrozenScoreRows } from '../store/frozen-scores.ts';

export async function listFrozenScores({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listFrozenScoreRows(sql, input, gate.scope({ organisation: ['s.owner_organisation_id'] }));
  const names = new Map((await listOrganisationSummaries(sql, [...new Set(page.rows.map(({ organisationId }) => organisationId))])).map(({ id, name }) => [id, name]));
  return { ...page, rows: page.rows.map((row) => ({ ...row, organisationName: names.get(row.organisationId) ?? row.organisationId })) };
}
