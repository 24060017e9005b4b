import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import { listPersonRecord } from '#fhir/repository/person-record.ts';
import type { Observation } from '#fhir/types/resources.gen.ts';
import type { getTrend as operation } from '../../contract.ts';
import { codeOf, TREND_POINTS_MAX, trendOf } from '../rules/trend.ts';
import { openRecord } from './open-record.ts';
import { organisationNames } from './organisation-names.ts';

export async function getTrend(context: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  await openRecord(context, input);
  const page = await listPersonRecord(context.sql, {
    subject: context.subject,
    personId: input.personId,
    types: ['Observation'],
    anyToken: [{ parameter: 'Observation.code', value: input.code }],
    offset: 0,
    limit: TREND_POINTS_MAX,
  });
  const names = await organisationNames(context.sql, page.rows.map((row) => row.ownerOrganisationId));
  const observations = page.rows
    .map((row) => ({ observation: row.resource as Observation, organisationName: names.get(row.ownerOrganisationId ?? '') ?? '' }))
    .filter(({ observation }) => codeOf(observation.code) === input.code);
  return trendOf(input.code, observations);
}
