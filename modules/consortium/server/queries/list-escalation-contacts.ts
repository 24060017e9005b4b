import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listEscalationContacts as operation } from '../../contract/agreements.ts';
import { listContactRows } from '../store/contacts.ts';

export async function listEscalationContacts({ sql }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listContactRows(sql, input);
  return { ...page, rows: [...page.rows] };
}
