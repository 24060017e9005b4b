import type { CsvRow } from '#platform/documents/csv.ts';
import { isCalendarDate } from '#platform/kernel/period.ts';
import { normaliseInput } from '#platform/kernel/text.ts';
import { fenOf } from '../cases/read-case.ts';
import { overlaps, personOf, qualityOf } from './checks.ts';
import { COST_PARTS, FIELDS, REPEATED, type FrontPageField } from './fields.ts';
import type { CodedEntry, FrontPage, RefusedRow } from './front-page.ts';

/** Tables that codes are looked up in; an empty set checks the form of a code only. */
export interface CodeTables {
  readonly diagnoses: ReadonlySet<string>;
  readonly procedures: ReadonlySet<string>;
}

export interface FrontPageReading {
  readonly pages: readonly (FrontPage & { readonly line: number })[];
  readonly refused: readonly RefusedRow[];
}

interface TableGiven {
  readonly titles: readonly string[];
  /** Rows after the title row. */
  readonly rows: readonly CsvRow[];
  readonly codes: CodeTables;
  /** Line of the first row in the whole file; 2 when absent. */
  readonly firstLine?: number;
}

const DIAGNOSIS = /^[A-Z]\d[0-9A-Z](\.[0-9A-Za-z]{1,8})?([+*][A-Z0-9.+*]*)?\*?$/;
const PROCEDURE = /^\d{2}\.[0-9A-Za-z]{1,8}$/;
const DAY = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[T ].*)?$/;
/** Line of the first row below the title row. */
const FIRST_LINE = 2;
const WHOLE = /^\d{1,9}$/;

class Wrong extends Error {
  readonly field: string;
  readonly zh: string;
  constructor(field: string, zh: string, en: string) {
    super(en);
    this.field = field;
    this.zh = zh;
  }
}

/** Reads rows of HQMS columns or of 4101 names; a row that cannot be taken is named with its line, column and reason, the rest goes on. */
export function readFrontPages({ titles, rows, codes, firstLine = FIRST_LINE }: TableGiven): FrontPageReading {
  const columns = columnsOf(titles);
  const absent = FIELDS.filter(({ key, needed }) => needed === true && !columns.single.has(key) && !(key === 'principalCode' && columns.single.has('diagnosisList')));
  if (absent.length > 0) return { pages: [], refused: absent.map(({ zh, en, titles: [title = ''] }) => ({ line: 1, field: title.toUpperCase(), zh: `表头缺少${zh}`, en: `the title row lacks ${en}` })) };
  const pages: (FrontPage & { line: number })[] = [];
  const refused: RefusedRow[] = [];
  const stays = new Map<string, (FrontPage & { line: number })[]>();
  for (const { line: lineOfPart, cells, fault } of rows) {
    const line = lineOfPart - FIRST_LINE + firstLine;
    try {
      if (cells === undefined) throw new Wrong('row', fault.zh, fault.en);
      const page = { ...readRow(cells, columns, codes), line };
      const before = stays.get(personOf(page)) ?? [];
      checkStay(page, before);
      stays.set(personOf(page), [...before, page]);
      pages.push(page);
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      refused.push({ line, field: error.field, zh: error.zh, en: error.message });
    }
  }
  return { pages, refused };
}

function checkStay(page: FrontPage & { line: number }, before: readonly (FrontPage & { line: number })[]): void {
  const stay = (one: FrontPage) => ({ person: personOf(one), admittedOn: one.admittedOn, dischargedOn: one.dischargedOn });
  const other = before.find((one) => overlaps(stay(page), stay(one)));
  if (other !== undefined) throw new Wrong('B12', `与第 ${other.line} 行的住院时间重叠`, `the stay overlaps that of line ${other.line}`);
}

interface Columns {
  readonly single: ReadonlyMap<string, number>;
  readonly parts: ReadonlyMap<string, number>;
  readonly diagnoses: readonly Triple[];
  readonly procedures: readonly Triple[];
}

interface Triple {
  readonly code: number;
  readonly name: number;
  readonly detail: number;
}

function columnsOf(titles: readonly string[]): Columns {
  const plain = titles.map((title) => normaliseInput(title.replace(/^﻿/, '')).toLowerCase());
  const single = new Map(FIELDS.flatMap(({ key, titles: names }) => {
    const at = plain.findIndex((title) => names.includes(title));
    return at < 0 ? [] : [[key, at] as const];
  }));
  const parts = new Map(COST_PARTS.flatMap((part) => (plain.includes(part) ? [[part, plain.indexOf(part)] as const] : [])));
  return { single, parts, diagnoses: triples(plain, REPEATED.diagnosis), procedures: triples(plain, REPEATED.procedure) };
}

