import { isCalendarDate } from '#platform/kernel/period.ts';
import type { Text } from '#platform/kernel/problem.ts';
import type { GroupingInput } from '../drg/case.ts';

/** Why a line is not taken, and where in it. */
export interface RefusedCase extends Text {
  readonly place: string;
}

/** A case for either engine; cost is whole fen. */
export interface CaseInput extends GroupingInput {
  readonly costFen?: number | null;
  readonly hospitalLevel?: string | null;
  /** Care beyond the ordinary stay: `day-surgery`, `outpatient-special`, `per-diem`; absent = inpatient. */
  readonly careKind?: string | null;
  /** TCM pathway finished: the pair group may be taken. */
  readonly tcmPathway?: string | null;
}

export type CaseReading = { readonly input: CaseInput } | { readonly refused: RefusedCase };

type Fields = Readonly<Record<string, unknown>>;

const PLAIN = /^[!-~]*$/;
const NUMBER = /^[+-]?\d+(\.\d+)?$/;
const MONEY = /^([+-]?)(\d{1,13})(?:\.(\d{1,2})0*)?$/;

class Refusal {
  readonly refused: RefusedCase;
  constructor(place: string, zh: string, en: string) {
    this.refused = { place, zh, en };
  }
}

const clean = (text: string): string => (PLAIN.test(text) ? text : text.normalize('NFKC').trim());

/** The names of a field; its first name is how the shared cases spell it, and found first. */
type Names = readonly [string, ...string[]];

function nameOf(fields: Fields, names: Names): string {
  for (const name of names) if (fields[name] !== undefined) return name;
  return names[0];
}

function codesOf(fields: Fields, names: Names): readonly string[] {
  const value = fields[names[0]] ?? fields[nameOf(fields, names)];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Refusal(nameOf(fields, names), '应为编码的列表', 'a list of codes is expected');
  let same = true;
  for (let at = 0; at < value.length; at += 1) {
    const item: unknown = value[at];
    if (typeof item !== 'string') throw new Refusal(`${nameOf(fields, names)}[${at}]`, '编码应为文本', 'a code must be text');
    if (!PLAIN.test(item)) same = false;
  }
  // An empty entry keeps its place: an empty first one is a principal diagnosis that no MDC takes.
  return same ? (value as string[]) : (value as string[]).map(clean);
}

function numberOf(fields: Fields, names: Names): number | null {
  const value = fields[names[0]] ?? fields[nameOf(fields, names)];
  if (value === undefined || value === null || value === '') return null;
  const number = typeof value === 'number' ? value : typeof value === 'string' && NUMBER.test(clean(value)) ? Number(clean(value)) : NaN;
  if (!Number.isFinite(number)) throw new Refusal(nameOf(fields, names), '应为数', 'a number is expected');
  if (number < 0) throw new Refusal(nameOf(fields, names), '不能为负', 'it cannot be negative');
  return number;
}

function wordOf(fields: Fields, names: Names): string | null {
  const value = fields[names[0]] ?? fields[nameOf(fields, names)];
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') throw new Refusal(nameOf(fields, names), '应为文本', 'text is expected');
  return clean(value);
}

function sexOf(fields: Fields): number | string | null {
  const value = fields.sex ?? fields.gender;
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') throw new Refusal(nameOf(fields, SEX), '应为 1 或 2', '1 or 2 is expected');
  return clean(value);
}

/** Yuan as text or number, or fen as a whole number, to fen; no float arithmetic on the way. */
function costOf(fields: Fields): number | null {
  if (fields.costFen !== undefined && fields.costFen !== null) {
    const fen = numberOf(fields, COST_FEN);
    if (fen !== null && !Number.isSafeInteger(fen)) throw new Refusal('costFen', '应为整数分', 'whole fen are expected');
    return fen;
  }
  const name = nameOf(fields, COST);
  const value = fields[name];
  if (value === undefined || value === null || value === '') return null;
  const fen = fenOf(clean(String(value)));
  if (fen === undefined) throw new Refusal(name, '应为金额（元，至多两位小数）', 'an amount in yuan with at most two decimals is expected');
  if (fen < 0) throw new Refusal(name, '费用不能为负', 'a cost cannot be negative');
  return fen;
}

