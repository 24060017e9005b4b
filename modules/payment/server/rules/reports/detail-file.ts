import { csvCell } from '#platform/kernel/csv-cell.ts';
import { divide, exact, multiply, scaledText, toDecimal } from '#platform/kernel/decimal.ts';
import type { PackContent } from '../../../contract/pack-content.ts';
import type { SettlementCase } from '../../../contract/runs.ts';
import { stayDays } from '../case-extras.ts';
import type { RunReport } from './run-report.ts';

/** The columns of a yearly DIP detail file, in the published order; what is not known here stays empty. */
const DETAIL_COLUMNS = [
  '参保地', '结算流水号', '病案号', '机构名称', '机构等级', '机构等级系数', '姓名', '出院科室', '结算日期', '医保类型', '实际发生总费用', '医保记账费用', '年龄', '是否死亡', '住院天数', '入院时间', '出院时间',
  '病种类型', '病种id', '病种编码', '病种名称', '病种分值', '疾病严重程度级别', '疾病严重程度校正系数', '肿瘤严重程度级别', '肿瘤严重程度校正系数', '年龄级别', '年龄校正系数', '辅助目录最终系数', '是否偏差病例', '偏差类型',
  '偏差病例分值', '是否特病单议', '特病单议评审系数', '特病单议分值', '所取校正的分值', '最终分值', '预算单价', '分值结算点值', '所在病组支付率', '所在机构支付率', '该病例支付率', '主诊断', '主诊断编码', '次要诊断', '次要诊断编码',
  '手术及操作', '手术及操作编码',
] as const;

type Column = (typeof DETAIL_COLUMNS)[number];

interface Detail {
  readonly report: RunReport;
  readonly cases: readonly SettlementCase[];
  readonly content: PackContent;
  readonly city: string;
  readonly pointValue: string | undefined;
}

const BANDS = { low: '低倍率', normal: '', high: '高倍率', 'special-review-candidate': '超上限' } as const;

/** CSV with a byte-order mark, as spreadsheet programs expect it. */
export function detailFile(detail: Detail): string {
  const lines = detail.cases.map((each) => {
    const cells = cellsOf(each, detail);
    return DETAIL_COLUMNS.map((column) => csvCell(cells[column] ?? '')).join(',');
  });
  return `\ufeff${[DETAIL_COLUMNS.join(','), ...lines].join('\r\n')}\r\n`;
}

function cellsOf(given: SettlementCase, { report, content, city, pointValue }: Detail): Partial<Record<Column, string>> {
  const group = content.groups.find((each) => each.group === given.groupCode);
  const institution = content.institutions.find((each) => each.institution === given.organisationId);
  const reviewed = Number(given.finalScore) !== Number(given.score);
  const cost = scaledText(BigInt(given.costFen), 2);
  return {
    参保地: city, 结算流水号: given.id, 病案号: given.caseNumber, 机构名称: report.names.get(given.organisationId) ?? given.organisationId, 机构等级: institution?.level ?? '', 机构等级系数: institution?.coefficient ?? '',
    结算日期: given.dischargedOn, 辅助目录最终系数: given.auxiliary ?? '', 实际发生总费用: cost, 医保记账费用: scaledText(BigInt(given.costFen - given.patientPaidFen), 2), 入院时间: given.admittedOn ?? '', 出院时间: given.dischargedOn,
    住院天数: given.admittedOn === null ? '' : String(stayDays(given.admittedOn, given.dischargedOn)), 病种类型: given.stayScore !== null ? '床日' : group?.primary === true ? '基层病种' : '核心病种',
    病种编码: given.groupCode, 病种名称: group?.title ?? '', 病种分值: given.stayScore ?? group?.rw ?? '', 是否偏差病例: given.band === 'normal' ? '否' : '是', 偏差类型: BANDS[given.band], 偏差病例分值: given.band === 'normal' ? '' : given.score,
    是否特病单议: reviewed ? '是' : '否', 特病单议分值: reviewed ? given.finalScore : '', 所取校正的分值: given.score, 最终分值: given.finalScore, 预算单价: content.advance?.pointValue ?? '', 分值结算点值: pointValue ?? '',
    该病例支付率: pointValue === undefined || given.costFen === 0 ? '' : toDecimal(divide(multiply(exact(given.finalScore), exact(pointValue)), exact(cost)), 4),
  };
}
