import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listRecognitionDecisions as operation } from '../../contract/decisions.ts';
import { decidedOf } from '../commands/decide/decide.ts';
import { pageOfDecisions } from '../store/decisions.ts';

export async function listRecognitionDecisions({ sql, gate, about }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const page = await pageOfDecisions(sql, gate, input);
  if (page.total > 0) about({ personId: input.personId ?? null });
  return { ...page, rows: page.rows.map(decidedOf) };
}
