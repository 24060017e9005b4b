import { addDays } from '#platform/kernel/period.ts';
import { COST_PARTS, FIELDS } from './fields.ts';
import type { FrontPage, QualityNote } from './front-page.ts';

type Checked = Omit<FrontPage, 'quality' | 'toComplete'>;

const MALE_ONLY = /^(N4[0-9]|N50|N51|C6[0-3]|D29|D40)/;
const FEMALE_ONLY = /^(O|N7[0-7]|N8|N9[0-8]|C5[1-8]|D2[5-8]|D39|D06)/;
const NEWBORN_DAYS_MAX = 28;

/** What a complete page has beyond the columns that must be there (domain 5.5); each costs points of 100. */
export function qualityOf(page: Checked, given: ReadonlySet<string>): { quality: number; toComplete: QualityNote[] } {
  const missing = FIELDS.filter(({ key, points }) => points !== undefined && !given.has(key)).map(({ key, zh, en, points }) => note(key, points!, { zh: `缺少${zh}`, en: `${en} is missing` }));
  const toComplete = [...missing, ...pairNotes(page), ...stayNotes(page), ...sexNotes(page), ...costNotes(page)];
  const lost = toComplete.reduce((sum, { points }) => sum + points, 0);
  return { quality: Math.max(0, 100 - lost), toComplete };
}

const note = (field: string, points: number, words: { zh: string; en: string }): QualityNote => ({ field, points, ...words });

function pairNotes({ diagnoses, procedures }: Checked): QualityNote[] {
  const notes: QualityNote[] = [];
  for (const { code, name } of [...diagnoses, ...procedures]) {
    if (name === '') notes.push(note(code, 2, { zh: `编码 ${code} 没有名称`, en: `code ${code} has no name` }));
  }
  diagnoses.forEach(({ code, detail }, index) => {
    if (detail !== '' && !/^[1-4]$/.test(detail)) notes.push(note(code, 2, { zh: `入院病情须为 1–4：${detail}`, en: `the condition on admission must be 1 to 4: ${detail}` }));
    if (diagnoses.findIndex((other) => other.code === code) !== index) notes.push(note(code, 2, { zh: `诊断 ${code} 重复`, en: `diagnosis ${code} stands twice` }));
  });
  return notes;
}

function stayNotes({ admittedOn, dischargedOn, losDays, dischargeWay, transferTo, procedures, ageYears, ageDays, birthWeightG }: Checked): QualityNote[] {
  const notes: QualityNote[] = [];
  const days = Math.max(1, daysBetween(admittedOn, dischargedOn));
  if (losDays !== days) notes.push(note('losDays', 5, { zh: `住院天数 ${losDays} 与起止时间（${days} 天）不符`, en: `${losDays} days in hospital, but ${days} between admission and discharge` }));
  if (/^[23]$/.test(dischargeWay) && transferTo === '') notes.push(note('transferTo', 3, { zh: '转院须填写转往机构', en: 'a transfer needs the name of the receiving organisation' }));
  if (ageYears === 0 && ageDays !== null && ageDays <= NEWBORN_DAYS_MAX && birthWeightG === null) notes.push(note('birthWeightG', 5, { zh: '新生儿须填写出生体重', en: 'a newborn needs the birth weight' }));
  for (const { code, detail } of procedures) {
    if (detail === '') notes.push(note(code, 2, { zh: `手术操作 ${code} 没有日期`, en: `procedure ${code} has no date` }));
    else if (detail < admittedOn || detail > dischargedOn) notes.push(note(code, 5, { zh: `手术操作 ${code} 的日期 ${detail} 不在住院期间`, en: `procedure ${code} on ${detail} is not within the stay` }));
  }
  return notes;
}

function daysBetween(from: string, until: string): number {
  return Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000);
}

function sexNotes({ sex, diagnoses }: Checked): QualityNote[] {
  const wrong = sex === '1' ? FEMALE_ONLY : MALE_ONLY;
  return diagnoses.filter(({ code }) => wrong.test(code)).map(({ code }) => note(code, 10, { zh: `诊断 ${code} 与性别不符`, en: `diagnosis ${code} does not go with the sex` }));
}

function costNotes({ totalFen, parts }: Checked): QualityNote[] {
  const given = COST_PARTS.filter((part) => parts[part] !== undefined);
  if (given.length === 0) return [note('D11', 5, { zh: '没有分项费用', en: 'the parts of the cost are missing' })];
  const sum = given.reduce((total, part) => total + parts[part]!, 0);
  return sum === totalFen ? [] : [note('D01', 10, { zh: `分项合计 ${yuan(sum)} 与总费用 ${yuan(totalFen)} 不符`, en: `the parts sum to ${yuan(sum)}, the total is ${yuan(totalFen)}` })];
}

const yuan = (fen: number): string => `${Math.trunc(fen / 100)}.${String(Math.abs(fen % 100)).padStart(2, '0')}`;

interface Stay {
  readonly person: string;
  readonly admittedOn: string;
  readonly dischargedOn: string;
}

/** Who it is, for stays that cannot overlap: the identity number, else the record number. */
export const personOf = ({ identity, recordNumber }: Pick<FrontPage, 'identity' | 'recordNumber'>): string => (identity === '' ? `record ${recordNumber}` : identity);

/** Two stays of one person overlap when one begins before the last day of the other; leaving and coming on one day is allowed. */
export const overlaps = (one: Stay, other: Stay): boolean =>
  one.person === other.person && one.admittedOn < lastNight(other) && other.admittedOn < lastNight(one);

/** A stay that begins and ends on one day holds that day. */
const lastNight = ({ admittedOn, dischargedOn }: Stay): string => (admittedOn === dischargedOn ? addDays(dischargedOn, 1) : dischargedOn);
