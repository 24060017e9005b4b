import { addDays, chinaDate } from '#platform/kernel/period.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { criticalStatistics as operation } from '../../../contract/critical.ts';
import { countCriticals, countCriticalsByReceiver } from '../../store/critical.ts';

const DEFAULT_DAYS = 30;

export async function criticalStatistics({ sql, gate, now }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const until = input.until ?? chinaDate(now);
  const from = input.from ?? addDays(until, -DEFAULT_DAYS);
  const [counts, organisations] = await Promise.all([countCriticals(sql, gate, { from, until }), countCriticalsByReceiver(sql, gate, { from, until })]);
  return { from, until, ...counts, inTimeRate: counts.notified === 0 ? null : counts.inTime / counts.notified, organisations };
}
