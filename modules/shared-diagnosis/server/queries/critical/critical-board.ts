import { chinaDate } from '#platform/kernel/period.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import type { criticalBoard as operation } from '../../../contract/critical.ts';
import { criticalCardOf } from '../../rules/card.ts';
import { countCriticals, countCriticalStates, listOpenCriticals } from '../../store/critical.ts';

/** Everything open, the most pressing first, and how today went. */
export async function criticalBoard({ sql, gate, now }: QueryContext): Promise<ResultOf<typeof operation>> {
  const today = chinaDate(now);
  const [open, counts, day] = await Promise.all([listOpenCriticals(sql, gate), countCriticalStates(sql, gate), countCriticals(sql, gate, { from: today, until: today })]);
  return { asOf: now.toISOString(), open: open.map((row) => criticalCardOf(row, now)), counts, today: { total: day.total, inTime: day.inTime, late: day.acknowledged - day.inTime } };
}
