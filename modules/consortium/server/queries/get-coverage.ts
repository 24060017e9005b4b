import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { getCoverage as operation } from '../../contract/grids.ts';
import { listAreas, listGrids, sumCoverage } from '../store/grids.ts';

export async function getCoverage({ sql, now }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const on = input.on ?? chinaDate(now);
  const [sums, grids, areas] = await Promise.all([sumCoverage(sql, on), listGrids(sql, on), listAreas(sql, on)]);
  return { on, ...sums, grids, areas };
}
