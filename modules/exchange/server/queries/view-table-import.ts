import { listTaskStands } from '#platform/jobs/task.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { RowFault, TableImport } from '../../contract/tables.ts';
import { ROW_FAULTS, type RowFaultCode } from '../rules/table/read-row.ts';
import { countOutcomes, type ImportRow } from '../store/tables.ts';

export async function viewImports(sql: Sql, rows: readonly ImportRow[]): Promise<TableImport[]> {
  const [stands, counts] = await Promise.all([listTaskStands(sql, rows.map(({ taskId }) => taskId)), countOutcomes(sql, rows.map(({ id }) => id))]);
  const byTask = new Map(stands.map((stand) => [stand.taskId, stand]));
  return rows.map((row) => {
    const stand = byTask.get(row.taskId);
    return {
      id: row.id, target: row.target, fileName: row.fileName, startedAt: row.startedAt.toISOString(), taskId: row.taskId, state: stand?.state ?? 'waiting', done: stand?.done ?? 0, total: stand?.total ?? null,
      outcomes: counts.get(row.id) ?? {},
    };
  });
}

export const viewFault = ({ rowNo, column, code }: { rowNo: number; column: string | null; code: string }): RowFault => ({ rowNo, column, code, message: ROW_FAULTS[code as RowFaultCode] ?? { zh: code, en: code } });
