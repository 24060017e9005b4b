import { exact, parseDecimal, compare } from '#platform/kernel/decimal.ts';
import type { Text } from '#platform/kernel/problem.ts';
import { normaliseInput } from '#platform/kernel/text.ts';
import type { ReadTable } from '#platform/documents/read-table.ts';
import type { SurveyKind } from '../../../contract/surveys.ts';

export interface ImportColumns {
  readonly organisation: string;
  readonly mean: string;
  readonly valid: string;
  readonly kind?: string | undefined;
  readonly month?: string | undefined;
}

export interface ImportRow {
  readonly organisationId: string;
  readonly kind: SurveyKind;
  readonly month: string;
  readonly mean: string;
  readonly valid: number;
}

export interface RefusedRow {
  readonly row: number;
  readonly column: string;
  readonly message: Text;
}

const KIND_WORDS: readonly (readonly [RegExp, SurveyKind])[] = [[/门诊|outpatient/i, 'outpatient'], [/住院|出院|inpatient/i, 'inpatient'], [/职工|员工|医务人员|staff/i, 'staff']];

/** `2026-3`, `2026年3月`, `202603`, `2026/03` as `2026-03`. */
function monthOf(text: string): string | undefined {
  const match = /^(\d{4})(?:[-/.年](\d{1,2})月?|(\d{2}))$/.exec(text.replace(/ /g, '')) ?? /^(\d{4})-(\d{2})-\d{2}$/.exec(text);
  const month = Number(match?.[2] ?? match?.[3] ?? 0);
  return match && month >= 1 && month <= 12 ? `${match[1]}-${String(month).padStart(2, '0')}` : undefined;
}

interface Given {
  readonly columns: ImportColumns;
  readonly kind: SurveyKind | undefined;
  readonly month: string | undefined;
  /** Id by id, name and short name of the organisations in scope. */
  readonly organisations: ReadonlyMap<string, string>;
}

/** Each row is taken or refused with its line and column; undefined where a heading is missing. */
export function readImport(table: ReadTable, given: Given): { rows: ImportRow[]; refused: RefusedRow[] } | undefined {
  const headings = table.headings.map(normaliseInput);
  const places = new Map(Object.entries(given.columns).flatMap(([name, heading]) => (heading === undefined ? [] : [[name, headings.indexOf(normaliseInput(heading))] as const])));
  if ([...places.values()].includes(-1)) return undefined;
  const [rows, refused, seen] = [[] as ImportRow[], [] as RefusedRow[], new Set<string>()];
  for (const { line, cells, fault: unreadable } of table.rows) {
    const cell = (name: string): string | undefined => (places.has(name) ? normaliseInput(cells?.[places.get(name)!] ?? '') : undefined);
    const outcome = cells === undefined ? fault('organisation', unreadable.zh, unreadable.en) : readRow(cell, given);
    const key = 'row' in outcome ? `${outcome.row.organisationId}|${outcome.row.kind}|${outcome.row.month}` : '';
    if ('fault' in outcome) refused.push({ row: line, ...outcome.fault });
    else if (seen.has(key)) refused.push({ row: line, column: 'organisation', message: { zh: '与前面的行重复', en: 'the same organisation, kind and month stand above' } });
    else rows.push(outcome.row);
    seen.add(key);
  }
  return { rows, refused };
}

type Outcome = { row: ImportRow } | { fault: Omit<RefusedRow, 'row'> };
const fault = (column: string, zh: string, en: string): Outcome => ({ fault: { column, message: { zh, en } } });

function readRow(cell: (name: string) => string | undefined, { kind: fixedKind, month: fixedMonth, organisations }: Given): Outcome {
  const organisationId = organisations.get(cell('organisation') ?? '');
  if (organisationId === undefined) return fault('organisation', '没有这个机构，或不在管理范围内', 'there is no such organisation in your scope');
  const kind = cell('kind') === undefined ? fixedKind : KIND_WORDS.find(([words]) => words.test(cell('kind')!))?.[1];
  if (kind === undefined) return fault('kind', '应为门诊、住院或职工', 'outpatient, inpatient or staff');
  const month = cell('month') === undefined ? fixedMonth : monthOf(cell('month')!);
  if (month === undefined) return fault('month', '应为年月，例如 2026-03', 'a month, such as 2026-03');
  const mean = (cell('mean') ?? '').replace(/ ?[%分]$/, '');
  const parsed = mean.length <= 12 ? parseDecimal(mean) : undefined;
  if (parsed === undefined || parsed.over < 0n || compare(parsed, exact(100)) > 0) return fault('mean', '应为 0 至 100 的得分', 'a score from 0 to 100');
  const valid = (cell('valid') ?? '').replace(/,/g, '');
  if (!/^[1-9]\d{0,8}$/.test(valid)) return fault('valid', '应为正整数', 'a whole number above zero');
  return { row: { organisationId, kind, month, mean, valid: Number(valid) } };
}
