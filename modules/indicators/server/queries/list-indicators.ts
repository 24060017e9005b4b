import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { DEFINITIONS } from '../../contract/definitions/all.ts';
import type { listIndicators as operation } from '../../contract/operations.ts';

export async function listIndicators(_: QueryContext, { list, source }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  return { rows: DEFINITIONS.filter((each) => (list === undefined || each.list === list) && (source === undefined || each.source === source)) };
}
