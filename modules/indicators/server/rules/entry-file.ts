import { parseDecimal } from '#platform/kernel/decimal.ts';
import { findDefinition } from '../../contract/definitions/all.ts';

export interface FileRow {
  readonly line: number;
  readonly indicatorId: string;
  readonly organisationId: string;
  readonly month: string;
  readonly numerator: string;
  readonly denominator: string;
  readonly source: string;
}

export interface FileFinding {
  readonly line: number;
  readonly code: 'head' | 'columns' | 'unknown-indicator' | 'computed' | 'month' | 'number' | 'double' | 'too-many' | 'organisation' | 'closed' | 'empty';
}

/** What is wrong with a line, in words. */
export const WORDS: Readonly<Record<FileFinding['code'], { zh: string; en: string }>> = {
  head: { zh: '首行应为 indicator,organisation,month,numerator,denominator,source', en: 'The first line must be indicator,organisation,month,numerator,denominator,source' },
  columns: { zh: '应有六列且机构、来源不为空', en: 'Six columns are needed, with organisation and source' },
  'unknown-indicator': { zh: '没有这个指标', en: 'There is no such indicator' },
  computed: { zh: '该指标由系统计算', en: 'This indicator is computed' },
  month: { zh: '月份应写作 2026-03', en: 'The month is written as 2026-03' },
  number: { zh: '分子或分母不是有效数字', en: 'Numerator or denominator is not a number' },
  double: { zh: '同一指标、机构、月份重复', en: 'The same indicator, site and month stands twice' },
  'too-many': { zh: '超过 5000 行，请分文件导入', en: 'More than 5,000 lines: split the file' },
  organisation: { zh: '机构不在您的管理范围内', en: 'The organisation is not in your scope' },
  closed: { zh: '该月已关账', en: 'The month is closed' },
  empty: { zh: '文件没有数据行', en: 'The file has no lines' },
};

const HEAD = ['indicator', 'organisation', 'month', 'numerator', 'denominator', 'source'] as const;
const ROWS_MAX = 5_000;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** Reads a file of values. Every fault is named with its line; a file with faults, or one that is too long, is taken in no part. */
export function readEntryFile(text: string): { rows: FileRow[]; findings: FileFinding[] } {
  const [head, ...lines] = splitCsv(text.replace(/^\uFEFF/, ''));
  if (head === undefined || HEAD.some((name, index) => head.cells[index]?.trim().toLowerCase() !== name)) return { rows: [], findings: [{ line: 1, code: 'head' }] };
  if (lines.length === 0) return { rows: [], findings: [{ line: 1, code: 'empty' }] };
  if (lines.length > ROWS_MAX) return { rows: [], findings: [{ line: ROWS_MAX + 2, code: 'too-many' }] };
  const seen = new Set<string>();
  const rows: FileRow[] = [];
  const findings: FileFinding[] = [];
  for (const { line, cells } of lines) {
    const [indicatorId = '', organisationId = '', month = '', numerator = '', denominator = '', source = ''] = cells.map((cell) => cell.trim());
    const row = { line, indicatorId, organisationId, month, numerator, denominator, source };
    const code = cells.length === HEAD.length ? faultOf(row) : 'columns';
    const key = [indicatorId, organisationId, month].join('|');
    if (code !== undefined) findings.push({ line, code });
    else if (seen.has(key)) findings.push({ line, code: 'double' });
    else rows.push(row);
    seen.add(key);
  }
  return { rows, findings };
}

function faultOf(row: FileRow): FileFinding['code'] | undefined {
  const definition = findDefinition(row.indicatorId);
  if (definition === undefined) return 'unknown-indicator';
  if (definition.source === 'measure') return 'computed';
  if (row.organisationId === '' || row.source === '') return 'columns';
  if (!MONTH.test(row.month)) return 'month';
  return isAmount(row.numerator, true) && isAmount(row.denominator, false) ? undefined : 'number';
}

const isAmount = (text: string, mayBeNegative: boolean): boolean => {
  const value = text.length <= 20 ? parseDecimal(text) : undefined;
  return value !== undefined && (mayBeNegative || value.over >= 0n);
};

interface CsvLine {
  readonly line: number;
  readonly cells: string[];
}

/** RFC 4180: quotes, doubled quotes, line ends inside quotes; empty lines are skipped. */
function splitCsv(text: string): CsvLine[] {
  const lines: CsvLine[] = [];
  let [cells, cell, quoted, line, first] = [[] as string[], '', false, 1, 1];
  const endLine = (): void => {
    cells.push(cell);
    if (cells.length > 1 || cell.trim() !== '') lines.push({ line: first, cells });
    [cells, cell, first] = [[], '', line];
  };
  for (let index = 0; index < text.length; index += 1) {
    const letter = text[index]!;
    if (letter === '\n') line += 1;
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[index + 1] === '"') { cell += '"'; index += 1; } else quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === ',') { cells.push(cell); cell = ''; } else if (letter === '\n') endLine();
    else if (letter !== '\r') cell += letter;
  }
  endLine();
  return lines;
}
