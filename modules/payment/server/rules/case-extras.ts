import { exact, ONE, parseDecimal, ZERO } from '#platform/kernel/decimal.ts';
import { isCalendarDate } from '#platform/kernel/period.ts';
import type { ProblemDetail, Text } from '#platform/kernel/problem.ts';
import type { PackContent } from '../../contract/pack-content.ts';
import { FORMULA_BOOK } from './formulas/book.ts';
import { runFormula } from './formulas/formula.ts';
import type { RegionParameters } from './region-parameters.ts';
import type { ScoreExtra } from './score-case.ts';

export interface ExtraRow {
  readonly group: string;
  readonly admitted?: string | undefined;
  readonly discharged: string;
  readonly auxiliary?: string | undefined;
  readonly stayScore?: string | undefined;
}

type Extra = { readonly extra: ScoreExtra | undefined } | { readonly refused: ProblemDetail };

const MESSAGES = {
  admitted: { zh: '按床日付费须有真实的入院日期', en: 'a stay paid by the day needs a real day of admission' },
  auxiliary: { zh: '辅助系数必须大于零', en: 'the auxiliary coefficient must be above zero' },
  stayScore: { zh: '不能为负数', en: 'must not be negative' },
} satisfies Record<string, Text>;

export const stagesOf = ({ perDiem }: Pick<PackContent, 'perDiem'>, group: string): PackContent['perDiem'][number]['stages'] | undefined => perDiem.find((each) => each.group === group)?.stages;

const DAY_MS = 86_400_000;

/** Days of a stay; the day of admission and that of discharge count as one. */
export const stayDays = (admitted: string, discharged: string): number => Math.max(1, Math.round((Date.parse(discharged.slice(0, 10)) - Date.parse(admitted.slice(0, 10))) / DAY_MS));

/**
 * What goes into the score of a case beside its group: points of the stay where the parameters pay the group by the day (stages of
 * points, inside the same pool), else what the grouping found. `discharged` is a real day.
 */
export function extraOf(row: ExtraRow, content: Pick<PackContent, 'perDiem'>): Extra {
  const auxiliary = row.auxiliary === undefined ? undefined : parseDecimal(row.auxiliary);
  if (auxiliary !== undefined && auxiliary.over <= 0n) return refused('auxiliary', MESSAGES.auxiliary);
  const stages = stagesOf(content, row.group);
  const rest = row.auxiliary === undefined ? {} : { auxiliary: row.auxiliary };
  if (stages !== undefined) {
    const admitted = (row.admitted ?? '').slice(0, 10);
    if (!isCalendarDate(admitted) || admitted > row.discharged.slice(0, 10)) return refused('admitted', MESSAGES.admitted);
    const outcome = runFormula(FORMULA_BOOK.get('per_diem')!, { days: String(stayDays(admitted, row.discharged)), stages });
    if (outcome.status !== 'SETTLED') return outcome.status === 'REFUSED' ? { refused: outcome.reasons[0]! } : refused('stages', MESSAGES.admitted);
    return { extra: { ...rest, stayScore: String(outcome.result['payment']) } };
  }
  if (row.stayScore !== undefined && exact(row.stayScore).over < 0n) return refused('stayScore', MESSAGES.stayScore);
  if (row.stayScore === undefined && row.auxiliary === undefined) return { extra: undefined };
  return { extra: { ...rest, ...(row.stayScore === undefined ? {} : { stayScore: row.stayScore }) } };
}

const refused = (path: string, message: Text): Extra => ({ refused: { path, message } });

/** Groups that are only paid by the day need no average: their points come from the days. */
export function withStays(parameters: RegionParameters, { perDiem }: Pick<PackContent, 'perDiem'>): RegionParameters {
  const missing = perDiem.filter(({ group }) => !parameters.groups.has(group));
  if (missing.length === 0) return parameters;
  return { ...parameters, groups: new Map([...parameters.groups, ...missing.map(({ group }) => [group, { group, average: ONE, rw: ZERO, primary: false }] as const)]) };
}
