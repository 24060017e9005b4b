import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listCriticalValues as operation } from '../../../contract/critical.ts';
import { criticalCardOf } from '../../rules/card.ts';
import { pageOfCriticals } from '../../store/critical.ts';

export async function listCriticalValues({ sql, gate, now }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await pageOfCriticals(sql, gate, { ...input, now });
  return { ...page, rows: page.rows.map((row) => criticalCardOf(row, now)) };
}
