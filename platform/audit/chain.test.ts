import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemSubject } from '#platform/access/subject.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { recordAudit } from './audit.ts';
import { sealEntries } from './seal.ts';
import { checkAnchors, findAddedEntries, verifyBlocks } from './verify.ts';

describe('the chain over the trail', () => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase();
    await opened.database.execute(
      `insert into audit.entry (subject_kind, subject_id, subject_name, action, outcome, detail)
       select 'system', 's', '系统', 'test.read', 'success', jsonb_build_object('at', number) from generate_series(1, 2500) number`,
    );
    for (let pass = 0; pass < 2; pass += 1) await opened.database.transaction((tx) => sealEntries(tx));
  });
  afterAll(() => opened.close());

  const findings = async () => [...(await verifyBlocks(opened.database, { after: 0, limit: 100 })).findings, ...(await findAddedEntries(opened.database, 100))];
  const ids = async (): Promise<number[]> =>
    (await opened.database.query<{ id: number }>("select entry_id as id from audit.entry where action = 'test.read' order by entry_id")).map(({ id }) => id);

  test('holds every entry and finds nothing wrong', async () => {
    const { findings: wrong, rows } = await verifyBlocks(opened.database, { after: 0, limit: 100 });
    expect(wrong).toEqual([]);
    expect(rows).toBeGreaterThanOrEqual(2500);
    expect(await findAddedEntries(opened.database, 10)).toEqual([]);
  });

  test('names the entry that was changed, and only that one', async () => {
    const id = (await ids())[1234]!;
    await opened.owner.execute("update audit.entry set subject_id = 'another' where entry_id = $1", [id]);
    expect((await findings()).map(({ kind, entryId }) => ({ kind, entryId }))).toEqual([{ kind: 'entry-changed', entryId: id }]);
    await opened.owner.execute("update audit.entry set subject_id = 's' where entry_id = $1", [id]);
    expect(await findings()).toEqual([]);
  });

  test('names entries that were taken away or slipped in', async () => {
    const [first, second] = await ids();
    await opened.owner.execute('create table public.kept as select * from audit.entry where entry_id = $1'.replace('$1', String(first)));
    await opened.owner.execute('delete from audit.entry where entry_id = $1', [first]);
    await opened.owner.execute(
      `insert into audit.entry (entry_id, recorded_at, subject_kind, subject_id, subject_name, action, outcome)
       values ($1, now() + interval '1 second', 'staff', 'x', 'x', 'test.slipped', 'success'), (-5, now(), 'staff', 'x', 'x', 'test.slipped', 'success')`,
      [second],
    );
    const wrong = (await findings()).map(({ kind, entryId }) => `${kind} ${entryId}`).sort();
    expect(wrong).toEqual([`entry-added ${second}`, 'entry-added -5', `entry-missing ${first}`].sort());
    await opened.owner.execute("delete from audit.entry where action = 'test.slipped'");
    await opened.owner.execute('insert into audit.entry select * from public.kept');
    expect(await findings()).toEqual([]);
  });

  test('a forged seal over a changed entry is named by its block', async () => {
    const rows = await opened.owner.query<{ digests: Buffer }>('select digests from audit.block where block_number = 2');
    await opened.owner.execute("update audit.block set digests = set_byte(digests, 20, 1 + get_byte(digests, 20) % 255) where block_number = 2");
    expect((await findings()).map(({ kind, blockNumber }) => `${kind} ${blockNumber}`)).toContain('block-changed 2');
    await opened.owner.execute('update audit.block set digests = $1 where block_number = 2', [rows[0]!.digests]);
    expect(await findings()).toEqual([]);
  });

  test('blocks cut off at the end are found by what was written outside', async () => {
    const anchor = { blockNumber: 99, hash: 'ab'.repeat(32) };
    const head = await opened.database.query<{ blockNumber: number; hash: string }>(
      `select block_number as "blockNumber", encode(hash, 'hex') as hash from audit.block order by block_number desc limit 1`,
    );
    expect(await checkAnchors(opened.database, head)).toEqual([]);
    expect((await checkAnchors(opened.database, [anchor])).map(({ kind }) => kind)).toEqual(['anchor-differs']);
  });

  test('waits for a transaction that holds an earlier id', async () => {
    const slow = await opened.database.pool.connect();
    try {
      await slow.query('begin');
      await slow.query("insert into audit.entry (subject_kind, subject_id, subject_name, action, outcome) values ('system', 's', '系统', 'test.slow', 'success')");
      await recordAudit(opened.database, systemSubject, { action: 'test.quick', outcome: 'success' });
      for (let pass = 0; pass < 3; pass += 1) expect(await opened.database.transaction((tx) => sealEntries(tx))).toBe(0);
      await slow.query('commit');
    } finally {
      slow.release();
    }
    expect(await opened.database.transaction((tx) => sealEntries(tx))).toBe(2);
    expect(await findings()).toEqual([]);
  });

  test('the application can neither change entries nor seals, nor lower the retention below six months', async () => {
    await expect(opened.database.execute("update audit.entry set action = 'x'")).rejects.toThrow(/permission denied/);
    await expect(opened.database.execute('delete from audit.block')).rejects.toThrow(/permission denied/);
    await expect(opened.database.execute('update audit.setting set retention_days = 179')).rejects.toThrow(/setting_retention_floor/);
    await expect(opened.owner.execute('update audit.setting set retention_days = 179')).rejects.toThrow(/setting_retention_floor/);
  });
});
