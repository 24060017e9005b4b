import { CliFailure } from '#platform/cli/exit-codes.ts';
import type { RawCase } from '../../server/rules/score-case.ts';

/** Other names that a column or field may have: our own, 4101 names, HQMS codes, plain Chinese. */
const NAMES: Readonly<Record<keyof RawCase, readonly string[]>> = {
  case: ['case', 'id', 'case_id', 'caseId', 'mdtrt_id', 'setl_id', '病例', '病例编号', '结算流水号', '病案号', 'medcasno', 'A48'],
  institution: ['institution', 'hospital', 'institution_id', 'fixmedins_code', '机构', '机构编码', '医疗机构编码', '组织机构代码', 'A01'],
  group: ['group', 'group_code', 'disease_group', 'drg', 'dip', '病种', '病种编码', '病组', '病组编码', 'DRG编码'],
  cost: ['cost', 'case_cost', 'total_cost', 'totalCost', '总费用', '实际发生总费用', '医疗总费用', 'D01'],
  patientPaid: ['patient_paid', 'patientPaid', 'own_payment', 'psn_cashpay', '个人支付', '个人自付', 'D09'],
  person: ['person', 'person_id', 'psn_no', '人员编号', '个人编号'],
  admitted: ['admitted', 'admitted_on', 'adm_time', '入院时间', '入院日期', 'B12'],
  discharged: ['discharged', 'discharged_on', 'dscg_time', '出院时间', '出院日期', 'B15'],
};

const FIELDS = Object.keys(NAMES) as (keyof RawCase)[];
const plain = (title: string): string => title.replace(/^\ufeff/, '').trim().toLowerCase();
const PLAIN_NAMES = new Map(FIELDS.map((field) => [field, NAMES[field].map(plain)]));

/** Reads the rows of a table; throws CliFailure naming the columns that the title row lacks. */
export function caseRowReader(titles: readonly string[], grouped: boolean): (row: readonly string[]) => RawCase {
  const given = titles.map(plain);
  const places = new Map(FIELDS.map((field) => [field, PLAIN_NAMES.get(field)!.map((name) => given.indexOf(name)).find((at) => at >= 0) ?? -1]));
  const needed = FIELDS.slice(0, 5).filter((field) => !(grouped && field === 'group'));
  const absent = needed.filter((field) => places.get(field) === -1);
  if (absent.length > 0) throw new CliFailure('refused', { zh: `第一行缺少列：${absent.map((field) => NAMES[field][0]).join('、')}`, en: `The first line lacks the columns ${absent.map((field) => NAMES[field][0]).join(', ')}` });
  const [c, i, g, k, p, person, from, until] = FIELDS.map((field) => places.get(field)!) as [number, number, number, number, number, number, number, number];
  const cell = (row: readonly string[], at: number): string => (at < 0 ? '' : (row[at] ?? '').trim());
  return (row) => ({ case: cell(row, c), institution: cell(row, i), group: cell(row, g), cost: cell(row, k), patientPaid: cell(row, p), person: cell(row, person), admitted: cell(row, from), discharged: cell(row, until) });
}

/** The fields of one JSON object; what stands beside its `input` counts first. */
export function caseOfObject(row: Readonly<Record<string, unknown>>): RawCase {
  const inner = typeof row['input'] === 'object' && row['input'] !== null ? (row['input'] as Readonly<Record<string, unknown>>) : undefined;
  const text = (field: keyof RawCase): string => {
    for (const from of inner === undefined ? [row] : [row, inner]) {
      for (const name of NAMES[field]) {
        const value = from[name];
        if (value !== undefined && value !== null) return typeof value === 'string' ? value : String(value);
      }
    }
    return '';
  };
  return { case: text('case'), institution: text('institution'), group: text('group'), cost: text('cost'), patientPaid: text('patientPaid'), person: text('person'), admitted: text('admitted'), discharged: text('discharged') };
}
