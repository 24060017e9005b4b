import type { Findings } from '../findings.ts';
import { openCsv } from '#platform/documents/csv.ts';
import type { Text } from '#platform/kernel/problem.ts';

/** Titles of the official tables, in English as published with the open grouper and in Chinese as in the annexes. */
const TITLES: Readonly<Record<string, readonly string[]>> = {
  code: ['icd10', 'code', 'principal_icd10', 'icd9cm3', 'diagnosis', 'procedure', 'clinical_code', '诊断编码', '疾病编码', '手术操作编码', '手术编码', '主要诊断编码', '编码', '临床编码', '临床版编码'],
  table: ['exclusion_table', 'table', 'exclusion', '排除表', '排除表号', '排除表编号', '排除列表'],
  name: ['name', '名称', '诊断名称', '疾病名称', '手术操作名称', '手术名称', 'drg名称', 'adrg名称', 'mdc名称'],
  drg: ['drg', 'drg_code', 'drg编码', 'drg组编码', 'drgs编码'],
  adrg: ['adrg', 'adrg_code', 'adrg编码'],
  mdc: ['mdc', 'mdc_code', 'mdc编码'],
  target: ['insurance_code', 'target', '医保编码', '医保版编码'],
  list: ['list', '列表', '列表号'],
  severity: ['severity', '严重程度'],
  kind: ['kind', 'rule', '规则'],
};

export type Column = keyof typeof TITLES;

export interface TableRow {
  /** Line of the file, the title line being 1. */
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

interface TableReading {
  readonly file: string;
  readonly text: string;
  readonly columns: readonly string[];
  readonly findings: Findings;
  /** Columns that may be absent. */
  readonly optional?: readonly string[];
}

/** Rows of one official table; a missing column, an empty cell, a row of another length, open quotes and a broken encoding are findings with their line. */
export function readTable({ file, text, columns, findings, optional = [] }: TableReading): TableRow[] {
  const { titles, rows: lines } = openCsv(text);
  const known = titles.map((title) => columnOf(title));
  const missing = columns.filter((column) => !known.includes(column));
  for (const column of missing) findings.add(`${file} line 1`, `缺少列：${TITLES[column]!.join(' 或 ')}`, `a column is missing: ${TITLES[column]!.join(' or ')}`);
  if (missing.length > 0) return [];
  const places = [...columns, ...optional].map((column) => [column, known.indexOf(column)] as const).filter(([, at]) => at >= 0);
  const rows: TableRow[] = [];
  for (const { line, cells, fault } of lines) {
    const row = cells === undefined ? fault : rowOf(cells, { places, columns, width: titles.length });
    if ('cells' in row) rows.push({ line, cells: row.cells });
    else findings.add(`${file} line ${line}`, row.zh, row.en);
  }
  return rows;
}

const ASCII = /^[ -~]*$/;

interface RowShape {
  readonly places: readonly (readonly [string, number])[];
  readonly columns: readonly string[];
  readonly width: number;
}

/** Codes in full-width characters are the same codes; a replacement character is what a broken encoding leaves behind. */
function rowOf(row: readonly string[], { places, columns, width }: RowShape): { cells: Record<string, string> } | Text {
  const blank = row.slice(width).every((cell) => cell.trim() === '');
  if (row.length < width || !blank) return { zh: `应有 ${width} 列，实有 ${row.length} 列`, en: `${width} columns are expected, ${row.length} found` };
  const cells: Record<string, string> = {};
  for (const [column, at] of places) {
    const cell = row[at] ?? '';
    cells[column] = column === 'name' || ASCII.test(cell) ? cell.trim() : cell.normalize('NFKC').trim();
    if (cell.includes('\uFFFD')) return { zh: '文字已损坏（编码不是 UTF-8 或 GB18030）', en: 'broken characters: the encoding is neither UTF-8 nor GB18030' };
  }
  const empty = columns.find((column) => column !== 'table' && column !== 'name' && cells[column] === '');
  return empty === undefined ? { cells } : { zh: `${TITLES[empty]![0]} 为空`, en: `${TITLES[empty]![0]} is empty` };
}

const columnOf = (title: string): string | undefined => {
  const plain = title.trim().toLowerCase();
  return Object.keys(TITLES).find((column) => TITLES[column]!.includes(plain));
};

interface SeverityReading {
  readonly file: string;
  readonly text: string;
  readonly findings: Findings;
}

/** Code → exclusion table of the MCC or CC list. One code with two tables is a contradiction. */
export function readSeverityTable({ file, text, findings }: SeverityReading): Map<string, string> {
  const found = new Map<string, string>();
  for (const { line, cells } of readTable({ file, text, columns: ['code', 'table'], findings })) {
    const [code, table] = [cells.code!, cells.table!];
    const before = found.get(code);
    if (before !== undefined && before !== table) {
      findings.add(`${file} line ${line}`, `${code} 的排除表前后矛盾：${before} 与 ${table}`, `${code} has two exclusion tables: ${before} and ${table}`);
    }
    found.set(code, table);
  }
  if (found.size === 0) findings.add(file, '表为空', 'the table is empty');
  return found;
}

/** Principal diagnosis → every exclusion table that it stands in. */
export function readExclusions({ file, text, findings }: SeverityReading): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { cells } of readTable({ file, text, columns: ['code', 'table'], findings })) {
    const tables = found.get(cells.code!) ?? new Set<string>();
    if (cells.table !== '') tables.add(cells.table!);
    found.set(cells.code!, tables);
  }
  return found;
}

/** Code → name. */
export function readNames({ file, text, findings, column = 'code' }: SeverityReading & { column?: 'code' | 'drg' }): Map<string, string> {
  const rows = readTable({ file, text, columns: [column], optional: ['name'], findings });
  return new Map(rows.map(({ cells }) => [cells[column]!, cells.name ?? '']));
}