function triples(titles: readonly string[], patterns: { code: RegExp; name: RegExp; condition: RegExp }): Triple[] {
  const at = (pattern: RegExp, number: number): number => titles.findIndex((title) => numberOf(pattern, title) === number);
  const numbers = titles.flatMap((title) => numberOf(patterns.code, title) ?? []).toSorted((first, second) => first - second);
  return numbers.map((number) => ({ code: at(patterns.code, number), name: at(patterns.name, number), detail: at(patterns.condition, number) }));
}

function numberOf(pattern: RegExp, title: string): number | undefined {
  const match = pattern.exec(title);
  return match === null ? undefined : Number(match[1] ?? match[2]);
}

/** Empty, and the dash or slash that forms put for "nothing". */
const EMPTY = new Set(['', '-', '—', '/', '无', 'null']);
const clean = (text: string | undefined): string => {
  const plain = normaliseInput(text ?? '');
  return EMPTY.has(plain.toLowerCase()) ? '' : plain;
};

function readRow(row: readonly string[], columns: Columns, codes: CodeTables): FrontPage {
  const values = new Map<string, string | number>();
  for (const definition of FIELDS) {
    const at = columns.single.get(definition.key);
    const text = at === undefined ? '' : clean(row[at]);
    if (text !== '') values.set(definition.key, readCell(text, definition));
    else if (definition.needed === true && at !== undefined) throw new Wrong(titleOf(definition), `${definition.zh}缺失`, `${definition.en} is missing`);
  }
  const text = (key: string): string => String(values.get(key) ?? '');
  const whole = (key: string): number | null => (values.has(key) ? Number(values.get(key)) : null);
  const lists = entriesOf(row, columns, values);
  checkCodes(lists, codes);
  const [admittedOn, dischargedOn] = [text('admittedOn'), text('dischargedOn')];
  if (dischargedOn < admittedOn) throw new Wrong('B15', `出院 ${dischargedOn} 早于入院 ${admittedOn}`, `discharge ${dischargedOn} before admission ${admittedOn}`);
  const sex = SEX[text('sex')];
  if (sex === undefined) throw new Wrong('A12C', `性别无法识别：${text('sex')}`, `sex is not known: ${text('sex')}`);
  if ((whole('patientPaidFen') ?? 0) > whole('totalFen')!) throw new Wrong('D09', '自付金额超过总费用', 'the patient paid more than the total');
  const days = Math.max(1, Math.round((Date.parse(dischargedOn) - Date.parse(admittedOn)) / 86_400_000));
  const page = {
    recordNumber: text('recordNumber'), name: text('name'), identity: text('identity'), sex, bornOn: values.has('bornOn') ? text('bornOn') : null, ageYears: whole('ageYears') ?? ageFrom(text('bornOn'), admittedOn),
    ageDays: whole('ageDays'), birthWeightG: whole('birthWeightG'), admittedOn, dischargedOn, department: text('department'), doctor: text('doctor'), losDays: whole('losDays') ?? days,
    dischargeWay: text('dischargeWay'), transferTo: text('transferTo'), ...lists, totalFen: whole('totalFen')!, patientPaidFen: whole('patientPaidFen'), parts: partsOf(row, columns),
  };
  return { ...page, ...qualityOf(page, new Set(values.keys())) };
}

const SEX: Readonly<Record<string, string>> = { '1': '1', '2': '2', 男: '1', 女: '2' };
const titleOf = ({ titles: [title = ''] }: FrontPageField): string => title.toUpperCase();

function readCell(text: string, definition: FrontPageField): string | number {
  const title = titleOf(definition);
  if (definition.kind === 'day') return dayOf(text, title);
  if (definition.kind === 'whole') {
    if (!WHOLE.test(text)) throw new Wrong(title, `${definition.zh}应为不小于 0 的整数：${text}`, `${definition.en} must be a whole number not below zero: ${text}`);
    return Number(text);
  }
  if (definition.kind === 'money') return moneyOf(text, title);
  return text;
}

function dayOf(text: string, field: string): string {
  const match = DAY.exec(text);
  const day = match === null ? '' : `${match[1]}-${match[2]!.padStart(2, '0')}-${match[3]!.padStart(2, '0')}`;
  if (!isCalendarDate(day)) throw new Wrong(field, `日期不存在：${text}`, `there is no such date: ${text}`);
  return day;
}

