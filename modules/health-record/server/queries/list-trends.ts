import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import { listPersonRecord } from '#fhir/repository/person-record.ts';
import type { Observation } from '#fhir/types/resources.gen.ts';
import type { listTrends as operation } from '../../contract.ts';
import { TREND_POINTS_MAX, trendsIn } from '../rules/trend.ts';
import { openRecord } from './open-record.ts';

export async function listTrends(context: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  await openRecord(context, input);
  const page = await listPersonRecord(context.sql, {
    subject: context.subject,
    personId: input.personId,
    types: ['Observation'],
    offset: 0,
    limit: TREND_POINTS_MAX,
  });
  return { rows: trendsIn(page.rows.map((row) => row.resource as Observation)) };
}
