import type { Sql } from '#platform/database/transaction.ts';
import type { Subject } from '#platform/access/subject.ts';

/** One line of the audit trail. `detail` never holds patient data. */
export interface AuditEntry {
  readonly action: string;
  readonly outcome: 'success' | 'refused';
  /** `Type/id` of what was touched. */
  readonly resource?: string | null;
  readonly personId?: string | null;
  readonly organisationId?: string | null;
  readonly basis?: string | null;
  readonly purpose?: string | null;
  readonly detail?: Record<string, unknown> | null;
}

/** Writes the entry; inside a command's transaction it is kept or undone with the work it tells of. */
export async function recordAudit(sql: Sql, subject: Subject, entry: AuditEntry): Promise<void> {
  await sql.execute(
    `insert into audit.entry (subject_kind, subject_id, subject_name, organisation_id, action, outcome, resource, person_id, basis, purpose, detail)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      subject.kind,
      subject.id,
      subject.name,
      entry.organisationId ?? subject.organisationId,
      entry.action,
      entry.outcome,
      entry.resource ?? null,
      entry.personId ?? null,
      entry.basis ?? null,
      entry.purpose ?? null,
      entry.detail ? JSON.stringify(entry.detail) : null,
    ],
  );
}

/** A read of somebody's record, as the resident is shown it. */
export interface RecordAccess {
  readonly at: Date;
  readonly subjectName: string;
  readonly organisationId: string | null;
  readonly action: string;
  readonly outcome: string;
  readonly basis: string | null;
  readonly purpose: string | null;
}

/** Who looked at a person's record, newest first; `before` is an exclusive entry id for paging. */
export async function listRecordAccess(
  sql: Sql,
  { personId, limit, offset }: { personId: string; limit: number; offset: number },
): Promise<{ rows: RecordAccess[]; total: number }> {
  const rows = await sql.query<RecordAccess>(
    `select recorded_at as at, subject_name as "subjectName", organisation_id as "organisationId", action, outcome, basis, purpose
     from audit.entry where person_id = $1 order by entry_id desc limit $2 offset $3`,
    [personId, Math.min(limit, 500), offset],
  );
  const counted = await sql.query<{ total: number }>('select count(*) as total from audit.entry where person_id = $1', [personId]);
  return { rows, total: counted[0]?.total ?? 0 };
}
