import { addDays, chinaDate } from '#platform/kernel/period.ts';
import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { diagnosisStatistics as operation } from '../../../contract/quality.ts';
import type { Kind } from '../../../contract/words.ts';
import { agreementRate, cohenKappa, readTwice, type TwoReadings } from '../../rules/agreement.ts';
import { countIssued, countOrdered, listByCentre, listByDay, listBySite, listReadTwice } from '../../store/statistics.ts';

const DEFAULT_DAYS = 30;
const rate = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
const NONE: TwoReadings = { bothPositive: 0, firstOnly: 0, secondOnly: 0, bothNegative: 0 };
const plus = (a: TwoReadings, b: TwoReadings): TwoReadings => ({ bothPositive: a.bothPositive + b.bothPositive, firstOnly: a.firstOnly + b.firstOnly, secondOnly: a.secondOnly + b.secondOnly, bothNegative: a.bothNegative + b.bothNegative });

export async function diagnosisStatistics({ sql, gate, now }: QueryContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const until = input.until ?? chinaDate(now);
  const from = input.from ?? addDays(until, -DEFAULT_DAYS);
  const period = { from, until, kind: input.kind ?? null };
  const [issued, ordered, centres, bySite, byDay, twice] = await Promise.all([
    countIssued(sql, gate, period), countOrdered(sql, gate, period), listByCentre(sql, gate, period), listBySite(sql, gate, period), listByDay(sql, gate, period), listReadTwice(sql, gate, period),
  ]);
  const all = twice.reduce<TwoReadings>(plus, NONE);
  const of = (organisationId: string, kind: string): TwoReadings => twice.find((each) => each.organisationId === organisationId && each.kind === kind) ?? NONE;
  return {
    from, until, ...ordered, issued: issued.issued, onTime: issued.onTime, onTimeRate: rate(issued.onTime, issued.issued), amended: issued.amended, positive: issued.positive, minutesMedian: issued.minutesMedian, minutesP90: issued.minutesP90,
    agreement: {
      read: readTwice(all), agree: all.bothPositive + all.bothNegative, agreementRate: agreementRate(all), major: twice.reduce((sum, each) => sum + each.major, 0), minor: twice.reduce((sum, each) => sum + each.minor, 0), kappa: cohenKappa(all),
    },
    byCentre: centres.map((each) => {
      const counts = of(each.organisationId, each.kind);
      return {
        organisationId: each.organisationId, organisationName: each.organisationName, kind: each.kind as Kind, issued: each.issued, onTimeRate: rate(each.onTime, each.issued), minutesMedian: each.minutesMedian, gradeA: each.gradeA,
        returned: each.returned, read: readTwice(counts), agreementRate: agreementRate(counts), kappa: cohenKappa(counts),
      };
    }),
    bySite, byDay,
  };
}
