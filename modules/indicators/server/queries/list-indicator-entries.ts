import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listIndicatorEntries as operation } from '../../contract/operations.ts';
import { listEntries } from '../store/entries.ts';

export async function listIndicatorEntries({ sql, gate }: QueryContext, { state, indicatorId, month, limit, offset }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const given: readonly (readonly [string, string | undefined])[] = [['state = ?', state], ['indicator_id = ?', indicatorId], ['month = ?', month]];
  const { rows, ...page } = await listEntries(sql, gate, { filters: given.flatMap(([text, value]) => (value === undefined ? [] : [{ text, values: [value] }])), limit, offset });
  return { ...page, rows: [...rows] };
}
