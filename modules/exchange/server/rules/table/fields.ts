import type { Text } from '#platform/kernel/problem.ts';

export type TableTarget = 'residents' | 'observations';

export interface TableField {
  readonly name: string;
  readonly title: Text;
  readonly required: boolean;
  /** What headings are called in the field. */
  readonly headings: readonly string[];
}

export const TABLE_FIELDS: Readonly<Record<TableTarget, readonly TableField[]>> = {
  residents: [
    { name: 'name', title: { zh: '姓名', en: 'Name' }, required: true, headings: ['姓名', '患者姓名', '居民姓名', '名字', 'name', 'xm'] },
    { name: 'sex', title: { zh: '性别', en: 'Sex' }, required: false, headings: ['性别', 'sex', 'gender', 'xb'] },
    { name: 'birthDate', title: { zh: '出生日期', en: 'Birth date' }, required: false, headings: ['出生日期', '生日', '出生年月日', 'birthdate', 'birth date', 'csrq'] },
    { name: 'idCard', title: { zh: '身份证号', en: 'Identity number' }, required: false, headings: ['身份证号', '身份证号码', '身份证', '证件号码', '公民身份号码', 'idcard', 'id card', 'sfzh'] },
    { name: 'phone', title: { zh: '电话', en: 'Telephone' }, required: false, headings: ['电话', '手机', '手机号', '联系电话', '手机号码', 'phone', 'telephone', 'lxdh'] },
    { name: 'address', title: { zh: '住址', en: 'Address' }, required: false, headings: ['住址', '现住址', '地址', '家庭住址', 'address', 'xzz'] },
    { name: 'insuranceNumber', title: { zh: '医保号', en: 'Insurance number' }, required: false, headings: ['医保号', '医保卡号', '社保卡号', 'insurance number'] },
  ],
  observations: [
    { name: 'idCard', title: { zh: '身份证号', en: 'Identity number' }, required: true, headings: ['身份证号', '身份证号码', '身份证', '证件号码', '公民身份号码', 'idcard', 'id card', 'sfzh'] },
    { name: 'name', title: { zh: '姓名', en: 'Name' }, required: false, headings: ['姓名', '患者姓名', '居民姓名', 'name', 'xm'] },
    { name: 'item', title: { zh: '项目', en: 'Item' }, required: false, headings: ['项目', '项目名称', '检验项目', '指标', 'item', 'test', 'code'] },
    { name: 'value', title: { zh: '结果', en: 'Value' }, required: false, headings: ['结果', '值', '检验结果', '测量值', 'value', 'result'] },
    { name: 'unit', title: { zh: '单位', en: 'Unit' }, required: false, headings: ['单位', 'unit'] },
    { name: 'bloodPressure', title: { zh: '血压', en: 'Blood pressure' }, required: false, headings: ['血压', '血压(mmHg)', '血压（mmhg）', 'bp', 'blood pressure'] },
    { name: 'measuredAt', title: { zh: '测量时间', en: 'Measured at' }, required: true, headings: ['测量时间', '检查日期', '检验日期', '测量日期', '采样时间', '日期', '随访日期', 'date', 'time'] },
  ],
};

const bare = (heading: string): string => heading.normalize('NFKC').toLowerCase().replace(/[\s*：:]/g, '');

/** What each heading is probably meant as; a field is taken once. */
export function guessColumns(headings: readonly string[], target: TableTarget): Record<string, string> {
  const taken = new Set<string>();
  const columns: Record<string, string> = {};
  for (const heading of headings) {
    const field = TABLE_FIELDS[target].find(({ name, headings: known }) => !taken.has(name) && known.some((each) => bare(each) === bare(heading)));
    if (field === undefined) continue;
    taken.add(field.name);
    columns[heading] = field.name;
  }
  return columns;
}

/** Required fields that no column gives. */
export function missingFields(columns: Readonly<Record<string, string>>, target: TableTarget): readonly TableField[] {
  const given = new Set(Object.values(columns));
  return TABLE_FIELDS[target].filter(({ name, required }) => required && !given.has(name));
}
