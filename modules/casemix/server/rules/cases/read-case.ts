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

function codesOf(fields: Fields, names: readonly string[]): readonly string[] {
  const { value, name } = first(fields, names);
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Refusal(name, '应为编码的列表', 'a list of codes is expected');
  let same = true;
  const codes: string[] = [];
  value.forEach((item: unknown, index) => {
    if (typeof item !== 'string') throw new Refusal(`${name}[${index}]`, '编码应为文本', 'a code must be text');
    // An empty entry keeps its place: an empty first one is a principal diagnosis that no MDC takes.
    const code = clean(item);
    if (code !== item) same = false;
    codes.push(code);
  });
  return same ? (value as string[]) : codes;
}

function numberOf(fields: Fields, names: readonly string[]): number | null {
  const { value, name } = first(fields, names);
  if (value === undefined || value === null || value === '') return null;
  const number = typeof value === 'number' ? value : typeof value === 'string' && NUMBER.test(clean(value)) ? Number(clean(value)) : NaN;
  if (!Number.isFinite(number)) throw new Refusal(name, '应为数', 'a number is expected');
  if (number < 0) throw new Refusal(name, '不能为负', 'it cannot be negative');
  return number;
}

function wordOf(fields: Fields, names: readonly string[]): string | null {
  const { value, name } = first(fields, names);
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') throw new Refusal(name, '应为文本', 'text is expected');
  return clean(value);
}

function sexOf(fields: Fields): number | string | null {
  const { value, name } = first(fields, SEX);
  if (value === undefined || value === null || typeof value === 'number') return value ?? null;
  if (typeof value !== 'string') throw new Refusal(name, '应为 1 或 2', '1 or 2 is expected');
  return clean(value);
}

/** Yuan as text or number, or fen as a whole number, to fen; no float arithmetic on the way. */
function costOf(fields: Fields): number | null {
  if (fields.costFen !== undefined && fields.costFen !== null) {
    const fen = numberOf(fields, COST_FEN);
    if (fen !== null && !Number.isSafeInteger(fen)) throw new Refusal('costFen', '应为整数分', 'whole fen are expected');
    return fen;
  }
  const { value, name } = first(fields, COST);
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

const DIAGNOSES = ['diagnoses', 'dx'];
const PROCEDURES = ['procedures', 'proc'];
const SEX = ['sex', 'gender'];
const AGE_YEARS = ['ageYears', 'age'];
const AGE_DAYS = ['ageDays'];
const WEIGHT = ['birthWeightG', 'weight'];
const LOS = ['losDays', 'los'];
const WAY = ['dischargeWay'];
const COST = ['cost', 'totalCost'];
const COST_FEN = ['costFen'];

function first(fields: Fields, names: readonly string[]): { value: unknown; name: string } {
  for (const name of names) if (fields[name] !== undefined) return { value: fields[name], name };
  return { value: undefined, name: names[0]! };
}

/** A case from the `input` of a line; the wrong field is named. Absent fields are null, and the engine's own check says what it lacks. */
export function readCase(value: unknown): CaseReading {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Refusal('input', '应为对象', 'an object is expected');
  const fields = value as Fields;
  try {
    const input: CaseInput = {
      diagnoses: codesOf(fields, DIAGNOSES),
      procedures: codesOf(fields, PROCEDURES),
      sex: sexOf(fields),
      ageYears: numberOf(fields, AGE_YEARS),
      ageDays: numberOf(fields, AGE_DAYS),
      birthWeightG: numberOf(fields, WEIGHT),
      losDays: numberOf(fields, LOS),
      dischargeWay: wordOf(fields, WAY),
      department: wordOf(fields, ['department', 'dept']),
      icuHours: numberOf(fields, ['icuHours']),
      ventilationHours: numberOf(fields, ['ventilationHours']),
      codeSet: wordOf(fields, ['codeSet']),
      costFen: costOf(fields),
      hospitalLevel: wordOf(fields, ['hospitalLevel']),
      careKind: wordOf(fields, ['careKind']),
      tcmPathway: wordOf(fields, ['tcmPathway']),
    };
    return { input };
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
