import { createReadStream, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import type { RawCase } from '../server/rules/region-year.ts';

/** Other names that a column or field may have. */
const NAMES: Readonly<Record<keyof RawCase, readonly string[]>> = {
  case: ['case', 'id', 'case_id', 'caseId', 'mdtrt_id', 'setl_id', '病例', '结算流水号', '病案号'],
  institution: ['institution', 'hospital', 'institution_id', 'fixmedins_code', '机构', '机构编码'],
  group: ['group', 'group_code', 'disease_group', 'drg', 'dip', '病种', '病种编码'],
  cost: ['cost', 'case_cost', 'total_cost', '总费用', '实际发生总费用'],
  patientPaid: ['patient_paid', 'patientPaid', 'own_payment', 'psn_cashpay', '个人支付'],
  person: ['person', 'person_id', 'psn_no', '人员编号'],
  admitted: ['admitted', 'admitted_on', 'adm_time', '入院时间'],
  discharged: ['discharged', 'discharged_on', 'dscg_time', '出院时间'],
};

const FIELDS = Object.keys(NAMES) as (keyof RawCase)[];

export interface WorkedCase {
  readonly id: string;
  readonly kind?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

export type InputLine =
  | { readonly number: number; readonly kind: 'case'; readonly given: RawCase }
  | { readonly number: number; readonly kind: 'worked'; readonly given: WorkedCase }
  | { readonly number: number; readonly kind: 'unreadable'; readonly reason: string };

export const inputBytes = (path: string): number => {
  if (path === '-') return 0;
  const info = statSync(path, { throwIfNoEntry: false });
  if (info?.isFile()) return info.size;
  throw new CliFailure('not-found', { zh: `没有文件 ${path}`, en: `There is no file ${path}` });
};

/** The lines of a CSV with a heading, of NDJSON, or the cases of one JSON document; `-` reads standard input. */
export async function* readCaseLines(path: string): AsyncGenerator<InputLine> {
  const input = path === '-' ? process.stdin : createReadStream(path);
  let columns: ReadonlyMap<keyof RawCase, number> | undefined;
  let document: string[] | undefined;
  let number = 0;
  for await (const raw of createInterface({ input, crlfDelay: Infinity })) {
    number += 1;
    const line = number === 1 ? raw.replace(/^\ufeff/, '') : raw;
    if (document) document.push(line);
    else if (line.trim() === '') continue;
    else if (columns) yield caseOfCells(splitCells(line), columns, number);
    else if (/^\s*[[{]/.test(line)) {
      const parsed = parseObject(line);
      // The first line of an indented document is no JSON of its own.
      if (parsed === undefined && number === 1) document = [line];
      else if (isDocument(parsed)) yield* documentLines(line);
      else yield lineOfJson(parsed, number);
    } else columns = columnsOf(splitCells(line) ?? []);
  }
  if (document) yield* documentLines(document.join('\n'));
}

const isDocument = (parsed: unknown): boolean => Array.isArray(parsed) || Array.isArray((parsed as { cases?: unknown } | null | undefined)?.cases);

function parseObject(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function* documentLines(text: string): Generator<InputLine> {
  const parsed = parseObject(text) as { cases?: unknown } | undefined;
  const list = Array.isArray(parsed) ? parsed : Array.isArray(parsed?.cases) ? parsed.cases : undefined;
  if (!list) yield { number: 1, kind: 'unreadable', reason: '不是 CSV、NDJSON，也不是含 cases 的 JSON · neither CSV nor NDJSON nor JSON with cases' };
  for (const [index, each] of (list ?? []).entries()) yield lineOfJson(each, index + 1);
}

function lineOfJson(parsed: unknown, number: number): InputLine {
  if (typeof parsed !== 'object' || parsed === null) return { number, kind: 'unreadable', reason: '不是正确的 JSON · not valid JSON' };
  const row = parsed as Record<string, unknown>;
  if (typeof row['inputs'] === 'object' && row['inputs'] !== null) {
    return { number, kind: 'worked', given: { id: String(row['id'] ?? number), ...(row['kind'] === undefined ? {} : { kind: String(row['kind']) }), inputs: row['inputs'] as Record<string, unknown> } };
  }
  const text = (field: keyof RawCase): string => {
    const value = NAMES[field].map((name) => row[name]).find((each) => each !== undefined && each !== null);
    return value === undefined ? '' : String(value);
  };
  return { number, kind: 'case', given: Object.fromEntries(FIELDS.map((field) => [field, text(field)])) as unknown as RawCase };
}

function columnsOf(titles: readonly string[]): Map<keyof RawCase, number> {
  const columns = new Map<keyof RawCase, number>();
  for (const field of FIELDS) {
    const at = titles.findIndex((title) => NAMES[field].includes(title.trim()));
    if (at >= 0) columns.set(field, at);
  }
  const absent = FIELDS.slice(0, 5).filter((field) => !columns.has(field));
  if (absent.length === 0) return columns;
  throw new CliFailure('refused', { zh: `第一行缺少列：${absent.map((field) => NAMES[field][0]).join('、')}`, en: `The first line lacks the columns ${absent.map((field) => NAMES[field][0]).join(', ')}` });
}

function caseOfCells(cells: readonly string[] | undefined, columns: ReadonlyMap<keyof RawCase, number>, number: number): InputLine {
  if (!cells) return { number, kind: 'unreadable', reason: '引号没有成对 · a quote is not closed' };
  const cell = (field: keyof RawCase): string => cells[columns.get(field) ?? -1] ?? '';
  const given: RawCase = {
    case: cell('case'), institution: cell('institution'), group: cell('group'), cost: cell('cost'), patientPaid: cell('patientPaid'),
    person: cell('person'), admitted: cell('admitted'), discharged: cell('discharged'),
  };
  return { number, kind: 'case', given };
}

/** Cells of one CSV line (RFC 4180 without line breaks inside cells); undefined when its quotes are not in pairs. */
function splitCells(line: string): string[] | undefined {
  if (!line.includes('"')) return line.split(',');
  const cells: string[] = [];
  for (let at = 0; at <= line.length; ) {
    const cell = line[at] === '"' ? quotedCell(line, at) : plainCell(line, at);
    if (!cell || (cell.end < line.length && line[cell.end] !== ',')) return undefined;
    cells.push(cell.text);
    at = cell.end + 1;
  }
  return cells;
}

interface Cell {
  readonly text: string;
  /** Where the comma after it stands, or the end of the line. */
  readonly end: number;
}

function plainCell(line: string, from: number): Cell | undefined {
  const comma = line.indexOf(',', from);
  const text = line.slice(from, comma < 0 ? line.length : comma);
  return text.includes('"') ? undefined : { text, end: from + text.length };
}

function quotedCell(line: string, from: number): Cell | undefined {
  for (let at = line.indexOf('"', from + 1); at >= 0; at = line.indexOf('"', at + 2)) {
    if (line[at + 1] !== '"') return { text: line.slice(from + 1, at).replaceAll('""', '"'), end: at + 1 };
  }
  return undefined;
}
