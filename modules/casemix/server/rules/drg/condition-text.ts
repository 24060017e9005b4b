import type { Text } from '#platform/kernel/problem.ts';
import type { CodeSource, Condition, NumberField, Range, SeverityLevel, WordField } from './condition.ts';

const SOURCES: Readonly<Record<CodeSource, Text>> = {
  'principal-diagnosis': { zh: '主要诊断', en: 'the principal diagnosis' },
  'other-diagnosis': { zh: '其他诊断', en: 'an other diagnosis' },
  'any-diagnosis': { zh: '任一诊断', en: 'any diagnosis' },
  'main-procedure': { zh: '主要手术操作', en: 'the main procedure' },
  'other-procedure': { zh: '其他手术操作', en: 'an other procedure' },
  'any-procedure': { zh: '任一手术操作', en: 'any procedure' },
};
const NUMBERS: Readonly<Record<NumberField, Text>> = {
  ageYears: { zh: '年龄（岁）', en: 'age in years' }, ageDays: { zh: '日龄（天）', en: 'age in days' }, birthWeightG: { zh: '出生体重（克）', en: 'birth weight in g' },
  losDays: { zh: '住院天数', en: 'days in hospital' }, icuHours: { zh: 'ICU 小时', en: 'ICU hours' }, ventilationHours: { zh: '呼吸机小时', en: 'ventilation hours' },
  diagnosisCount: { zh: '诊断个数', en: 'number of diagnoses' }, procedureCount: { zh: '手术操作个数', en: 'number of procedures' },
};
const WORDS: Readonly<Record<WordField, Text>> = { sex: { zh: '性别', en: 'sex' }, dischargeWay: { zh: '离院方式', en: 'way of discharge' }, department: { zh: '科室', en: 'department' } };
const LEVELS: Readonly<Record<SeverityLevel, Text>> = { mcc: { zh: '有严重并发症或合并症（MCC）', en: 'an MCC' }, cc: { zh: '有并发症或合并症（CC）', en: 'a CC' }, none: { zh: '无 MCC 与 CC', en: 'neither MCC nor CC' } };
const MALE_FEMALE: Readonly<Record<string, Text>> = { '1': { zh: '男', en: 'male' }, '2': { zh: '女', en: 'female' } };

/** What a condition asks for, in words. */
export function conditionText(condition: Condition): Text {
  switch (condition.kind) {
    case 'all': return condition.conditions.length === 0 ? { zh: '无条件', en: 'no condition' } : joined(condition.conditions, ' 且 ', ' and ');
    case 'any': return joined(condition.conditions, ' 或 ', ' or ');
    case 'not': return wrapped(conditionText(condition.condition), { zh: '不符合', en: 'not' });
    case 'number': return { zh: `${NUMBERS[condition.field].zh} ${rangesText(condition.ranges, '或')}`, en: `${NUMBERS[condition.field].en} ${rangesText(condition.ranges, 'or')}` };
    case 'word': return wordText(condition.field, condition.values);
    case 'present': return { zh: `有${SOURCES[condition.source].zh}`, en: `${SOURCES[condition.source].en} is there` };
    case 'severity': return { zh: condition.levels.map((level) => LEVELS[level].zh).join('或'), en: condition.levels.map((level) => LEVELS[level].en).join(' or ') };
    case 'classes': return { zh: `手术操作类别符合 ${condition.text}`, en: `the classes of procedures meet ${condition.text}` };
    case 'regions': return { zh: `诊断涉及至少 ${condition.atLeast} 个身体部位`, en: `diagnoses of at least ${condition.atLeast} body regions` };
    case 'codes': return codesText(condition);
  }
}

function codesText({ source, lists, valid, atLeast }: Condition & { kind: 'codes' }): Text {
  const names = lists.map(({ name, codes }) => (name === 'codes' ? codes.join('/') : name));
  const count = atLeast > 1 ? { zh: `（至少 ${atLeast} 个）`, en: ` (at least ${atLeast})` } : { zh: '', en: '' };
  const zh = [...names.map((name) => `在表 ${name} 内`), ...(valid ? ['为有效手术操作'] : [])].join('或');
  const en = [...names.map((name) => `is in list ${name}`), ...(valid ? ['is a valid procedure'] : [])].join(' or ');
  return { zh: `${SOURCES[source].zh}${zh}${count.zh}`, en: `${SOURCES[source].en} ${en}${count.en}` };
}

function wordText(field: WordField, values: readonly string[]): Text {
  const words = (language: 'zh' | 'en'): string => values.map((value) => (field === 'sex' ? (MALE_FEMALE[value]?.[language] ?? value) : value)).join(language === 'zh' ? '或' : ' or ');
  return { zh: `${WORDS[field].zh}为${words('zh')}`, en: `${WORDS[field].en} is ${words('en')}` };
}

function joined(conditions: readonly Condition[], zh: string, en: string): Text {
  const texts = conditions.filter((part) => part.kind !== 'all' || part.conditions.length > 0).map(conditionText);
  return texts.length === 0 ? { zh: '无条件', en: 'no condition' } : { zh: texts.map((text) => text.zh).join(zh), en: texts.map((text) => text.en).join(en) };
}

const wrapped = (text: Text, word: Text): Text => ({ zh: `${word.zh}（${text.zh}）`, en: `${word.en} (${text.en})` });

const rangesText = (ranges: readonly Range[], or: string): string => ranges.map(rangeText).join(` ${or} `);

function rangeText({ min, minOpen, max, maxOpen }: Range): string {
  if (min !== undefined && min === max) return `= ${min}`;
  return [...(min === undefined ? [] : [`${minOpen === true ? '>' : '≥'} ${min}`]), ...(max === undefined ? [] : [`${maxOpen === true ? '<' : '≤'} ${max}`])].join(' ');
}

/** Whether the condition asks for MCC or CC anywhere. */
export function asksSeverity(condition: Condition): boolean {
  if (condition.kind === 'not') return asksSeverity(condition.condition);
  if (condition.kind === 'all' || condition.kind === 'any') return condition.conditions.some(asksSeverity);
  return condition.kind === 'severity';
}
