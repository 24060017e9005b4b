import { listPage, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { Page } from '#platform/kernel/contract.ts';

export interface TeachingExportRow {
  readonly id: string;
  readonly ownerOrganisationId: string;
  readonly purpose: string;
  readonly studyCount: number;
  readonly instanceCount: number;
  readonly writtenCount: number;
  readonly refusedCount: number;
  readonly byteCount: number;
  readonly requestedAt: Date;
  readonly requestedBy: string;
  readonly requestedByName: string;
  readonly readyAt: Date | null;
  readonly expiresAt: Date;
  readonly removedAt: Date | null;
}

const COLUMNS = `export_id as id, owner_organisation_id as "ownerOrganisationId", purpose, study_count as "studyCount", instance_count as "instanceCount", written_count as "writtenCount", refused_count as "refusedCount",
  byte_count as "byteCount", requested_at as "requestedAt", requested_by as "requestedBy", requested_by_name as "requestedByName", ready_at as "readyAt", expires_at as "expiresAt", removed_at as "removedAt"`;

type NewExport = Pick<TeachingExportRow, 'id' | 'ownerOrganisationId' | 'purpose' | 'studyCount' | 'instanceCount' | 'requestedAt' | 'requestedBy' | 'requestedByName' | 'expiresAt'>;

export async function insertTeachingExport(sql: Sql, row: NewExport): Promise<void> {
  await sql.execute(
    `insert into imaging.teaching_export (export_id, owner_organisation_id, purpose, study_count, instance_count, requested_at, requested_by, requested_by_name, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [row.id, row.ownerOrganisationId, row.purpose, row.studyCount, row.instanceCount, row.requestedAt, row.requestedBy, row.requestedByName, row.expiresAt],
  );
}

export async function setTeachingExportReady(sql: Sql, { id, written, refused, bytes, now }: { id: string; written: number; refused: number; bytes: number; now: Date }): Promise<void> {
  await sql.execute('update imaging.teaching_export set written_count = $2, refused_count = $3, byte_count = $4, ready_at = $5 where export_id = $1', [id, written, refused, bytes, now]);
}

export const listTeachingExportRows = (sql: Sql, asked: { scope: ScopeBuilder; limit: number; offset: number }): Promise<Page<TeachingExportRow>> =>
  listPage<TeachingExportRow>(sql, { ...asked, filters: [], select: COLUMNS, from: 'imaging.teaching_export', orderBy: 'requested_at desc, export_id' });

export async function findTeachingExport(sql: Sql, id: string): Promise<TeachingExportRow | undefined> {
  return (await sql.query<TeachingExportRow>(`select ${COLUMNS} from imaging.teaching_export where export_id = $1`, [id]))[0];
}

/** Those whose time is over, locked. */
export async function listExpiredExports(sql: Sql, { now, limit }: { now: Date; limit: number }): Promise<string[]> {
  const rows = await sql.query<{ id: string }>('select export_id as id from imaging.teaching_export where removed_at is null and expires_at <= $1 order by expires_at limit $2 for update skip locked', [now, limit]);
  return rows.map(({ id }) => id);
}

export async function setTeachingExportRemoved(sql: Sql, id: string, now: Date): Promise<void> {
  await sql.execute('update imaging.teaching_export set removed_at = $2 where export_id = $1', [id, now]);
}
