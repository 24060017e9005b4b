import type { Subject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { AuditEntry } from './audit.ts';

/** Records entries so that the promise is kept only when the row is committed; concurrent entries share one statement. */
export type AuditSink = (subject: Subject, entry: AuditEntry) => Promise<void>;

interface Waiting {
  readonly values: readonly unknown[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const COLUMNS = [
  'subject_kind', 'subject_id', 'subject_name', 'organisation_id', 'action', 'outcome', 'resource', 'person_id', 'basis', 'purpose', 'detail',
];
const BATCH_MAX = 500;

/** Group commit for reads: an entry waits only for the statement that is under way, never for a timer. */
export function batchedAudit(sql: Sql): AuditSink {
  let waiting: Waiting[] = [];
  let isWriting = false;

  const write = async (): Promise<void> => {
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH_MAX);
      waiting = waiting.slice(BATCH_MAX);
      await sql.execute(insertText(batch.length), batch.flatMap((each) => each.values)).then(
        () => batch.forEach((each) => each.resolve()),
        (error: unknown) => batch.forEach((each) => each.reject(error)),
      );
    }
    isWriting = false;
  };

  return (subject, entry) =>
    new Promise((resolve, reject) => {
      waiting.push({ values: valuesOf(subject, entry), resolve, reject });
      if (!isWriting) void write();
    });
}

function insertText(count: number): string {
  const width = COLUMNS.length;
  const rows = Array.from({ length: count }, (_, row) => `(${COLUMNS.map((_name, column) => `$${row * width + column + 1}`).join(',')})`);
  return `insert into audit.entry (${COLUMNS.join(',')}) values ${rows.join(',')}`;
}

const valuesOf = (subject: Subject, entry: AuditEntry): unknown[] => [
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
