import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listTemplates as operation } from '../../../contract/reading.ts';
import { templateOf } from '../../rules/template.ts';
import { pageOfTemplates } from '../../store/templates.ts';

export async function listTemplates({ sql, gate, subject }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await pageOfTemplates(sql, gate, input);
  return { ...page, rows: page.rows.map((row) => templateOf(row, subject)) };
}
