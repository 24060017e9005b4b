import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { addDays, chinaDate } from '#platform/kernel/period.ts';
import type { recognitionStatistics as operation } from '../../contract/decisions.ts';
import { listReasons } from '../store/catalogue.ts';
import { countByDay, countByDoctor, countByItem, countByReason, countBySite, countBySource, countDecisions } from '../store/statistics.ts';

const SHOWN_DAYS = 29;

export async function recognitionStatistics({ sql, gate, now }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const until = input.until ?? chinaDate(now);
  const period = { from: input.from ?? addDays(until, -SHOWN_DAYS), until };
  const [total, reasons] = [await countDecisions(sql, gate, period), await countByReason(sql, gate, period)];
  const all = total.recognised + total.declined;
  const declined = new Map(reasons.map((each) => [each.code, each.declined]));
  const byDay = await countByDay(sql, gate, period);
  return {
    ...period, ...total, rate: all === 0 ? null : total.recognised / all, byReason: (await listReasons(sql, until)).map(({ code, zh, en }) => ({ code, zh, en, declined: declined.get(code) ?? 0 })), bySite: await countBySite(sql, gate, period),
    byDoctor: await countByDoctor(sql, gate, period), bySource: await countBySource(sql, gate, period), byItem: await countByItem(sql, gate, period), byDay: byDay.sort((one, other) => one.day.localeCompare(other.day)),
  };
}
