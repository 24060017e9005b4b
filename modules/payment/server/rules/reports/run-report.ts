import type { Run } from '../../../contract/runs.ts';
import type { BareFigure } from '../figures.ts';

export interface RunReport {
  readonly run: Run;
  readonly figures: readonly BareFigure[];
  readonly names: ReadonlyMap<string, string>;
}

/** Words of the figures, in the order of the columns. */
const COLUMNS = {
  clearing: ['cases', 'low', 'high', 'score', 'cost', 'gross', 'due', 'balance'],
  advance: ['cases', 'low', 'high', 'score', 'cost', 'advance', 'retained'],
} as const;

export const FIGURE_WORDS: Readonly<Record<string, string>> = {
  cases: '病例数', low: '低倍率', high: '高倍率', score: '总分值', cost: '总费用', gross: '应得', due: '应付', balance: '应付减预付', advance: '预付', retained: '质保金', totalScore: '总分值合计',
  totalCost: '总费用合计', patientsPaid: '个人支付合计', insuranceShare: '报销比例', pointValue: '结算点值', totalDue: '应付合计', totalAdvance: '预付合计',
};

export interface ReportTable {
  readonly heading: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** One line an institution; a missing number stays empty. */
export function institutionTable({ run, figures, names }: RunReport): ReportTable {
  const columns = COLUMNS[run.kind];
  const byPlace = new Map(figures.map((each) => [`${each.organisationId ?? ''}|${each.name}`, each.value]));
  const organisations = [...new Set(figures.flatMap(({ organisationId }) => organisationId ?? []))];
  return {
    heading: ['机构', ...columns.map((name) => FIGURE_WORDS[name] ?? name)],
    rows: organisations.map((id) => [names.get(id) ?? id, ...columns.map((name) => byPlace.get(`${id}|${name}`) ?? '')]),
  };
}

export const titleOf = ({ run }: RunReport): string => (run.kind === 'clearing' ? `${run.year} 年度医保清算` : `${run.month ?? ''} 医保月度预付`);
