/** Kinds of cells of a front page or settlement list. */
export type FieldKind = 'text' | 'day' | 'whole' | 'money' | 'code';

export interface FrontPageField {
  readonly key: string;
  /** HQMS column code, field of 4101, Chinese title; whichever the file has. */
  readonly titles: readonly string[];
  readonly kind: FieldKind;
  /** Without it the row cannot be taken. */
  readonly needed?: boolean;
  /** Without it the page is not complete: points of the quality score. */
  readonly points?: number;
  readonly zh: string;
  readonly en: string;
}

const field = (key: string, kind: FieldKind, more: Omit<FrontPageField, 'key' | 'kind'>): FrontPageField => ({ key, kind, ...more });

/** Columns that are read (domain 5.5, 5.6); every other column of the file is kept as it stands. */
export const FIELDS: readonly FrontPageField[] = [
  field('recordNumber', 'text', { titles: ['a48', 'medcasno', '病案号'], zh: '病案号', en: 'record number', needed: true }),
  field('admissionCount', 'whole', { titles: ['a49', '住院次数'], zh: '住院次数', en: 'number of the admission', points: 1 }),
  field('name', 'text', { titles: ['a11', 'psn_name', '姓名'], zh: '姓名', en: 'name', points: 2 }),
  field('identity', 'text', { titles: ['a20', 'certno', '身份证号'], zh: '身份证号', en: 'identity number', points: 2 }),
  field('sex', 'text', { titles: ['a12c', 'gend', '性别'], zh: '性别', en: 'sex', needed: true }),
  field('bornOn', 'day', { titles: ['a13', 'brdy', '出生日期'], zh: '出生日期', en: 'date of birth', points: 2 }),
  field('ageYears', 'whole', { titles: ['a14', 'age', '年龄'], zh: '年龄', en: 'age', points: 2 }),
  field('ageDays', 'whole', { titles: ['a16', 'nwb_age', '不足1岁年龄(天)'], zh: '不足 1 岁年龄（天）', en: 'age in days' }),
  field('birthWeightG', 'whole', { titles: ['a18x01', 'nwb_bir_wt', '新生儿出生体重'], zh: '新生儿出生体重', en: 'birth weight' }),
  field('payment', 'text', { titles: ['a46c', 'hi_type', '付费方式'], zh: '付费方式', en: 'way of payment', points: 1 }),
  field('admissionWay', 'text', { titles: ['b11c', 'adm_way', '入院途径'], zh: '入院途径', en: 'way of admission', points: 1 }),
  field('admittedOn', 'day', { titles: ['b12', 'adm_time', '入院时间', '入院日期'], zh: '入院时间', en: 'admission', needed: true }),
  field('dischargedOn', 'day', { titles: ['b15', 'dscg_time', '出院时间', '出院日期'], zh: '出院时间', en: 'discharge', needed: true }),
  field('department', 'text', { titles: ['b16c', 'dscg_caty', '出院科别', '出院科室'], zh: '出院科别', en: 'department', points: 2 }),
  field('losDays', 'whole', { titles: ['b20', 'act_ipt_days', '实际住院天数', '住院天数'], zh: '实际住院天数', en: 'days in hospital', points: 2 }),
  field('doctor', 'text', { titles: ['b25', 'chfpdr_name', '住院医师', '主诊医师'], zh: '住院医师', en: 'doctor', points: 2 }),
  field('coder', 'text', { titles: ['b29', '编码员'], zh: '编码员', en: 'coder', points: 1 }),
  field('dischargeWay', 'text', { titles: ['b34c', 'dscg_way', '离院方式'], zh: '离院方式', en: 'way of discharge', points: 3 }),
  field('transferTo', 'text', { titles: ['b35', 'acp_medins_name', '转往机构名'], zh: '转往机构', en: 'transferred to' }),
  field('principalCode', 'code', { titles: ['c03c', '主要诊断编码'], zh: '主要诊断编码', en: 'principal diagnosis', needed: true }),
  field('principalName', 'text', { titles: ['c04n', '主要诊断名称'], zh: '主要诊断名称', en: 'name of the principal diagnosis' }),
  field('principalOnAdmission', 'text', { titles: ['c05c', '主要诊断入院病情'], zh: '主要诊断入院病情', en: 'condition on admission', points: 2 }),
  field('mainProcedureCode', 'code', { titles: ['c14x01c', '主要手术操作编码'], zh: '主要手术操作编码', en: 'main procedure' }),
  field('mainProcedureName', 'text', { titles: ['c15x01n', '主要手术操作名称'], zh: '主要手术操作名称', en: 'name of the main procedure' }),
  field('mainProcedureOn', 'day', { titles: ['c16x01', 'c16', '主要手术操作日期'], zh: '主要手术操作日期', en: 'date of the main procedure' }),
  field('totalFen', 'money', { titles: ['d01', 'medfee_sumamt', '总费用'], zh: '总费用', en: 'total cost', needed: true }),
  field('patientPaidFen', 'money', { titles: ['d09', 'psn_cashpay', '自付金额', '个人支付'], zh: '自付金额', en: 'paid by the patient', points: 1 }),
  field('diagnosisList', 'text', { titles: ['diseinfo'], zh: '诊断信息', en: 'diagnoses' }),
  field('procedureList', 'text', { titles: ['oprninfo'], zh: '手术操作信息', en: 'procedures' }),
  field('itemList', 'text', { titles: ['iteminfo'], zh: '收费项目信息', en: 'charges' }),
];

/** Repeated columns: `C06x01C` with its name `C07x01N` and condition on admission `C08x01C`; operations after the first `C35x01C`. */
export const REPEATED = {
  diagnosis: { code: /^(?:c06x(\d+)c|其他诊断编码(\d+))$/, name: /^(?:c07x(\d+)n|其他诊断名称(\d+))$/, condition: /^(?:c08x(\d+)c|其他诊断入院病情(\d+))$/ },
  procedure: { code: /^(?:c35x(\d+)c|其他手术操作编码(\d+))$/, name: /^(?:c36x(\d+)n|其他手术操作名称(\d+))$/, condition: /^(?:c37x(\d+)|其他手术操作日期(\d+))$/ },
} as const;

/** Parts of the total cost in HQMS that do not overlap; D19x01, D20x01 and the like stand inside theirs. */
export const COST_PARTS: readonly string[] = [
  'd11', 'd12', 'd13', 'd14', 'd15', 'd16', 'd17', 'd18', 'd19', 'd20', 'd21', 'd22', 'd23', 'd24', 'd25', 'd26', 'd27', 'd28', 'd29', 'd30', 'd31', 'd32', 'd33', 'd34',
];
/** The standard bundle of a group: drugs, consumables, examinations. */
export const BUNDLE: Readonly<Record<'drugs' | 'consumables' | 'examinations', readonly string[]>> = {
  drugs: ['d23', 'd24', 'd25'], consumables: ['d31', 'd32', 'd33'], examinations: ['d15', 'd16', 'd17', 'd18'],
};
