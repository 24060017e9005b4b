import type { Report } from '#platform/documents/report.ts';
import type { Analysis } from '../../contract/analysis.ts';

const yuan = (fen: number): string => (fen / 100).toFixed(2);
const GROUPS_IN_PDF = 60;

/** The analysis as a report of tables; every figure is that of the screen. */
export function analysisReport(analysis: Analysis, short: boolean): Report {
  const groups = short ? analysis.groups.slice(0, GROUPS_IN_PDF) : analysis.groups;
  return {
    title: '病组分析 Case mix',
    subtitle: `${analysis.packName} · ${analysis.cases} 例 cases · 入组率 grouping rate ${analysis.groupingRate}%`,
    parts: [
      {
        heading: '单位 Units',
        table: {
          columns: ['单位 unit', '病例 cases', '入组率 %', '病组数 groups', '总权重 weight', 'CMI', '费用消耗指数 cost index', '时间消耗指数 time index', '低风险死亡 low-risk deaths'].map((title, index) => ({ title, ...(index === 0 ? { share: 2 } : { align: 'right' as const }) })),
          rows: analysis.units.map((unit) => [unit.unit, unit.cases, unit.groupingRate, unit.groups, unit.totalWeight, unit.cmi, unit.costIndex, unit.timeIndex, unit.lowRiskDeaths === null ? '' : `${unit.lowRiskDeaths}/${unit.lowRiskCases}`]),
        },
      },
      {
        heading: '病组费用与标准 Groups and bundles',
        table: {
          columns: ['病组 group', '名称 name', '病例 cases', 'CV', '均费 mean', '中位 median', 'P25', 'P75', '药品 drugs', '耗材 consumables', '检查 examinations'].map((title, index) => ({ title, ...(index === 1 ? { share: 2 } : index > 1 ? { align: 'right' as const } : {}) })),
          rows: groups.map((group) => [group.group, group.name, group.cases, group.cv ?? '', yuan(group.meanFen), yuan(group.total.median), yuan(group.total.low), yuan(group.total.high), yuan(group.drugs.median), yuan(group.consumables.median), yuan(group.examinations.median)]),
        },
      },
      {
        heading: '偏差病例 Deviating cases',
        table: {
          columns: ['病案号 record', '病组 group', '单位 unit', '费用 cost', '中位 median', '倍数 ratio'].map((title) => ({ title })),
          rows: analysis.deviations.map((row) => [row.recordNumber, row.group, row.unit, yuan(row.totalFen), yuan(row.medianFen), row.ratio]),
        },
      },
    ],
  };
}
