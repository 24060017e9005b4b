import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { listQualityPlans as operation } from '../../../contract/quality.ts';
import { pageOfPlans } from '../../store/quality.ts';

export const listQualityPlans = async ({ sql, gate }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> => {
  const page = await pageOfPlans(sql, gate, input);
  return { ...page, rows: [...page.rows] };
};