function moneyOf(text: string, field: string): number {
  const fen = fenOf(text);
  if (fen === undefined) throw new Wrong(field, `金额无法识别：${text}`, `not an amount: ${text}`);
  if (fen < 0) throw new Wrong(field, `费用为负：${text}`, `a negative cost: ${text}`);
  return fen;
}

function partsOf(row: readonly string[], columns: Columns): Record<string, number> {
  return Object.fromEntries([...columns.parts].flatMap(([part, at]) => (clean(row[at]) === '' ? [] : [[part, moneyOf(clean(row[at]), part.toUpperCase())]])));
}

function ageFrom(bornOn: string, on: string): number | null {
  if (bornOn === '') return null;
  const years = Number(on.slice(0, 4)) - Number(bornOn.slice(0, 4)) - (on.slice(5) < bornOn.slice(5) ? 1 : 0);
  if (years < 0) throw new Wrong('A13', `出生日期 ${bornOn} 晚于入院`, `born on ${bornOn}, after the admission`);
  return years;
}

interface Lists {
  readonly diagnoses: readonly CodedEntry[];
  readonly procedures: readonly CodedEntry[];
}

function entriesOf(row: readonly string[], columns: Columns, values: ReadonlyMap<string, string | number>): Lists {
  const text = (key: string): string => String(values.get(key) ?? '');
  const repeated = (triples: readonly Triple[]): CodedEntry[] => triples.map(({ code, name, detail }) => ({ code: clean(row[code]), name: clean(row[name]), detail: clean(row[detail]) })).filter(({ code, name }) => code !== '' || name !== '');
  const listed = values.has('diagnosisList') ? jsonEntries(text('diagnosisList'), { code: 'diag_code', name: 'diag_name', detail: 'adm_cond_type', main: 'maindiag_flag', field: 'diseinfo' }) : [];
  const operated = values.has('procedureList') ? jsonEntries(text('procedureList'), { code: 'oprn_oprt_code', name: 'oprn_oprt_name', detail: 'oprn_oprt_date', main: 'oprn_oprt_type', field: 'oprninfo' }) : [];
  const first = (code: string, name: string, detail: string): CodedEntry[] => (code === '' && name === '' ? [] : [{ code, name, detail }]);
  const diagnoses = listed.length > 0 ? listed : [...first(text('principalCode'), text('principalName'), text('principalOnAdmission')), ...repeated(columns.diagnoses)];
  const main = first(text('mainProcedureCode'), text('mainProcedureName'), text('mainProcedureOn'));
  const procedures = (operated.length > 0 ? operated : [...main, ...repeated(columns.procedures)]).map((entry) => ({ ...entry, detail: entry.detail === '' ? '' : dayOf(entry.detail, 'C16') }));
  return { diagnoses, procedures };
}

interface JsonNames {
  readonly code: string;
  readonly name: string;
  readonly detail: string;
  readonly main: string;
  readonly field: string;
}

/** A sub-list of 4101 as JSON in its cell; the entry with the main flag 1 comes first. */
function jsonEntries(text: string, names: JsonNames): CodedEntry[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (!Array.isArray(value)) throw new Wrong(names.field, '子列表不是合法的 JSON 数组', 'the sub-list is not a JSON array');
  const cell = (item: unknown, name: string): string => clean(String((item as Record<string, unknown> | null)?.[name] ?? ''));
  const entries = value.map((item: unknown) => ({ main: cell(item, names.main) === '1', code: cell(item, names.code), name: cell(item, names.name), detail: cell(item, names.detail) }));
  return [...entries.filter(({ main }) => main), ...entries.filter(({ main }) => !main)].map(({ code, name, detail }) => ({ code, name, detail }));
}

function checkCodes({ diagnoses, procedures }: Lists, codes: CodeTables): void {
  if (diagnoses.length === 0 || diagnoses[0]!.code === '') throw new Wrong('C03C', '主要诊断缺失', 'the principal diagnosis is missing');
  for (const { code, name } of diagnoses) {
    if (code === '') throw new Wrong('C06', `诊断“${name}”没有编码`, 'a diagnosis has a name but no code');
    if (!DIAGNOSIS.test(code) || (codes.diagnoses.size > 0 && !codes.diagnoses.has(code))) throw new Wrong('C03C', `诊断编码无效：${code}`, `not a diagnosis code: ${code}`);
  }
  for (const { code, name } of procedures) {
    if (code === '') throw new Wrong('C35', `手术操作“${name}”没有编码`, 'a procedure has a name but no code');
    if (!PROCEDURE.test(code) || (codes.procedures.size > 0 && !codes.procedures.has(code))) throw new Wrong('C14', `手术操作编码无效：${code}`, `not a procedure code: ${code}`);
  }
}
