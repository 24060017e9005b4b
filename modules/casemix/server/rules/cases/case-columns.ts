import type { RefusedCase } from './read-case.ts';

/** Titles under which a table may give a field of a case: our names, HQMS codes, 4101 names, and plain Chinese. */
const TITLES: Readonly<Record<string, readonly string[]>> = {
  id: ['id', 'index', 'a48', 'medcasno', '病案号', '住院号', '结算流水号', 'setl_id', 'mdtrt_id'],
  sex: ['sex', 'gender', 'gend', 'a12c', '性别'],
  ageYears: ['ageyears', 'age', 'a14', '年龄'],
  ageDays: ['agedays', 'ageday', 'nwb_age', 'a16', '不足1岁年龄(天)', '日龄', '不足一周岁年龄（天）'],
  birthWeightG: ['birthweightg', 'weight', 'nwb_bir_wt', 'a18x01', '出生体重', '新生儿出生体重'],
  losDays: ['losdays', 'los', 'act_ipt_days', 'b20', 'inhospitaltime', '实际住院天数', '住院天数'],
  dischargeWay: ['dischargeway', 'leavingtype', 'dscg_way', 'b34c', '离院方式'],
  department: ['department', 'dept', 'dscg_caty', 'b16c', '出院科别', '出院科室'],
  cost: ['cost', 'totalcost', 'd01', '总费用', '实际发生总费用'],
  costFen: ['costfen'],
  hospitalLevel: ['hospitallevel', 'hi_setl_lv', '机构等级'],
  careKind: ['carekind', 'ipt_med_type'],
  tcmPathway: ['tcmpathway'],
  admittedOn: ['admittedon', 'admitted', 'adm_time', 'b12', '入院时间', '入院日期'],
  dischargedOn: ['dischargedon', 'discharged', 'dscg_time', 'b15', '出院时间', '出院日期'],
  codeSet: ['codeset'],
  icuHours: ['icuhours'],
  ventilationHours: ['ventilationhours'],
  diagnoses: ['diagnoses', 'dx', 'zdlist', '诊断编码', '诊断'],
  procedures: ['procedures', 'proc', 'sslist', '手术操作编码', '手术及操作(编码)', '手术及操作（编码）'],
  principal: ['c03c', 'principal_diagnosis', '主要诊断编码', '主诊断(编码)', '主诊断（编码）', '主诊断编码'],
  others: ['other_diagnoses', '其他诊断编码', '次要诊断(编码)', '次要诊断（编码）'],
  mainProcedure: ['c14x01c', 'main_procedure', '主要手术操作编码'],
};
const OTHER_DIAGNOSIS = /^(?:c06x(\d+)c|其他诊断编码(\d+)|diagnosis_?(\d+))$/;
const OTHER_PROCEDURE = /^(?:c35x(\d+)c|其他手术操作编码(\d+)|procedure_?(\d+))$/;
const SEPARATORS = /[|;；,，、\s]+/;

/** Where in a row each field stands. */
export interface CaseColumns {
  readonly single: ReadonlyMap<string, number>;
  readonly otherDiagnoses: readonly number[];
  readonly otherProcedures: readonly number[];
  readonly titles: readonly string[];
}

/** Finds the fields in a title row; refused when neither a list of diagnoses nor a principal diagnosis has a column. */
export function caseColumns(titles: readonly string[]): CaseColumns | { readonly refused: RefusedCase } {
  const plain = titles.map((title) => title.replace(/^﻿/, '').trim().toLowerCase());
  const single = new Map<string, number>();
  for (const [field, names] of Object.entries(TITLES)) {
    const at = plain.findIndex((title) => names.includes(title));
    if (at >= 0) single.set(field, at);
  }
  if (!single.has('diagnoses') && !single.has('principal')) {
    return { refused: { place: 'line 1', zh: '表头没有诊断列（diagnoses、C03C 或 主要诊断编码）', en: 'the title row has no column of diagnoses (diagnoses, C03C)' } };
  }
  return { single, otherDiagnoses: repeated(plain, OTHER_DIAGNOSIS), otherProcedures: repeated(plain, OTHER_PROCEDURE), titles: titles.map((title) => title.replace(/^﻿/, '')) };
}

function repeated(titles: readonly string[], pattern: RegExp): number[] {
  return titles
    .flatMap((title, at) => {
      const match = pattern.exec(title);
      return match === null ? [] : [{ at, number: Number(match[1] ?? match[2] ?? match[3]) }];
    })
    .toSorted((first, second) => first.number - second.number)
    .map(({ at }) => at);
}

const SINGLE = ['sex', 'ageYears', 'ageDays', 'birthWeightG', 'losDays', 'dischargeWay', 'department', 'cost', 'costFen', 'hospitalLevel', 'careKind', 'tcmPathway', 'codeSet', 'icuHours', 'ventilationHours', 'admittedOn', 'dischargedOn'];

/** One row as the object that `readCase` takes; empty cells and a lone dash are absent. */
export function rowToFields({ single, otherDiagnoses, otherProcedures }: CaseColumns, row: readonly string[]): { id: string | null; fields: Record<string, unknown> } {
  const cell = (field: string): string | undefined => {
    const at = single.get(field);
    const text = at === undefined ? '' : (row[at] ?? '').trim();
    return text === '' || text === '-' || text === '—' ? undefined : text;
  };
  const several = (field: string): string[] => (cell(field) ?? '').split(SEPARATORS).filter((code) => code !== '');
  const at = (places: readonly number[]): string[] => places.map((place) => (row[place] ?? '').trim()).filter((code) => code !== '' && code !== '-' && code !== '—');
  const fields: Record<string, unknown> = {};
  for (const field of SINGLE) {
    const text = cell(field);
    if (text !== undefined) fields[field] = text;
  }
  const principal = cell('principal');
  const others = [...several('others'), ...at(otherDiagnoses)];
  // A row without its principal diagnosis is not rescued by the next one.
  fields.diagnoses = single.has('diagnoses') ? several('diagnoses') : principal === undefined ? [] : [principal, ...others];
  const main = cell('mainProcedure');
  fields.procedures = single.has('procedures') ? several('procedures') : [...(main === undefined ? [] : [main]), ...at(otherProcedures)];
  return { id: cell('id') ?? null, fields };
}
