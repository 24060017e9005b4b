import type { Subject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { auditRowOf, insertAuditRowsOfReads, type AuditEntry, type AuditRow } from './audit.ts';

/** Records entries so that the promise is kept only when the row is committed; concurrent entries share one statement. */
export type AuditSink = (subject: Subject, entry: AuditEntry) => Promise<void>;

interface Waiting {
  readonly row: AuditRow;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const BATCH_MAX = 500;

/**
 * Group commit for reads: an entry waits only for the statement that is under way, never for a timer. A statement costs as much as ten of its
 * rows, so the first entry waits for the end of this turn: reads that shared a statement come back together.
 */
export function batchedAudit(sql: Sql): AuditSink {
  let waiting: Waiting[] = [];
  let isWriting = false;

  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH_MAX);
      waiting = waiting.slice(BATCH_MAX);
      await insertAuditRowsOfReads(sql, batch.map((each) => each.row)).then(
        () => batch.forEach((each) => each.resolve()),
        (error: unknown) => batch.forEach((each) => each.reject(error)),
      );
    }
    isWriting = false;
  };

  return (subject, entry) =>
    new Promise((resolve, reject) => {
      waiting.push({ row: auditRowOf(subject, entry), resolve, reject });
      if (isWriting) return;
      isWriting = true;
      setImmediate(() => void write());
    });
}
