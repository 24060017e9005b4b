import { readIdCard } from '#platform/kernel/check-digits.ts';
import { chinaDate, isCalendarDate } from '#platform/kernel/period.ts';
import type { Text } from '#platform/kernel/problem.ts';
import { normaliseInput } from '#platform/kernel/text.ts';

export const ROW_FAULTS = {
  'name-missing': { zh: '缺少姓名', en: 'the name is missing' },
  'name-too-long': { zh: '姓名过长', en: 'the name is too long' },
  'sex-unknown': { zh: '性别须为男、女或代码 1、2', en: 'sex is male or female, or code 1 or 2' },
  'date-not-real': { zh: '不是真实日期', en: 'not a real date' },
  'date-in-future': { zh: '日期在未来', en: 'the date lies in the future' },
  'birth-date-missing': { zh: '没有身份证号时须有出生日期', en: 'without an identity number the birth date is needed' },
  'birth-date-differs': { zh: '出生日期与身份证号不一致', en: 'the birth date differs from the identity number' },
  'sex-differs': { zh: '性别与身份证号不一致', en: 'the sex differs from the identity number' },
  'id-card-length': { zh: '身份证号应为 18 位（旧证 15 位）', en: 'an identity number has 18 characters (old cards 15)' },
  'id-card-characters': { zh: '身份证号含有非法字符', en: 'the identity number has characters that none has' },
  'id-card-region': { zh: '身份证号的省级代码不存在', en: 'the province of the identity number does not exist' },
  'id-card-birth-date': { zh: '身份证号中的日期不真实', en: 'the date within the identity number is not real' },
  'id-card-future': { zh: '身份证号中的日期在未来', en: 'the date within the identity number lies in the future' },
  'id-card-check-character': { zh: '身份证号校验位不符', en: 'the check character of the identity number does not fit' },
  'id-card-missing': { zh: '缺少身份证号', en: 'the identity number is missing' },
  'value-missing': { zh: '缺少结果', en: 'the value is missing' },
  'item-missing': { zh: '缺少项目', en: 'the item is missing' },
  'blood-pressure-unreadable': { zh: '血压须写作 140/90', en: 'blood pressure is written 140/90' },
  'blood-pressure-impossible': { zh: '血压数值不可能', en: 'this blood pressure is impossible' },
  'value-impossible': { zh: '数值超出可能范围', en: 'the value is impossible' },
  'person-unknown': { zh: '主索引中没有此人，请先登记', en: 'the index does not know this person; register the person first' },
  'person-other-name': { zh: '身份证号属于另一姓名的人', en: 'the identity number belongs to somebody of another name' },
  'quote-not-closed': { zh: '引号没有成对', en: 'a quote is not closed' },
  'characters-damaged': { zh: '有无法辨认的字符（文件被截断、损坏或编码不符）', en: 'characters are damaged (the file was cut, broken, or is of another encoding)' },
  'not-written': { zh: '写入失败', en: 'could not be written' },
} as const satisfies Record<string, Text>;
export type RowFaultCode = keyof typeof ROW_FAULTS;

export class RowRefusal extends Error {
  readonly code: RowFaultCode;
  /** Field of the target. */
  readonly field: string;

  constructor(code: RowFaultCode, field: string) {
    super(code);
    this.name = 'RowRefusal';
    this.code = code;
    this.field = field;
  }
}

export type RowCells = Readonly<Record<string, string>>;

export interface ResidentRow {
  readonly name: string;
  readonly sex: 'male' | 'female' | 'unknown';
  readonly birthDate: string;
  readonly idCard: string | undefined;
  readonly phone: string | null;
  readonly address: string | null;
  readonly insuranceNumber: string | undefined;
}

const textIn = (cells: RowCells, field: string): string => normaliseInput(cells[field] ?? '');

/** Throws RowRefusal with the field at fault. */
export function readResidentRow(cells: RowCells, now: Date): ResidentRow {
  const name = textIn(cells, 'name');
  if (name === '') throw new RowRefusal('name-missing', 'name');
  if (name.length > 100) throw new RowRefusal('name-too-long', 'name');
  const card = cardIn(cells);
  const given = textIn(cells, 'birthDate');
  const birthDate = given === '' ? card?.birthDate : readDay(given, 'birthDate');
  if (birthDate === undefined) throw new RowRefusal('birth-date-missing', 'birthDate');
  if (birthDate > chinaDate(now)) throw new RowRefusal('date-in-future', 'birthDate');
  if (card !== undefined && birthDate !== card.birthDate) throw new RowRefusal('birth-date-differs', 'birthDate');
  const sex = sexIn(cells);
  if (card !== undefined && sex !== undefined && sex !== card.sex) throw new RowRefusal('sex-differs', 'sex');
  const phone = textIn(cells, 'phone');
  const address = textIn(cells, 'address');
  const insuranceNumber = textIn(cells, 'insuranceNumber');
  return { name, sex: card?.sex ?? sex ?? 'unknown', birthDate, idCard: card?.number, phone: phone === '' ? null : phone.slice(0, 40), address: address === '' ? null : address.slice(0, 300), insuranceNumber: insuranceNumber === '' ? undefined : insuranceNumber.slice(0, 40) };
}

