import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listCorrectiveActions as operation } from '../../../contract/quality.ts';
import { correctiveOf } from '../../rules/second-reading.ts';
import { pageOfCorrectives } from '../../store/quality.ts';

export async function listCorrectiveActions({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await pageOfCorrectives(sql, gate, input);
  return { ...page, rows: page.rows.map(correctiveOf) };
}
