import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { DEFINITIONS } from '../../contract/definitions/all.ts';
import type { getCockpit as operation } from '../../contract/operations.ts';
import { lastWholeMonth, sitesOf } from '../rules/scope.ts';
import { tilesOf } from './tiles.ts';

export async function getCockpit(context: QueryContext, { list, organisationId: asked, period = lastWholeMonth(context.now) }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { organisationId, organisationIds } = await sitesOf(context, asked);
  return { organisationId, period, tiles: await tilesOf(context.sql, { definitions: DEFINITIONS.filter((each) => each.list === list), organisationIds, period }) };
}
