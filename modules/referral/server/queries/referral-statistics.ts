import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { addDays, chinaDate } from '#platform/kernel/period.ts';
import type { referralStatistics as operation } from '../../contract/reads.ts';
import { endOfDay } from '../rules/clocks.ts';
import { listReasons } from '../store/catalogue.ts';
import { countByDay, countByDisease, countRefusals, figuresByOrganisation, totalFigures } from '../store/statistics.ts';

const DEFAULT_DAYS = 90;

/** Counts are of the database over the whole period, never of a page. The period counts by submission, both days included. */
export async function referralStatistics({ sql, gate, now }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const until = input.until ?? chinaDate(now);
  const from = input.from ?? addDays(until, -DEFAULT_DAYS);
  const question = { gate, from: new Date(endOfDay(addDays(from, -1)).getTime() + 1), until: new Date(endOfDay(until).getTime() + 1), organisationId: input.organisationId };
  const reasons = new Map((await listReasons(sql)).map((reason) => [`${reason.kind}/${reason.code}`, reason.text]));
  const refusals = await countRefusals(sql, question);
  return {
    from,
    until,
    total: await totalFigures(sql, question),
    organisations: await figuresByOrganisation(sql, question),
    refusalReasons: refusals.map(({ code, direction, count }) => ({ code, count, text: reasons.get(`${direction}/${code}`) ?? { zh: code, en: code } })),
    diseases: await countByDisease(sql, question),
    byDay: await countByDay(sql, question),
  };
}
