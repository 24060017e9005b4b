import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listDiagnosisOrders as operation } from '../../../contract/orders.ts';
import { readerIdOf } from '../../commands/act/act-context.ts';
import { cardOf } from '../../rules/card.ts';
import { pageOfOrders } from '../../store/orders.ts';

/** One page of the orders of the organisations in scope, the nearest promise first, with the database's total. */
export async function listDiagnosisOrders({ sql, gate, subject, now }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const readerId = readerIdOf(subject);
  const page = await pageOfOrders(sql, gate, { ...input, now, readerId });
  return { ...page, rows: page.rows.map((row) => cardOf(row, { readerId, now })) };
}
