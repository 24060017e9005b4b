import type { ReadTable } from '#platform/documents/read-table.ts';
import { isCalendarDate } from '#platform/kernel/period.ts';
import type { Text } from '#platform/kernel/problem.ts';
import { BILL_COLUMNS, type BillFinding } from '../../../contract/bill-files.ts';
import { billSchema, type Bill, type BillLine } from '../../../contract/bill-rules.ts';
import { faultsOfBill } from './audit-bill.ts';

type Column = keyof typeof BILL_COLUMNS;

export interface FileBill {
  readonly billNumber: string;
  readonly personId: string | null;
  readonly idCard: string | null;
  readonly rows: readonly number[];
  /** Sum of the rows whose amount can be read. */
  readonly fen: number;
  /** Undefined where a row is faulty. */
  readonly bill: Bill | undefined;
}

export interface ReadBills {
  readonly bills: readonly FileBill[];
  /** Rows that name no bill. */
  readonly stray: { readonly lines: number; readonly fen: number };
  readonly findings: readonly BillFinding[];
}

interface Row {
  readonly line: number;
  readonly cell: (column: Column) => string;
}

const NEEDED: readonly Column[] = ['billNumber', 'setting', 'admittedOn', 'item', 'at', 'quantity', 'amount'];
/** What all rows of a bill say alike. */
const OF_THE_BILL: readonly Column[] = ['personId', 'idCard', 'setting', 'admittedOn', 'dischargedOn', 'sex', 'birthDate', 'diagnosisCodes', 'diagnosisNames', 'billTotal'];
const SETTINGS: Readonly<Record<string, Bill['setting']>> = { 住院: 'inpatient', inpatient: 'inpatient', 门诊: 'outpatient', outpatient: 'outpatient' };
const SEXES: Readonly<Record<string, 'male' | 'female' | null>> = { '': null, 男: 'male', '1': 'male', male: 'male', 女: 'female', '2': 'female', female: 'female' };
const LINES_MAX = 5_000;
const DAY_MS = 86_400_000;

const WORDS = {
  noColumn: { zh: '文件没有这一列', en: 'the file has no such column' },
  twiceColumn: { zh: '有两列同名', en: 'two columns have this title' },
  noPerson: { zh: '须填居民编号或证件号码', en: 'the id of the person or an identity number is needed' },
  empty: { zh: '未填写', en: 'is empty' },
  tooLong: { zh: '过长', en: 'is too long' },
  cells: { zh: '单元格比标题多，可能缺引号', en: 'has more cells than titles; a quote may be missing' },
  differs: { zh: '与本账单前面的行不一致', en: 'differs from the rows before it in this bill' },
  setting: { zh: '应为“住院”或“门诊”', en: 'should be inpatient or outpatient' },
  sex: { zh: '应为“男”或“女”', en: 'should be male or female' },
  day: { zh: '不是真实的日期（年-月-日）', en: 'is not a day of the calendar (YYYY-MM-DD)' },
  born: { zh: '晚于入院日期', en: 'is after the admission' },
  quantity: { zh: '不是数字', en: 'is no number' },
  amount: { zh: '不是金额（元，至多两位小数）', en: 'is no amount in yuan with at most two decimals' },
  lines: { zh: `一张账单至多 ${LINES_MAX} 行`, en: `a bill has at most ${LINES_MAX} rows` },
} satisfies Record<string, Text>;

const titleOf = (column: Column): string => BILL_COLUMNS[column][0];

