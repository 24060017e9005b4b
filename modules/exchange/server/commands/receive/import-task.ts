import { gateFor } from '#platform/access/gate.ts';
import { systemSubject } from '#platform/access/subject.ts';
import { inSavepoint } from '#platform/database/savepoint.ts';
import { taskKind, type TaskProgress, type TaskStep } from '#platform/jobs/task.ts';
import { headingOf, namedCells } from '../../rules/table/judge-rows.ts';
import { RowRefusal, type RowCells } from '../../rules/table/read-row.ts';
import type { CsvRow } from '#platform/documents/csv.ts';
import { readTable, type ReadTable } from '#platform/documents/read-table.ts';
import { insertOutcomes, readImport, type ImportRow, type RowOutcome } from '../../store/tables.ts';
import type { ExchangeContext } from './exchange-context.ts';
import { importObservationRow, importResidentRow } from './import-rows.ts';

export const TABLE_TASK = 'exchange.import-table';
const ROWS_A_STEP = 100;

/** The table of an import under way, so that it is read once a process and not once a step. */
const underWay = new Map<string, ReadTable>();
const UNDER_WAY_MAX = 3;

export const tableTask = taskKind({ kind: TABLE_TASK, step: importStep });

async function importStep(step: TaskStep): Promise<TaskProgress> {
  const { importId } = step.input as { importId: string };
  const given = await readImport(step.tx, importId);
  const table = given === undefined ? undefined : (underWay.get(importId) ?? (await readTable(given.body)));
  if (given === undefined || table === undefined) return { done: step.done, result: { rows: 0 } };
  remember(importId, table);
  const from = (step.cursor as number | null) ?? 0;
  const rows = table.rows.slice(from, from + ROWS_A_STEP);
  const outcomes: RowOutcome[] = [];
  for (const row of rows) outcomes.push(await importRow(step, { given, table, row }));
  await insertOutcomes(step.tx, { importId, organisationId: given.organisationId, outcomes });
  const done = from + rows.length;
  if (done < table.rows.length) return { cursor: done, done, total: table.rows.length };
  underWay.delete(importId);
  return { cursor: done, done, total: table.rows.length, result: { rows: done } };
}

function remember(importId: string, table: ReadTable): void {
  underWay.delete(importId);
  underWay.set(importId, table);
  const oldest = underWay.keys().next().value;
  if (underWay.size > UNDER_WAY_MAX && oldest !== undefined) underWay.delete(oldest);
}

/** A row that is refused leaves nothing behind but its line in the report. */
async function importRow(step: TaskStep, { given, table, row }: { given: ImportRow; table: ReadTable; row: CsvRow }): Promise<RowOutcome> {
  const attempt = await inSavepoint(step.tx, (tx) => importCells(contextOf(step, given, tx), { given, cells: namedCells(table, row, given.columns) }));
  if (attempt.done) return { rowNo: row.line, column: null, code: null, ...attempt.value };
  const refusal = attempt.error instanceof RowRefusal ? attempt.error : new RowRefusal('not-written', '');
  return { rowNo: row.line, outcome: 'refused', column: refusal.field === '' ? null : headingOf(given.columns, refusal.field), code: refusal.code, personId: null };
}

const importCells = (context: ExchangeContext, { given, cells }: { given: ImportRow; cells: RowCells }): Promise<Pick<RowOutcome, 'outcome' | 'personId'>> =>
  given.target === 'residents' ? importResidentRow(context, { cells, organisationId: given.organisationId }) : importObservationRow(context, { cells, organisationId: given.organisationId });

function contextOf(step: TaskStep, given: ImportRow, tx: TaskStep['tx']): ExchangeContext {
  const subject = { ...systemSubject, id: step.subjectId, organisationId: given.organisationId };
  return { tx, subject, gate: gateFor(subject, tx), now: step.now, newId: step.newId, emit: () => undefined };
}
