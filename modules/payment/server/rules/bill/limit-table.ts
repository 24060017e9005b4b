import type { BillRule } from '../../../contract/bill-rules.ts';

/** A row of the tables in which insurance offices keep their limits, in their words. */
export interface LimitRow {
  readonly code: string;
  readonly name: string;
  readonly sex?: string | undefined;
  readonly age?: string | undefined;
  readonly setting?: string | undefined;
  readonly level?: string | undefined;
  /** `(肿瘤|再生障碍性贫血)`. */
  readonly disease?: string | undefined;
  /** `1次每日`. */
  readonly frequency?: string | undefined;
  /** `14天`. */
  readonly course?: string | undefined;
  /** `2500元`. */
  readonly amount?: string | undefined;
}

const PERIODS: Readonly<Record<string, 'day' | 'week' | 'month' | 'year'>> = { 日: 'day', 天: 'day', 周: 'week', 月: 'month', 年: 'year' };
const YEAR_DAYS = 366;
/** Upper ends in days: 新生儿 28 days, 婴幼儿 below 3 years, 儿童 below 18 years (the age of the paediatric lists). */
const AGES: Readonly<Record<string, { minDays?: number; maxDays?: number }>> = {
  新生儿: { maxDays: 28 }, 婴幼儿: { maxDays: 3 * YEAR_DAYS - 1 }, 儿童: { maxDays: 18 * YEAR_DAYS - 1 }, 成年: { minDays: 18 * 365 }, 成人: { minDays: 18 * 365 },
};
const LEVELS: Readonly<Record<string, number>> = { 一级: 1, 二级: 2, 三级: 3 };

/** The alternatives of `(a|b|c)` or of a single word. */
export const alternatives = (text: string): string[] => [...new Set(text.replace(/^\(|\)$/g, '').split('|').map((each) => each.trim()).filter((each) => each !== ''))];

/** Rules of one row; `unread` names the cells whose words are not understood, so that none is dropped in silence. */
export function readLimitRow(row: LimitRow): { rules: BillRule[]; unread: string[] } {
  const rules: BillRule[] = [];
  const unread: string[] = [];
  const head = (kind: string, text: string): { id: string; title: { zh: string; en: string }; basis: string; items: string[] } => ({
    id: `${row.code}:${kind}`, title: { zh: `${row.name}：${text}`, en: `${row.name}: ${text}` }, basis: text, items: [row.code],
  });
  const read = (cell: string | undefined, build: (text: string) => BillRule | undefined): void => {
    if (cell === undefined || cell === '') return;
    const rule = build(cell);
    if (rule) rules.push(rule);
    else unread.push(cell);
  };
  read(row.sex, (text) => (text === '男' || text === '女' ? { ...head('sex', text), kind: 'sex', sex: text === '男' ? 'male' : 'female' } : undefined));
  read(row.age, (text) => (AGES[text] ? { ...head('age', text), kind: 'age', ...AGES[text] } : undefined));
  read(row.setting, (text) => (text === '住院' || text === '门诊' ? { ...head('setting', text), kind: 'setting', setting: text === '住院' ? 'inpatient' : 'outpatient' } : undefined));
  read(row.level, (text) => (LEVELS[text] ? { ...head('level', text), kind: 'institution-level', minLevel: LEVELS[text] } : undefined));
  read(row.disease, (text) => ({ ...head('disease', text), kind: 'diagnosis-required', diagnoses: [], words: alternatives(text) }));
  read(row.frequency, (text) => {
    const match = /^(\d+)次每([日天周月年])$/.exec(text);
    return match ? { ...head('frequency', text), kind: 'quantity-limit', max: Number(match[1]), per: PERIODS[match[2]!]! } : undefined;
  });
  read(row.course, (text) => {
    const match = /^(\d+)天$/.exec(text);
    return match ? { ...head('course', text), kind: 'course-limit', maxDays: Number(match[1]) } : undefined;
  });
  read(row.amount, (text) => {
    const match = /^(\d+)元$/.exec(text);
    return match ? { ...head('amount', text), kind: 'amount-limit', maxFen: Number(match[1]) * 100 } : undefined;
  });
  return { rules, unread };
}
