import type { Report, ReportPart } from '#platform/documents/report.ts';
import type { Run } from '../../../contract/runs.ts';
import { withFormula, type BareFigure } from '../figures.ts';

export interface RunReport {
  readonly run: Run;
  readonly figures: readonly BareFigure[];
  readonly names: ReadonlyMap<string, string>;
}

const COLUMNS = {
  clearing: ['cases', 'low', 'high', 'score', 'cost', 'gross', 'due', 'balance'],
  advance: ['cases', 'low', 'high', 'score', 'cost', 'advance', 'retained'],
  capitation: ['heads', 'capitation'],
} as const;

const WORDS: Readonly<Record<string, string>> = {
  cases: '病例数', low: '低倍率', high: '高倍率', score: '总分值', cost: '总费用', gross: '应得', due: '应付', balance: '应付减预付', advance: '预付', retained: '质保金', totalScore: '总分值合计',
  totalCost: '总费用合计', patientsPaid: '个人支付合计', insuranceShare: '报销比例', pointValue: '结算点值', totalDue: '应付合计', heads: '人数', capitation: '按人头应付', totalCapitation: '按人头应付合计', totalAdvance: '预付合计',
};
const wordOf = (name: string): string => WORDS[name] ?? name.replace(/^panel:/, '人头组 ');

/** The run as one report: the whole, a line an institution, and every number with its formula and inputs. */
export function reportOf({ run, figures, names }: RunReport): Report {
  const title = run.kind === 'clearing' ? `${run.year} 年度医保清算` : `${run.month ?? ''} ${run.kind === 'advance' ? '医保月度预付' : '按人头付费'}`;
  return {
    title,
    subtitle: `参数版本 ${run.packVersion} · 文号 ${run.documentNumber ?? '（未公布）'} · ${run.state === 'confirmed' ? '已公布' : '未公布'}`,
    parts: [wholePart(figures), institutionPart({ run, figures, names }), sourcePart(figures, names)],
  };
}

function wholePart(figures: readonly BareFigure[]): ReportPart {
  const rows = figures.filter(({ organisationId }) => organisationId === null).map(({ name, value }) => [wordOf(name), value]);
  return { heading: '合计', table: { columns: [{ title: '项目', share: 2 }, { title: '数值', align: 'right' }], rows } };
}

/** A missing number stays empty. */
function institutionPart({ run, figures, names }: RunReport): ReportPart {
  const columns = COLUMNS[run.kind];
  const byPlace = new Map(figures.map((each) => [`${each.organisationId ?? ''}|${each.name}`, each.value]));
  const organisations = [...new Set(figures.flatMap(({ organisationId }) => organisationId ?? []))];
  return {
    heading: '机构',
    table: {
      columns: [{ title: '机构', share: 2 }, ...columns.map((name) => ({ title: wordOf(name), align: 'right' as const }))],
      rows: organisations.map((id) => [names.get(id) ?? id, ...columns.map((name) => byPlace.get(`${id}|${name}`) ?? '')]),
    },
  };
}

/** Plain counts and copies explain themselves; all else names its formula. */
function sourcePart(figures: readonly BareFigure[], names: ReadonlyMap<string, string>): ReportPart {
  const rows = figures.filter(({ formula, organisationId }) => formula !== 'sum' || organisationId === null).map((figure) => {
    const { formulaText } = withFormula(figure);
    const inputs = Object.entries(figure.inputs).map(([name, value]) => `${name} = ${value}`).join('; ');
    return [figure.organisationId === null ? '合计' : (names.get(figure.organisationId) ?? figure.organisationId), wordOf(figure.name), figure.value, formulaText.zh, inputs, figure.packVersion];
  });
  return { heading: '公式与来源', table: { columns: [{ title: '对象', share: 1.5 }, { title: '项目' }, { title: '数值', align: 'right' }, { title: '公式', share: 2 }, { title: '输入', share: 3 }, { title: '参数版本' }], rows } };
}