/** Which column of the file is which; faults are those of the title row. */
function columnsOf(headings: readonly string[]): { places: ReadonlyMap<Column, number>; findings: BillFinding[] } {
  const findings: BillFinding[] = [];
  const places = new Map<Column, number>();
  for (const column of Object.keys(BILL_COLUMNS) as Column[]) {
    const titles: readonly string[] = [column, ...BILL_COLUMNS[column]].map((title) => title.toLowerCase());
    const found = headings.flatMap((heading, index) => (titles.includes(heading.toLowerCase().replace(/[（(].*$/, '').trim()) ? [index] : []));
    if (found.length > 1) findings.push({ line: 1, column: headings[found[1]!]!, ...WORDS.twiceColumn });
    if (found[0] !== undefined) places.set(column, found[0]);
    else if (NEEDED.includes(column)) findings.push({ line: 1, column: titleOf(column), ...WORDS.noColumn });
  }
  if (!places.has('personId') && !places.has('idCard')) findings.push({ line: 1, column: titleOf('personId'), ...WORDS.noColumn });
  return { places, findings };
}

/** `1,234.5` yuan as fen; undefined for what is no amount. */
export function fenOfYuan(text: string): number | undefined {
  const match = /^(-?)(\d{1,12})(?:\.(\d{1,2})0*)?$/.exec(text.replace(/,(?=\d{3}(?:\D|$))/g, '').replace(/^[¥￥]/, ''));
  if (match === null) return undefined;
  const fen = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'));
  return match[1] === '-' ? -fen : fen;
}

/** Puts the rows of a file together to bills. Undefined `bill` and a finding with line and column for each that cannot be read; nothing is left out unsaid. */
export function readBills({ headings, rows }: ReadTable): ReadBills | { readonly findings: readonly BillFinding[]; readonly bills?: undefined } {
  const { places, findings } = columnsOf(headings);
  if (findings.length > 0) return { findings };
  const stray: Row[] = [];
  const byNumber = new Map<string, Row[]>();
  for (const { line, cells = [], fault } of rows) {
    const row: Row = { line, cell: (column) => (cells[places.get(column) ?? -1] ?? '').trim() };
    if (cells.slice(headings.length).some((cell) => cell.trim() !== '')) findings.push({ line, column: titleOf('billNumber'), ...WORDS.cells });
    const number = row.cell('billNumber');
    if (number === '' || number.length > 60) {
      findings.push({ line, column: titleOf('billNumber'), ...(fault !== undefined ? { zh: fault.zh, en: fault.en } : number === '' ? WORDS.empty : WORDS.tooLong) });
      stray.push(row);
    } else if (byNumber.has(number)) byNumber.get(number)!.push(row);
    else byNumber.set(number, [row]);
  }
  const faulty = new Set(findings.map(({ line }) => line));
  const bills = [...byNumber].map(([number, own]) => readBill(number, own, { findings, isFaulty: own.some(({ line }) => faulty.has(line)) }));
  return { bills, stray: { lines: stray.length, fen: sumOf(stray) }, findings: findings.sort((a, b) => a.line - b.line) };
}

const sumOf = (rows: readonly Row[]): number => rows.reduce((sum, row) => sum + (fenOfYuan(row.cell('amount')) ?? 0), 0);

function readBill(billNumber: string, rows: readonly Row[], { findings, isFaulty }: { findings: BillFinding[]; isFaulty: boolean }): FileBill {
  const first = rows[0]!;
  const before = findings.length;
  const fault = (line: number, column: Column, words: Text): void => void findings.push({ line, column: titleOf(column), zh: words.zh, en: words.en });
  for (const row of rows.slice(1)) for (const column of OF_THE_BILL) if (row.cell(column) !== first.cell(column)) fault(row.line, column, WORDS.differs);
  if (rows.length > LINES_MAX) fault(rows[LINES_MAX]!.line, 'billNumber', WORDS.lines);
  if (first.cell('personId') === '' && first.cell('idCard') === '') fault(first.line, 'personId', WORDS.noPerson);
  const head = headOf(first, fault);
  const lines = rows.map((row, index) => lineOf(row, { index, fault }));
  const fen = sumOf(rows);
  const total = first.cell('billTotal');
  if (total !== '' && fenOfYuan(total) !== fen) fault(first.line, 'billTotal', { zh: `与明细合计 ${(fen / 100).toFixed(2)} 元不符`, en: `is not the sum of its rows, ${(fen / 100).toFixed(2)}` });
  const shared = { billNumber, personId: first.cell('personId') || null, idCard: first.cell('idCard') || null, rows: rows.map(({ line }) => line), fen };
  if (isFaulty || findings.length > before) return { ...shared, bill: undefined };
  const read = billSchema.safeParse({ ...head, lines });
  if (!read.success) {
    for (const { path } of read.error.issues.slice(0, 20)) fault(rows[path[0] === 'lines' ? Number(path[1] ?? 0) : 0]?.line ?? first.line, columnOf(String(path.at(-1))), WORDS.tooLong);
    return { ...shared, bill: undefined };
  }
  for (const { path, message } of faultsOfBill(read.data)) {
    const [part, index = '0', field = ''] = path.split('.');
    fault(part === 'lines' ? rows[Number(index)]!.line : first.line, columnOf(part === 'lines' ? field : path), message);
  }
  return { ...shared, bill: findings.length > before ? undefined : read.data };
}

const columnOf = (field: string): Column => (field === 'amountFen' ? 'amount' : field === 'ageDays' ? 'birthDate' : field in BILL_COLUMNS ? (field as Column) : 'billNumber');

type Fault = (line: number, column: Column, words: Text) => void;

function headOf(row: Row, fault: Fault): Omit<Bill, 'lines'> {
  const day = (column: Column): string => {
    const text = dayOf(row.cell(column));
    if (text !== '' && !isCalendarDate(text)) fault(row.line, column, WORDS.day);
    return text;
  };
  const setting = SETTINGS[row.cell('setting').toLowerCase()];
  if (setting === undefined) fault(row.line, 'setting', row.cell('setting') === '' ? WORDS.empty : WORDS.setting);
  const sex = SEXES[row.cell('sex').toLowerCase()];
  if (sex === undefined) fault(row.line, 'sex', WORDS.sex);
  const admittedOn = day('admittedOn');
  if (admittedOn === '') fault(row.line, 'admittedOn', WORDS.empty);
  const born = day('birthDate');
  const ageDays = born === '' || !isCalendarDate(born) || !isCalendarDate(admittedOn) ? null : Math.round((Date.parse(admittedOn) - Date.parse(born)) / DAY_MS);
  if (ageDays !== null && ageDays < 0) fault(row.line, 'birthDate', WORDS.born);
  const [codes, names] = [partsOf(row.cell('diagnosisCodes')), partsOf(row.cell('diagnosisNames'))];
  return { setting: setting ?? 'inpatient', admittedOn, dischargedOn: day('dischargedOn') || null, sex: sex ?? null, ageDays, diagnoses: codes.map((code, index) => ({ code, name: names[index] ?? '' })), evidence: [] };
}

/** `2026/3/1` and `2026-03-01 09:30:00` as the contract writes them; what is something else stays as it is. */
function dayOf(text: string): string {
  const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
  return match === null ? text : `${match[1]}-${match[2]!.padStart(2, '0')}-${match[3]!.padStart(2, '0')}`;
}

function momentOf(text: string): string {
  const match = /^(.+?)[ T](\d{1,2}):(\d{2})(?::\d{2})?Z?$/.exec(text);
  return match === null ? dayOf(text) : `${dayOf(match[1]!)}T${match[2]!.padStart(2, '0')}:${match[3]}`;
}

const partsOf = (text: string): string[] => text.split(/[;；|、]/).map((part) => part.trim()).filter((part) => part !== '');

function lineOf(row: Row, { index, fault }: { index: number; fault: Fault }): BillLine {
  for (const column of ['item', 'at', 'quantity', 'amount'] as const) if (row.cell(column) === '') fault(row.line, column, WORDS.empty);
  const quantity = /^-?\d{1,9}(\.\d{1,6})?$/.test(row.cell('quantity')) ? Number(row.cell('quantity')) : undefined;
  if (quantity === undefined && row.cell('quantity') !== '') fault(row.line, 'quantity', WORDS.quantity);
  const amountFen = fenOfYuan(row.cell('amount'));
  if (amountFen === undefined && row.cell('amount') !== '') fault(row.line, 'amount', WORDS.amount);
  const at = momentOf(row.cell('at'));
  if (at !== '' && !/^\d{4}-\d{2}-\d{2}(T([01]\d|2[0-3]):[0-5]\d)?$/.test(at)) fault(row.line, 'at', WORDS.day);
  return { id: row.cell('id') || String(index + 1), item: row.cell('item'), name: row.cell('name'), at, quantity: quantity ?? 0, amountFen: amountFen ?? 0 };
}
