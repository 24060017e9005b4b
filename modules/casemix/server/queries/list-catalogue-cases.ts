import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listCatalogueCases as operation } from '../../contract/catalogues.ts';
import { listCatalogueCaseRows } from '../store/catalogues.ts';

export async function listCatalogueCases({ sql, subject }: QueryContext, { id, ...input }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await listCatalogueCaseRows(sql, subject, { ...input, packId: id });
  return { ...page, rows: [...page.rows] };
}
