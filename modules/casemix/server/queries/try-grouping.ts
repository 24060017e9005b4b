import type { QueryContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import type { tryGrouping as operation } from '../../contract/discharges.ts';
import { explained } from './explained.ts';

/** Nothing is stored: the page is still being written. Empty lines of the form are left out. */
export async function tryGrouping({ sql, now }: QueryContext, given: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { scheme, on, ...page } = given;
  const full = (codes: readonly string[]): string[] => codes.map((code) => code.normalize('NFKC').trim()).filter((code) => code !== '');
  const input = {
    ...page, diagnoses: full(page.diagnoses), procedures: full(page.procedures), ageDays: page.ageDays ?? null, birthWeightG: page.birthWeightG ?? null, losDays: page.losDays ?? null, dischargeWay: page.dischargeWay ?? null,
  };
  return explained(sql, { scheme, on: on ?? chinaDate(now), input });
}
