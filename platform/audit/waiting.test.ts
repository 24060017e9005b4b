import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemSubject } from '#platform/access/subject.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { auditRowOf, insertAuditRowsOfReads, waitForReads } from './audit.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(async () => {
  waitForReads(false);
  await opened.close();
});

const ENTRIES = 40;

/** How many of so many entries about reads were still on their way to the disk when they were acknowledged. */
async function notYetFlushed(action: string): Promise<number> {
  let early = 0;
  for (let count = 0; count < ENTRIES; count += 1) {
    // Other tests write to the same server: only what was there before tells whether this commit was waited for.
    const [before] = await opened.owner.query<{ lsn: string }>('select pg_current_wal_insert_lsn()::text as lsn');
    await insertAuditRowsOfReads(opened.database, [auditRowOf(systemSubject, { action, outcome: 'success' })]);
    const [row] = await opened.owner.query<{ early: boolean }>('select pg_current_wal_flush_lsn() <= $1::pg_lsn as early', [before!.lsn]);
    if (row!.early) early += 1;
  }
  return early;
}

test('entries about reads are acknowledged before they reach the disk, unless the house waits for it', async () => {
  waitForReads(false);
  const soon = await notYetFlushed('trial.soon');
  waitForReads(true);
  const waiting = await notYetFlushed('trial.wait');
  const kept = await opened.owner.query<{ action: string; count: number }>("select action, count(*)::integer as count from audit.entry where action like 'trial.%' group by 1 order by 1");
  expect(kept).toEqual([{ action: 'trial.soon', count: ENTRIES }, { action: 'trial.wait', count: ENTRIES }]);
  expect(soon).toBeGreaterThan(0);
  expect(waiting).toBe(0);
});
