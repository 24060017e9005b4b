import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { listCriteria as operation } from '../../contract/reads.ts';
import { listClockRules, listReasons, listValidCriteria } from '../store/catalogue.ts';

/** Catalogue of criteria, reasons and clocks as valid today. */
export async function listCriteria({ sql, now }: QueryContext, { direction }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const wanted = direction === undefined ? undefined : direction === 'down' ? 'down' : 'up';
  const criteria = await listValidCriteria(sql, { onDay: chinaDate(now), direction: wanted });
  return {
    criteria: criteria.map(({ code, direction: way, urgent, text, icdRanges }) => ({ code, direction: way, urgent, text, icdRanges: [...icdRanges] })),
    reasons: await listReasons(sql),
    clocks: await listClockRules(sql),
  };
}