/** `1,234.5` yuan → 123450 fen; undefined for what is no amount. */
export function fenOf(text: string): number | undefined {
  const match = MONEY.exec(text.replace(/,(?=\d{3})/g, ''));
  if (match === null) return undefined;
  const fen = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'));
  return match[1] === '-' ? -fen : fen;
}

const DIAGNOSES: Names = ['diagnoses', 'dx'];
const PROCEDURES: Names = ['procedures', 'proc'];
const SEX: Names = ['sex', 'gender'];
const AGE_YEARS: Names = ['ageYears', 'age'];
const AGE_DAYS: Names = ['ageDays'];
const WEIGHT: Names = ['birthWeightG', 'weight'];
const LOS: Names = ['losDays', 'los'];
const WAY: Names = ['dischargeWay'];
const COST: Names = ['cost', 'totalCost'];
const COST_FEN: Names = ['costFen'];

const DEPARTMENT: Names = ['department', 'dept'];
const ICU: Names = ['icuHours'];
const VENTILATION: Names = ['ventilationHours'];
const CODE_SET: Names = ['codeSet'];
const LEVEL: Names = ['hospitalLevel'];
const CARE: Names = ['careKind'];
const TCM: Names = ['tcmPathway'];

const ADMITTED = ['admittedOn', 'admitted', 'admissionDate', 'admitDate', 'adm_time', 'B12'] as const;
const DISCHARGED = ['dischargedOn', 'discharged', 'dischargeDate', 'dscg_time', 'B15'] as const;
const SPELT_DAY = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)/;
const PLAIN_DAY = /^(\d{4})(\d{2})(\d{2})(?:\d{4}|\d{6})?$/;

/** The day of a date that is given; grouping needs none, but a line with an impossible one is not to be trusted. */
function dayOf(fields: Fields, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = fields[name];
    if (value === undefined || value === null || value === '') continue;
    const text = clean(String(value));
    const [, year = '', month = '', date = ''] = SPELT_DAY.exec(text) ?? PLAIN_DAY.exec(text) ?? [];
    const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
    if (!isCalendarDate(day)) throw new Refusal(name, '不是真实的日期', 'it is not a day of the calendar');
    return day;
  }
  return undefined;
}

function checkDays(fields: Fields): void {
  const discharged = dayOf(fields, DISCHARGED);
  const admitted = dayOf(fields, ADMITTED);
  if (admitted !== undefined && discharged !== undefined && discharged < admitted) throw new Refusal(DISCHARGED.find((name) => fields[name] !== undefined) ?? 'dischargedOn', '出院早于入院', 'the discharge is before the admission');
}

/** A case from the `input` of a line; the wrong field is named. Absent fields are null, and the engine's own check says what it lacks. */
export function readCase(value: unknown): CaseReading {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Refusal('input', '应为对象', 'an object is expected');
  const fields = value as Fields;
  try {
    checkDays(fields);
    const input: CaseInput = {
      diagnoses: codesOf(fields, DIAGNOSES),
      procedures: codesOf(fields, PROCEDURES),
      sex: sexOf(fields),
      ageYears: numberOf(fields, AGE_YEARS),
      ageDays: numberOf(fields, AGE_DAYS),
      birthWeightG: numberOf(fields, WEIGHT),
      losDays: numberOf(fields, LOS),
      dischargeWay: wordOf(fields, WAY),
      department: wordOf(fields, DEPARTMENT),
      icuHours: numberOf(fields, ICU),
      ventilationHours: numberOf(fields, VENTILATION),
      codeSet: wordOf(fields, CODE_SET),
      costFen: costOf(fields),
      hospitalLevel: wordOf(fields, LEVEL),
      careKind: wordOf(fields, CARE),
      tcmPathway: wordOf(fields, TCM),
    };
    return { input };
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
