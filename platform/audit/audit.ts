import { beyondSight, Database, type Sql, type Transaction } from '#platform/database/transaction.ts';
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

const COLUMNS = [
  'subject_kind', 'subject_id', 'subject_name', 'organisation_id', 'action', 'outcome', 'resource', 'person_id', 'basis', 'purpose', 'detail',
];

/** The values of one row, in the order of the columns. */
export type AuditRow = readonly unknown[];

export const auditRowOf = (subject: Subject, entry: AuditEntry): AuditRow => [
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
];

const ONE = `insert into audit.entry (${COLUMNS.join(',')}) values (${COLUMNS.map((_name, column) => `$${column + 1}`).join(',')})`;

/** Kept prepared on the connection of a transaction: an entry with every write, and planning takes longer than inserting. */
async function insertAuditRow(sql: Sql, row: AuditRow): Promise<void> {
  const { client } = sql as Partial<Transaction>;
  if (client) await client.query({ name: 'audit_of_writes', text: ONE, values: [...row] });
  else await sql.execute(ONE, row);
}

const MANY =
  `insert into audit.entry (${COLUMNS.join(',')}) select ${COLUMNS.map((name) => (name === 'detail' ? 'detail::jsonb' : name)).join(',')}
   from unnest(${COLUMNS.map((_name, column) => `$${column + 1}::text[]`).join(',')}) as entry (${COLUMNS.join(',')})`;
/** Said in the statement: a server may have another custom. */
const committed = (waits: 'on' | 'off'): string => `${MANY}, (select set_config('synchronous_commit', '${waits}', true)) as commit (waits) where commit.waits = '${waits}'`;
const [LATER, WAITING] = [committed('off'), committed('on')];

/** Up to so many entries have a statement of their own length: without arrays to read it takes half as long for one, and a tenth less for eight. */
const FEW = 8;
const valuesOf = (row: number): string => `(${COLUMNS.map((name, column) => `$${row * COLUMNS.length + column + 1}${name === 'detail' ? '::jsonb' : ''}`).join(',')})`;
/** For the lanes, whose connections do not wait for the disk. */
const FEWS = Array.from({ length: FEW }, (_, index) => ({
  name: `audit_of_reads_${index + 1}`,
  text: `insert into audit.entry (${COLUMNS.join(',')}) values ${Array.from({ length: index + 1 }, (_each, row) => valuesOf(row)).join(',')}`,
}));

let readsWait = false;

/** From now on entries about reads of this process wait for the disk, as those about writes do (`YIGONG_AUDIT_READS=wait`). */
export function waitForReads(wait: boolean): void {
  readsWait = wait;
}

/**
 * In a transaction of its own whose COMMIT does not wait for the disk, unless the house asks for it (docs/decisions/0060): visible at once and safe from
 * a crash of ours; a crash of PostgreSQL or of the machine may take the last hundredths of a second. For reads only, which change nothing.
 */
export async function insertAuditRowsOfReads(sql: Sql, rows: readonly AuditRow[]): Promise<void> {
  // Behind the reads that are on their way, in the same message; but whoever waits for the disk waits alone.
  const isQuick = !readsWait && sql instanceof Database && sql.lanes !== undefined;
  const few = isQuick ? FEWS[rows.length - 1] : undefined;
  if (few !== undefined) {
    await (sql as Database).run({ ...few, values: rows.flat(), isQuick, isKept: true, isGathered: true });
    return;
  }
  const values = COLUMNS.map((_name, column) => rows.map((row) => row[column]));
  // Planning takes twice as long as inserting a row; kept prepared on each connection.
  const text = readsWait ? WAITING : LATER;
  const statement = { name: readsWait ? 'audit_of_reads_waiting' : 'audit_of_reads', text, values };
  if (sql instanceof Database) await sql.run({ ...statement, isQuick, isKept: true, isGathered: true });
  else await sql.execute(text, values);
}

/** Writes the entry; inside a command's transaction it is kept or undone with the work it tells of. */
export const recordAudit = (sql: Sql, subject: Subject, entry: AuditEntry): Promise<void> => insertAuditRow(sql, auditRowOf(subject, entry));

/** The same for what several requests did in one transaction: an entry each, one statement. */
export async function recordAudits(tx: Transaction, entries: readonly { readonly subject: Subject; readonly entry: AuditEntry }[]): Promise<void> {
  const [only, ...others] = entries;
  if (only === undefined) return;
  if (others.length === 0) return recordAudit(tx, only.subject, only.entry);
  const rows = entries.map(({ subject, entry }) => auditRowOf(subject, entry));
  await tx.client.query({ name: 'audit_of_gathered_writes', text: MANY, values: COLUMNS.map((_name, column) => rows.map((row) => row[column])) });
}

/** A read of somebody's record, as the resident is shown it. */
export interface RecordAccess {
  readonly at: Date;
  readonly subjectName: string;
  readonly organisationId: string | null;
  readonly action: string;
  /** `Type/id` of what was touched. */
  readonly resource: string | null;
  readonly outcome: string;
  readonly basis: string | null;
  readonly purpose: string | null;
}

/** Looks at the person alone, and lists on which the person stood with others: of these one a day for each reader and kind, the last, since a board is read anew with every change. */
const LOOKS = `(
  select entry_id, recorded_at, subject_name, organisation_id, action, resource, outcome, coalesce(basis, case when detail -> 'persons' is not null then 'list' end) as basis, purpose
    from audit.entry where person_id = $1
  union all
  (select distinct on (subject_id, organisation_id, action, (recorded_at at time zone 'Asia/Shanghai')::date) entry_id, recorded_at, subject_name, organisation_id, action, resource, outcome, 'list', purpose
    from audit.entry where detail -> 'ids' @> jsonb_build_array($1::text)
    order by subject_id, organisation_id, action, (recorded_at at time zone 'Asia/Shanghai')::date, entry_id desc)) look`;

/** Who looked at a person's record, newest first. The caller has shown that this may be known. */
export async function listRecordAccess(
  sql: Sql,
  { personId, limit, offset }: { personId: string; limit: number; offset: number },
): Promise<{ rows: RecordAccess[]; total: number }> {
  const whole = beyondSight(sql);
  const rows = await whole.query<RecordAccess>(
    `select recorded_at as at, subject_name as "subjectName", organisation_id as "organisationId", action, resource, outcome, basis, purpose
     from ${LOOKS} order by entry_id desc limit $2 offset $3`,
    [personId, Math.min(limit, 500), offset],
  );
  const counted = await whole.query<{ total: number }>(`select count(*) as total from ${LOOKS}`, [personId]);
  return { rows, total: counted[0]?.total ?? 0 };
}