function cardIn(cells: RowCells): { number: string; birthDate: string; sex: 'male' | 'female' } | undefined {
  const typed = textIn(cells, 'idCard').replace(/^'/, '');
  if (typed === '') return undefined;
  const read = readIdCard(typed);
  if (!read.ok) throw new RowRefusal(`id-card-${read.failure}`, 'idCard');
  return read.value;
}

const SEXES: Readonly<Record<string, 'male' | 'female' | 'unknown'>> = { 男: 'male', 男性: 'male', '1': 'male', m: 'male', male: 'male', 女: 'female', 女性: 'female', '2': 'female', f: 'female', female: 'female', 未知: 'unknown', '0': 'unknown', '9': 'unknown', 未说明: 'unknown' };

function sexIn(cells: RowCells): 'male' | 'female' | undefined {
  const typed = textIn(cells, 'sex').toLowerCase();
  if (typed === '') return undefined;
  const sex = SEXES[typed];
  if (sex === undefined) throw new RowRefusal('sex-unknown', 'sex');
  return sex === 'unknown' ? undefined : sex;
}

/** `1958-06-12`, `1958/6/12`, `1958.6.12`, `1958年6月12日`, `19580612`; a time behind it is left out. */
function readDay(typed: string, field: string): string {
  const match = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:[ T].*)?$/.exec(normaliseInput(typed));
  const day = match === null ? '' : `${match[1]}-${(match[2] ?? match[4] ?? '').padStart(2, '0')}-${(match[3] ?? match[5] ?? '').padStart(2, '0')}`;
  if (!isCalendarDate(day)) throw new RowRefusal('date-not-real', field);
  return day;
}

export interface ObservationRow {
  readonly idCard: string;
  readonly name: string | undefined;
  /** FHIR dateTime: a day, or an instant with the zone of China. */
  readonly measuredAt: string;
  readonly results: readonly ObservationResult[];
}

export type ObservationResult =
  | { readonly kind: 'blood-pressure'; readonly systolic: number; readonly diastolic: number }
  | { readonly kind: 'number'; readonly item: string; readonly value: number; readonly comparator: '<' | '>' | '<=' | '>=' | undefined; readonly unit: string | undefined }
  | { readonly kind: 'text'; readonly item: string; readonly value: string };

export function readObservationRow(cells: RowCells, now: Date): ObservationRow {
  const card = cardIn(cells);
  if (card === undefined) throw new RowRefusal('id-card-missing', 'idCard');
  const measuredAt = readMoment(textIn(cells, 'measuredAt'));
  if (measuredAt.slice(0, 10) > chinaDate(now)) throw new RowRefusal('date-in-future', 'measuredAt');
  const pressure = textIn(cells, 'bloodPressure');
  const item = textIn(cells, 'item');
  const value = textIn(cells, 'value');
  const results: ObservationResult[] = pressure === '' ? [] : [readPressure(pressure, 'bloodPressure')];
  if (item !== '' && value !== '') results.push(/血压|blood pressure|^bp$/i.test(item) && value.includes('/') ? readPressure(value, 'value') : readResult({ item, value, unit: textIn(cells, 'unit') }));
  if (results.length === 0) throw new RowRefusal(item === '' ? 'item-missing' : 'value-missing', item === '' ? 'item' : 'value');
  const name = textIn(cells, 'name');
  return { idCard: card.number, name: name === '' ? undefined : name, measuredAt, results };
}

function readMoment(typed: string): string {
  const day = readDay(typed, 'measuredAt');
  const time = /[ T日]\s*(\d{1,2}):(\d{2})(?::(\d{2}))?/.exec(typed);
  if (time === null) return day;
  const [hour, minute, second] = [Number(time[1]), Number(time[2]), Number(time[3] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) throw new RowRefusal('date-not-real', 'measuredAt');
  return `${day}T${[hour, minute, second].map((part) => String(part).padStart(2, '0')).join(':')}+08:00`;
}

/** mmHg; `140／90` has been made `140/90` before. */
function readPressure(typed: string, field: string): ObservationResult {
  const match = /^(\d{2,3})\s*[/\\]\s*(\d{2,3})\s*(?:mmHg)?$/i.exec(typed);
  if (match === null) throw new RowRefusal('blood-pressure-unreadable', field);
  const [systolic, diastolic] = [Number(match[1]), Number(match[2])];
  if (systolic > 350 || systolic < 30 || diastolic < 10 || diastolic >= systolic) throw new RowRefusal('blood-pressure-impossible', field);
  return { kind: 'blood-pressure', systolic, diastolic };
}

function readResult({ item, value, unit }: { item: string; value: string; unit: string }): ObservationResult {
  const match = /^(<=|>=|<|>|≤|≥)?\s*(-?\d+(?:\.\d+)?)\s*([^\d\s].*)?$/.exec(value);
  if (match === null) return { kind: 'text', item, value: value.slice(0, 1000) };
  const number = Number(match[2]);
  if (!Number.isFinite(number) || Math.abs(number) > 1e12) throw new RowRefusal('value-impossible', 'value');
  const comparator = match[1]?.replace('≤', '<=').replace('≥', '>=') as '<' | '>' | '<=' | '>=' | undefined;
  return { kind: 'number', item, value: number, comparator, unit: unit || match[3]?.trim() };
}
