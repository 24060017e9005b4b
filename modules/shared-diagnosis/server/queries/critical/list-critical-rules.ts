import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listCriticalRules as operation } from '../../../contract/critical.ts';
import { pageOfRules } from '../../store/critical-rules.ts';

export const listCriticalRules = async ({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> => {
  const page = await pageOfRules(sql, gate, input);
  return { ...page, rows: [...page.rows] };
};
