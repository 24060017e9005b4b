import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { findCentre as operation } from '../../contract/centres.ts';
import { findCentreRow } from '../store/centres.ts';

export async function findCentre({ sql }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  return { centre: (await findCentreRow(sql, input)) ?? null };
}
