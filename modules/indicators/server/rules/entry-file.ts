import type { RowFault } from '#platform/documents/csv.ts';
import type { ReadTable } from '#platform/documents/read-table.ts';
import { parseDecimal } from '#platform/kernel/decimal.ts';
import { normaliseInput } from '#platform/kernel/text.ts';
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
  readonly code: 'head' | 'columns' | 'unknown-indicator' | 'computed' | 'month' | 'number' | 'double' | 'too-many' | 'organisation' | 'closed' | 'empty' | 'unreadable' | RowFault['code'];
}

/** What is wrong with a line, in words. */
export const WORDS: Readonly<Record<FileFinding['code'], { zh: string; en: string }>> = {
  head: { zh: '首行应有列名：指标、机构、月份、分子、分母、来源（顺序不限）', en: 'The first line must name the columns indicator, organisation, month, numerator, denominator, source, in any order' },
  columns: { zh: '列数多于首行，或机构、来源为空', en: 'More cells than headings, or no organisation or source' },
  'unknown-indicator': { zh: '没有这个指标', en: 'There is no such indicator' },
  computed: { zh: '该指标由系统计算', en: 'This indicator is computed' },
  month: { zh: '月份应写作 2026-03，季度写作 2026Q1，年度写作 2026', en: 'A month is written as 2026-03, a quarter as 2026Q1, a year as 2026' },
  number: { zh: '分子或分母不是有效数字', en: 'Numerator or denominator is not a number' },
  double: { zh: '同一指标、机构、月份重复', en: 'The same indicator, site and month stands twice' },
  'too-many': { zh: '超过 5000 行，请分文件导入', en: 'More than 5,000 lines: split the file' },
  organisation: { zh: '没有这个机构，或不在您的管理范围内', en: 'There is no such organisation, or it is not in your scope' },
  closed: { zh: '该月已关账', en: 'The month is closed' },
  'quote-not-closed': { zh: '引号没有成对', en: 'A quote is not closed' },
  'characters-damaged': { zh: '有无法辨认的字符（文件被截断、损坏或编码不符）', en: 'Characters are damaged (the file was cut, broken, or is of another encoding)' },
  unreadable: { zh: '不是可读的 CSV 或 Excel 文件', en: 'This is no CSV or Excel file that can be read' },
  empty: { zh: '文件没有数据行', en: 'The file has no lines' },
};

/** Columns in any order, by any of these headings. */
const COLUMNS = {
  indicatorId: ['indicator', '指标', '指标编号'], organisation: ['organisation', 'organization', '机构', '机构编号'], month: ['month', '月份', '期间'], numerator: ['numerator', '分子'], denominator: ['denominator', '分母'], source: ['source', '来源', '数据来源'],
} as const satisfies Record<string, readonly string[]>;
type ColumnName = keyof typeof COLUMNS;
const NAMES = Object.keys(COLUMNS) as ColumnName[];
const ROWS_MAX = 5_000;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** The month as people and Excel write it: `2026-03`, `2026年3月`, `2026/3`, `202603`, `2026-03-01`; a quarter or a year is its last month. */
function monthOf(text: string): string {
  const quarter = /^(\d{4})\s*年?\s*[Qq第]\s*([1-4])\s*(季度)?$/.exec(text);
  if (quarter) return `${quarter[1]}-${String(Number(quarter[2]) * 3).padStart(2, '0')}`;
  const year = /^(\d{4})年?(度)?$/.exec(text);
  if (year) return `${year[1]}-12`;
  const parts = /^(\d{4})[-/.年]?(\d{1,2})月?([-/.]01)?$/.exec(text);
  return parts ? `${parts[1]}-${parts[2]!.padStart(2, '0')}` : text;
}

/**
 * Reads a table of values, CSV or Excel. Every fault is named with its line; a table with faults, or one that is too long, is taken in no part.
 * `organisations` are those that may be named, by id and by name.
 */
export function readEntryFile(table: ReadTable, organisations: ReadonlyMap<string, string>): { rows: FileRow[]; findings: FileFinding[] } {
  const headings = table.headings.map((heading) => normaliseInput(heading).toLowerCase());
  const at = Object.fromEntries(NAMES.map((name) => [name, headings.findIndex((heading) => (COLUMNS[name] as readonly string[]).includes(heading))])) as Record<ColumnName, number>;
  if (NAMES.some((name) => at[name] < 0)) return { rows: [], findings: [{ line: 1, code: 'head' }] };
  if (table.rows.length === 0) return { rows: [], findings: [{ line: 1, code: 'empty' }] };
  if (table.rows.length > ROWS_MAX) return { rows: [], findings: [{ line: table.rows[ROWS_MAX]!.line, code: 'too-many' }] };
  const seen = new Set<string>();
  const rows: FileRow[] = [];
  const findings: FileFinding[] = [];
  for (const { line, cells, fault } of table.rows) {
    if (cells === undefined) {
      findings.push({ line, code: fault.code });
      continue;
    }
    const cell = (name: ColumnName): string => normaliseInput(cells[at[name]] ?? '');
    const row = {
      line, indicatorId: cell('indicatorId'), organisationId: organisations.get(cell('organisation')) ?? '', month: monthOf(cell('month')),
      numerator: plainNumber(cell('numerator')), denominator: plainNumber(cell('denominator')), source: cell('source'),
    };
    const code = cells.length > headings.length || cell('organisation') === '' ? 'columns' : faultOf(row);
    const key = [row.indicatorId, row.organisationId, row.month].join('|');
    if (code !== undefined) findings.push({ line, code });
    else if (seen.has(key)) findings.push({ line, code: 'double' });
    else rows.push(row);
    seen.add(key);
  }
  return { rows, findings };
}

/** `1,234.50` as people write it. A comma that does not part thousands stays, and is refused. */
const plainNumber = (text: string): string => (/^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text);

function faultOf(row: FileRow): FileFinding['code'] | undefined {
  const definition = findDefinition(row.indicatorId);
  if (definition === undefined) return 'unknown-indicator';
  if (definition.source === 'measure') return 'computed';
  if (row.source === '') return 'columns';
  if (row.organisationId === '') return 'organisation';
  if (!MONTH.test(row.month)) return 'month';
  return isAmount(row.numerator, true) && isAmount(row.denominator, false) ? undefined : 'number';
}

const isAmount = (text: string, mayBeNegative: boolean): boolean => {
  const value = text.length <= 20 ? parseDecimal(text) : undefined;
  return value !== undefined && (mayBeNegative || value.over >= 0n);
};
