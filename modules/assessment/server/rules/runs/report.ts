import type { Report, ReportPart } from '#platform/documents/report.ts';
import type { AssessmentRun, MemberScoreRow } from '../../../contract/runs.ts';
import type { SchemeContent } from '../../../contract/scheme.ts';

interface Result {
  readonly run: AssessmentRun;
  readonly content: SchemeContent;
  readonly scores: readonly MemberScoreRow[];
}

const LAST_PARTS: Readonly<Record<string, string>> = { spread: '缺项分担', veto: '否决扣减' };

/** The publication: places by group, then every part with its formula for whom it may be seen. */
export function reportOf({ run, content, scores }: Result): Report {
  const titleOf = (itemId: string): string => LAST_PARTS[itemId] ?? content.items.find(({ id }) => id === itemId)?.title.zh ?? content.vetoes.find(({ id }) => id === itemId)?.title.zh ?? itemId;
  const places: ReportPart[] = content.groups.map((group) => ({
    heading: `${group.title.zh}排名`,
    table: {
      columns: [{ title: '名次', align: 'right' }, { title: '机构', share: 3 }, { title: '总分', align: 'right' }, { title: '等级' }, { title: '申诉前', align: 'right' }, { title: '否决项' }],
      rows: scores.filter(({ groupId }) => groupId === group.id).map(({ rank, name, total, grade, firstTotal, vetoes }) => [rank, name, total, grade, firstTotal, vetoes.map(titleOf).join('、')]),
    },
  }));
  const parts: ReportPart = {
    heading: '得分与公式',
    table: {
      columns: [{ title: '机构', share: 2 }, { title: '项目', share: 2 }, { title: '权重', align: 'right' }, { title: '得分', align: 'right' }, { title: '公式', share: 5 }, { title: '分子', align: 'right' }, { title: '分母', align: 'right' }, { title: '口径版本' }],
      rows: scores.flatMap((score) => score.parts.map(({ itemId, weight, points, formula, input }) => [score.name, titleOf(itemId), weight, points, formula.zh, input?.numerator ?? null, input?.denominator ?? null, input?.definitionVersion ?? null])),
    },
  };
  return {
    title: `${content.title.zh} ${run.period}`, subtitle: `方案版本 ${run.schemeVersion} · 文号 ${run.documentNumber ?? '（未公布）'} · 第 ${run.revision} 次计分`,
    parts: scores.some((score) => score.parts.length > 0) ? [...places, parts] : places,
  };
}
