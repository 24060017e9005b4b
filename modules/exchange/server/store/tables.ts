import { listPage, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { Page } from '#platform/kernel/contract.ts';
import type { TableTarget } from '../rules/table/fields.ts';
import { hashOf } from './messages.ts';
import { TABLE_BODY } from './sealed-bodies.ts';

export interface ImportRow {
  readonly id: string;
  readonly organisationId: string;
  readonly target: TableTarget;
  readonly fileName: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly taskId: string;
  readonly startedAt: Date;
}

const COLUMNS = `i.import_id as id, i.owner_organisation_id as "organisationId", i.target, i.file_name as "fileName", i.columns, i.task_id as "taskId", i.started_at as "startedAt"`;

export async function insertImport(sql: Sql, row: ImportRow & { body: Buffer; startedById: string }): Promise<void> {
  await sql.execute(
    `insert into exchange.table_import (import_id, owner_organisation_id, target, file_name, body, body_hash, columns, task_id, started_at, started_by_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [row.id, row.organisationId, row.target, row.fileName, await TABLE_BODY.seal(sql, row.id, row.body), hashOf(row.body), JSON.stringify(row.columns), row.taskId, row.startedAt, row.startedById],
  );
}

export async function findImport(sql: Sql, id: string, scope: ScopeBuilder): Promise<ImportRow | undefined> {
  const condition = scope(2);
  return (await sql.query<ImportRow>(`select ${COLUMNS} from exchange.table_import i where i.import_id = $1 and ${condition.text}`, [id, ...condition.values]))[0];
}

export async function readImport(sql: Sql, id: string): Promise<(ImportRow & { body: Buffer }) | undefined> {
  const [row] = await sql.query<ImportRow & { body: Buffer }>(`select ${COLUMNS}, i.body from exchange.table_import i where i.import_id = $1`, [id]);
  return row && { ...row, body: await TABLE_BODY.open(sql, id, row.body) };
}

export const listImportRows = (sql: Sql, { scope, limit, offset }: { scope: ScopeBuilder; limit: number; offset: number }): Promise<Page<ImportRow>> =>
  listPage<ImportRow>(sql, { select: COLUMNS, from: 'exchange.table_import i', scope, filters: [], orderBy: 'i.started_at desc, i.import_id desc', limit, offset });

export interface RowOutcome {
  readonly rowNo: number;
  readonly outcome: 'created' | 'matched' | 'needs-review' | 'written' | 'refused';
  readonly column: string | null;
  readonly code: string | null;
  readonly personId: string | null;
}

export async function insertOutcomes(sql: Sql, { importId, organisationId, outcomes }: { importId: string; organisationId: string; outcomes: readonly RowOutcome[] }): Promise<void> {
  if (outcomes.length === 0) return;
  await sql.execute(
    `insert into exchange.table_row (import_id, row_no, owner_organisation_id, outcome, column_name, code, person_id)
     select $1, row_no, $2, outcome, column_name, code, person_id
     from unnest($3::int[], $4::text[], $5::text[], $6::text[], $7::text[]) as row (row_no, outcome, column_name, code, person_id)`,
    [importId, organisationId, outcomes.map(({ rowNo }) => rowNo), outcomes.map(({ outcome }) => outcome), outcomes.map(({ column }) => column), outcomes.map(({ code }) => code), outcomes.map(({ personId }) => personId)],
  );
}

export async function countOutcomes(sql: Sql, importIds: readonly string[]): Promise<Map<string, Record<string, number>>> {
  const rows = await sql.query<{ importId: string; outcome: string; total: number }>(
    'select import_id as "importId", outcome, count(*) as total from exchange.table_row where import_id = any($1::text[]) group by import_id, outcome',
    [importIds],
  );
  const counts = new Map<string, Record<string, number>>();
  for (const { importId, outcome, total } of rows) counts.set(importId, { ...counts.get(importId), [outcome]: total });
  return counts;
}

export const listRefusedRows = (sql: Sql, { id, scope, limit, offset }: { id: string; scope: ScopeBuilder; limit: number; offset: number }): Promise<Page<{ rowNo: number; column: string | null; code: string }>> =>
  listPage(sql, {
    select: 'r.row_no as "rowNo", r.column_name as "column", r.code', from: 'exchange.table_row r', scope,
    filters: [{ text: "r.import_id = ? and r.outcome = 'refused'", values: [id] }], orderBy: 'r.row_no', limit, offset,
  });
