import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileMasterKey } from '#platform/crypto/master-key.ts';
import { archiveSettings, outgoingFolderOf, shipSegments, startShipping } from '#platform/database/backup/archive.ts';
import { openBackupKey } from '#platform/database/backup/backup-key.ts';
import { folderOf, listBackups, type Manifest } from '#platform/database/backup/manifest.ts';
import { restoreBackup } from '#platform/database/backup/restore-backup.ts';
import type { BackupKey } from '#platform/database/backup/sealed-file.ts';
import { takeBackup } from '#platform/database/backup/take-backup.ts';
import { startEmbeddedDatabase, type EmbeddedDatabase } from '#platform/database/embedded/launcher.ts';
import { migrate } from '#platform/database/migrate.ts';
import { MIGRATION_FOLDERS } from '#apps/server/migration-folders.ts';
import type { Worker } from '#platform/events/worker.ts';

const SETTINGS = { shared_buffers: '64MB', max_wal_size: '256MB' };

/** A house that works while it is backed up, breaks, and is brought back elsewhere. */
describe('the restore drill', { timeout: 240_000 }, () => {
  const root = mkdtempSync(join(tmpdir(), 'yigong-drill-'));
  const [dataFolder, backupFolder] = [join(root, 'data'), join(root, 'backups')];
  const say = (): void => undefined;
  let key: BackupKey;
  let manifest: Manifest;
  /** Numbers that were acknowledged, with the times of asking and of the answer. */
  const acknowledged: { number: number; asked: number; at: number }[] = [];
  let moment: Date;

  beforeAll(async () => {
    key = await openBackupKey(backupFolder, fileMasterKey(join(root, 'keys')));
    const server = await startEmbeddedDatabase({ dataFolder, serverSettings: { ...SETTINGS, ...archiveSettings(dataFolder) }, foldersOfServer: [outgoingFolderOf(dataFolder)] });
    await migrate(server.connectionString, MIGRATION_FOLDERS);
    const shipping = startShipping({ dataFolder, backupFolder, key, onError: (error) => console.error(error) });
    const writer = startWriter(server);
    try {
      manifest = await takeBackup({
        connectionString: server.superuserConnectionString, dataFolder, backupFolder, key, keep: 3, objects: { places: [], outside: [] }, say,
      });
      await sleep(1500);
      moment = new Date();
      await sleep(1500);
    } finally {
      await writer.stop();
    }
    await endOfLog(server, shipping);
  }, 240_000);
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  /** Writes one row after the other, each its own transaction, and keeps what was acknowledged. */
  function startWriter(server: EmbeddedDatabase): { stop(): Promise<void> } {
    let stopped = false;
    const running = (async () => {
      const client = new pg.Client({ connectionString: server.connectionString });
      await client.connect();
      await client.query('create table public.drill (number int primary key, written_at timestamptz not null default clock_timestamp())');
      for (let number = 1; !stopped; number += 1) {
        const asked = Date.now();
        await client.query('insert into public.drill (number) values ($1)', [number]);
        acknowledged.push({ number, asked, at: Date.now() });
        await sleep(2);
      }
      await client.end();
    })();
    return {
      stop: async () => {
        stopped = true;
        await running;
      },
    };
  }

  async function endOfLog(server: EmbeddedDatabase, shipping: Worker): Promise<void> {
    const client = new pg.Client({ connectionString: server.superuserConnectionString });
    await client.connect();
    await client.query('select pg_switch_wal()');
    await client.end();
    await server.stop();
    await shipping.stop();
    await shipSegments({ dataFolder, backupFolder, key });
  }

  async function numbersIn(folder: string): Promise<number[]> {
    const server = await startEmbeddedDatabase({ dataFolder: folder, serverSettings: SETTINGS });
    try {
      const client = new pg.Client({ connectionString: server.connectionString });
      await client.connect();
      const { rows } = await client.query<{ number: number }>('select number from public.drill order by number');
      await client.query('insert into public.drill (number) values (-1)');
      await client.end();
      return rows.map(({ number }) => number);
    } finally {
      await server.stop();
    }
  }

  test('nothing of the backup can be read without its key', () => {
    const files = readdirSync(join(folderOf(backupFolder, manifest.id), 'files'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(500);
    for (const { name, parentPath } of files.slice(0, 50)) expect(readFileSync(join(parentPath, name)).subarray(0, 15).toString()).toBe('yigong backup 1');
  });

  test('brings back every acknowledged write up to the end of the log, rows verified by their hashes', async () => {
    const report = await restoreBackup({ backupFolder, key, dataFolder: join(root, 'latest'), until: 'latest', say });
    expect(report.rows).toBeGreaterThan(0);
    expect(report.tables).toBeGreaterThan(20);
    expect(await numbersIn(join(root, 'latest'))).toEqual(acknowledged.map(({ number }) => number));
  });

  test('brings back a moment between two writes', async () => {
    await restoreBackup({ backupFolder, key, dataFolder: join(root, 'moment'), until: moment, say });
    const found = await numbersIn(join(root, 'moment'));
    // A moment of our clock is a whole millisecond: what was committed within it may be there or not.
    const before = acknowledged.filter(({ at }) => at < moment.getTime()).length;
    const after = acknowledged.filter(({ asked }) => asked > moment.getTime()).length;
    expect(found).toEqual(acknowledged.slice(0, found.length).map(({ number }) => number));
    expect(found.length).toBeGreaterThanOrEqual(before);
    expect(found.length).toBeLessThanOrEqual(acknowledged.length - after);
    expect(after).toBeGreaterThan(10);
  });

  test('never writes over a database', async () => {
    await expect(restoreBackup({ backupFolder, key, dataFolder: join(root, 'moment'), until: 'latest', say })).rejects.toThrow(/restore-target-occupied/);
  });

  test('another master key, a moment before the backup, a changed file and changed rows are each refused with the reason', async () => {
    await expect(openBackupKey(backupFolder, fileMasterKey(join(root, 'other-keys')))).rejects.toThrow(/backup-key-differs/);
    const target = { backupFolder, key, dataFolder: join(root, 'refused'), say };
    await expect(restoreBackup({ ...target, until: new Date('2020-01-01T00:00:00Z') })).rejects.toThrow(/backup-not-found/);

    const file = join(folderOf(backupFolder, manifest.id), 'files', manifest.files[200]!.path);
    const content = readFileSync(file);
    const changed = Buffer.from(content);
    changed[changed.length - 3] = changed[changed.length - 3]! ^ 1;
    writeFileSync(file, changed);
    await expect(restoreBackup({ ...target, until: 'backup' })).rejects.toThrow(/backup-damaged.*/);
    writeFileSync(file, content);
    expect(existsSync(join(root, 'refused', 'database'))).toBe(false);

    const manifestFile = join(folderOf(backupFolder, manifest.id), 'manifest.json');
    const text = readFileSync(manifestFile, 'utf8');
    const drill = manifest.tables.find(({ table }) => table === 'public.drill')!;
    writeFileSync(manifestFile, text.replace(JSON.stringify(drill), JSON.stringify({ ...drill, hash: '1' })));
    await expect(restoreBackup({ ...target, until: 'backup' })).rejects.toThrow(/restore-rows-differ.*public\.drill/);
    writeFileSync(manifestFile, text);
    expect(existsSync(join(root, 'refused', 'database'))).toBe(false);
    expect(listBackups(backupFolder)).toHaveLength(1);
  });
});
