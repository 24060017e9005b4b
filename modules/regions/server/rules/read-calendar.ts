import type { ReadTable } from '#platform/documents/read-table.ts';
import { addDays, isCalendarDate } from '#platform/kernel/period.ts';
import type { Text } from '#platform/kernel/problem.ts';
import { normaliseInput } from '#platform/kernel/text.ts';
import { isWorkingDay } from '#platform/kernel/working-days.ts';

export interface NoticeDay {
  readonly day: string;
  readonly worked: boolean;
  readonly name: string | null;
}

export interface CalendarFinding {
  readonly line: number;
  readonly message: Text;
}

/** Columns in any order, by any of these headings; `until` and `name` may be absent. */
const COLUMNS = {
  date: ['date', 'from', 'day', '日期', '起', '开始', '开始日期'], until: ['until', 'to', '到', '至', '止', '结束', '结束日期'],
  kind: ['kind', 'arrangement', '安排', '类别'], name: ['name', 'note', '说明', '节日', '名称'],
} as const satisfies Record<string, readonly string[]>;
const KINDS: Readonly<Record<string, boolean>> = { 放假: false, 休: false, 休息: false, off: false, 上班: true, 班: true, 补班: true, worked: true, work: true };
const ROWS_MAX = 400;
const NAME_MAX = 100;

const FAULTS = {
  head: () => ({ zh: '首行应有列名：日期、安排（可另有：至、说明），顺序不限', en: 'The first line must name the columns date and kind (until and name may stand beside them), in any order' }),
  empty: () => ({ zh: '没有数据行', en: 'There are no lines' }),
  'too-many': () => ({ zh: `超过 ${ROWS_MAX} 行，一年没有这么多天`, en: `More than ${ROWS_MAX} lines: a year has fewer days` }),
  columns: () => ({ zh: '列数多于首行', en: 'More cells than headings' }),
  date: (value: string) => ({ zh: `“${value}”不是日历上的日期，应写作 2026-02-14`, en: `"${value}" is no day of the calendar; write 2026-02-14` }),
  kind: (value: string) => ({ zh: `“${value}”不是“放假”或“上班”`, en: `"${value}" is neither "off" nor "worked"` }),
  reversed: (value: string) => ({ zh: `截止日期 ${value} 早于开始日期`, en: `The last day ${value} comes before the first` }),
  year: (value: string) => ({ zh: `${value} 不在所选年份内`, en: `${value} lies outside the chosen year` }),
  twice: (value: string, line: number) => ({ zh: `${value} 已在第 ${line} 行写过`, en: `${value} stands on line ${line} already` }),
  both: (value: string, line: number) => ({ zh: `${value} 既放假又上班（第 ${line} 行）`, en: `${value} is both off and worked (line ${line})` }),
  'works-anyway': (value: string) => ({ zh: `${value} 本来就是工作日，请核对日期`, en: `${value} is a working day anyway: check the date` }),
  name: () => ({ zh: `说明超过 ${NAME_MAX} 字`, en: `The name is longer than ${NAME_MAX} characters` }),
} as const satisfies Record<string, (value: string, line: number) => Text>;

/** The day as people and Excel write it: `2026-02-14`, `2026/2/14`, `2026.2.14`, `2026年2月14日`, `20260214`. */
function dayOf(text: string): string | undefined {
  const [, year, month, day] = /^(\d{4})(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? [];
  const written = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
  return isCalendarDate(written) ? written : undefined;
}

/** Reads the notice of a year, CSV or Excel. Every fault is named with its line; a table with faults is taken in no part. */
export function readCalendar(table: ReadTable, year: number): { days: NoticeDay[]; findings: CalendarFinding[] } {
  const headings = table.headings.map((heading) => normaliseInput(heading).toLowerCase());
  const at = (name: keyof typeof COLUMNS): number => headings.findIndex((heading) => (COLUMNS[name] as readonly string[]).includes(heading));
  if (at('date') < 0 || at('kind') < 0) return refused(1, FAULTS.head());
  if (table.rows.length === 0) return refused(1, FAULTS.empty());
  if (table.rows.length > ROWS_MAX) return refused(table.rows[ROWS_MAX]!.line, FAULTS['too-many']());
  const days = new Map<string, NoticeDay & { line: number }>();
  const findings: CalendarFinding[] = [];
  for (const { line, cells, fault: unreadable } of table.rows) {
    const cell = (name: keyof typeof COLUMNS): string => (at(name) < 0 ? '' : normaliseInput(cells?.[at(name)] ?? ''));
    const fault = cells === undefined ? { zh: unreadable.zh, en: unreadable.en } : cells.length > headings.length ? FAULTS.columns() : readRow({ line, year, days, cell });
    if (fault !== undefined) findings.push({ line, message: fault });
  }
  const worksAnyway = [...days.values()].filter(({ day, worked }) => worked && isWorkingDay(day, new Map()));
  findings.push(...worksAnyway.map(({ day, line }) => ({ line, message: FAULTS['works-anyway'](day) })));
  return findings.length > 0
    ? { days: [], findings: findings.sort((a, b) => a.line - b.line) }
    : { days: [...days.values()].map(({ line: _line, ...day }) => day).sort((a, b) => (a.day < b.day ? -1 : 1)), findings };
}

const refused = (line: number, message: Text): { days: NoticeDay[]; findings: CalendarFinding[] } => ({ days: [], findings: [{ line, message }] });

interface Row {
  readonly line: number;
  readonly year: number;
  readonly days: Map<string, NoticeDay & { line: number }>;
  readonly cell: (name: keyof typeof COLUMNS) => string;
}

/** Adds the days of one line; answers what is wrong with it. */
function readRow({ line, year, days, cell }: Row): Text | undefined {
  const worked = KINDS[cell('kind').toLowerCase()];
  const [first, last] = [dayOf(cell('date')), dayOf(cell('until') === '' ? cell('date') : cell('until'))];
  if (first === undefined) return FAULTS.date(shown(cell('date')));
  if (last === undefined) return FAULTS.date(shown(cell('until')));
  if (worked === undefined) return FAULTS.kind(shown(cell('kind')));
  if (last < first) return FAULTS.reversed(last);
  const outside = [first, last].find((day) => !day.startsWith(`${year}-`));
  if (outside !== undefined) return FAULTS.year(outside);
  if (cell('name').length > NAME_MAX) return FAULTS.name();
  for (let day = first; day <= last; day = addDays(day, 1)) {
    const former = days.get(day);
    if (former !== undefined) return former.worked === worked ? FAULTS.twice(day, former.line) : FAULTS.both(day, former.line);
    days.set(day, { line, day, worked, name: cell('name') || null });
  }
  return undefined;
}

/** What stood in the cell, in a length that a message can carry. */
const shown = (value: string): string => (value.length > 40 ? `${value.slice(0, 40)}…` : value);
