import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registerOrganisation } from '#platform/access/organisation-tree.ts';
import { systemSubject } from '#platform/access/subject.ts';
import { openKeyRing } from '#platform/crypto/key-ring.ts';
import { fileMasterKey } from '#platform/crypto/master-key.ts';
import { archiveSettings, outgoingFolderOf, shipSegments, startShipping } from '#platform/database/backup/archive.ts';
import { openBackupKey } from '#platform/database/backup/backup-key.ts';
import { folderOf, listBackups, type Manifest } from '#platform/database/backup/manifest.ts';
import { shipObjects } from '#platform/database/backup/objects/keep-objects.ts';
import { restoreObjects, type RestoredObjects } from '#platform/database/backup/objects/restore-objects.ts';
import { restoreBackup } from '#platform/database/backup/restore-backup.ts';
import type { BackupKey } from '#platform/database/backup/sealed-file.ts';
import { folderSource } from '#platform/database/backup/source.ts';
import { takeBackup } from '#platform/database/backup/take-backup.ts';
import { verifyBackup } from '#platform/database/backup/verify-backup.ts';
import { useKeyRing } from '#platform/crypto/ring-in-use.ts';
import { loadSearchDigest } from '#platform/crypto/search-digest.ts';
import { openDatabase } from '#platform/database/pool.ts';
import type { Database } from '#platform/database/transaction.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { imagingObjects, keepFiles } from '#modules/imaging/server/api.ts';
import { describeInstance } from '#modules/imaging/server/rules/describe-instance.ts';
import { diskBytes } from '#modules/imaging/server/store/objects/disk.ts';
import { sealedStore } from '#modules/imaging/server/store/objects/sealed.ts';
import { ctStudy, studyUidOf } from '#apps/server/world/diagnosis/imaging-phantoms.ts';
import { startEmbeddedDatabase, type EmbeddedDatabase } from '#platform/database/embedded/launcher.ts';
import { migrate } from '#platform/database/migrate.ts';
import { MIGRATION_FOLDERS } from '#apps/server/migration-folders.ts';
import type { Worker } from '#platform/events/worker.ts';

const SETTINGS = { shared_buffers: '64MB', max_wal_size: '256MB' };

const OBJECTS = imagingObjects({});
const studyOf = (seed: string): Buffer[] => ctStudy({ seed, patientId: 'P-1', patientName: 'Zhang^San', birthDate: '19700101', sex: 'F', date: '20261101', time: '080000', accessionNumber: '', characterSet: 'ISO_IR 192' }, { slices: 2, noduleMm: 6 });
/** Images that came before the backup, between it and the moment asked, and after that. */
const IMAGES = { before: studyOf('drill before'), between: studyOf('drill between'), after: studyOf('drill after') };

/** A house that works while it is backed up, breaks, and is brought back elsewhere. */
describe('the restore drill', { timeout: 240_000 }, () => {
  const root = mkdtempSync(join(tmpdir(), 'yigong-drill-'));
  const [dataFolder, backupFolder] = [join(root, 'data'), join(root, 'backups')];
  const source = folderSource(backupFolder);
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
    useKeyRing(openKeyRing({ master: fileMasterKey(join(root, 'keys')), providerName: 'national' }));
    const database = openDatabase({ connectionString: server.connectionString });
    await loadSearchDigest(database);
    await registerOrganisation(database, { organisationId: 'hospital', parentId: null });
    const shipping = startShipping({ dataFolder, backupFolder, key, onError: (error) => console.error(error) });
    const writer = startWriter(server);
    try {
      await keep(database, IMAGES.before);
      manifest = await takeBackup({
        connectionString: server.superuserConnectionString, dataFolder, backupFolder, key, keep: 3, objects: OBJECTS, say,
      });
      await keep(database, IMAGES.between);
      await sleep(1500);
      moment = new Date();
      await sleep(1500);
      await keep(database, IMAGES.after);
      await shipObjects({ dataFolder, backupFolder, key, sql: database, say }, { places: OBJECTS.places, since: new Date(0), done: new Map() });
    } finally {
      await writer.stop();
      await database.end();
    }
    await endOfLog(server, shipping);
  }, 240_000);
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const keep = (database: Database, files: readonly Buffer[]): Promise<void> =>
    keepFiles({ database, clock: systemClock, ids: timeOrderedIds(systemClock, randomBytes), folder: join(dataFolder, 'imaging') }, { ...systemSubject, organisationId: 'hospital' }, files);

  /** Brings the files of a restored database back, and reads those that come back as a viewer would. */
  async function imagesIn(folder: string, at: Date): Promise<{ report: RestoredObjects; read: Buffer[] }> {
    const server = await startEmbeddedDatabase({ dataFolder: folder, serverSettings: SETTINGS });
    const database = openDatabase({ connectionString: server.connectionString });
    try {
      const report = await restoreObjects({ source, dataFolder: folder, key, sql: database, places: OBJECTS.places, at, say });
      const objects = sealedStore(database, diskBytes(join(folder, 'imaging', 'objects')));
      const read: Buffer[] = [];
      for (const bytes of Object.values(IMAGES).flat()) {
        const { sha256, sopUid } = describeInstance(bytes);
        if (existsSync(fileOf(folder, bytes))) read.push(await objects.get({ sha256, sopUid }));
      }
      return { report, read };
    } finally {
      await database.end();
      await server.stop();
    }
  }

  const fileOf = (folder: string, bytes: Buffer): string => join(folder, 'imaging', 'objects', OBJECTS.places[0]!.pathOf(describeInstance(bytes).sha256));
  const copyOf = (bytes: Buffer): string => {
    const copies = join(backupFolder, 'objects', 'imaging', dirname(OBJECTS.places[0]!.pathOf(describeInstance(bytes).sha256)));
    return join(copies, readdirSync(copies).find((name) => name.startsWith(describeInstance(bytes).sha256))!);
  };

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
    const report = await restoreBackup({ source, key, dataFolder: join(root, 'latest'), until: 'latest', say });
    expect(report.rows).toBeGreaterThan(0);
    expect(report.tables).toBeGreaterThan(20);
    expect(await numbersIn(join(root, 'latest'))).toEqual(acknowledged.map(({ number }) => number));
  });

  test('brings back a moment between two writes', async () => {
    await restoreBackup({ source, key, dataFolder: join(root, 'moment'), until: moment, say });
    const found = await numbersIn(join(root, 'moment'));
    // A moment of our clock is a whole millisecond: what was committed within it may be there or not.
    const before = acknowledged.filter(({ at }) => at < moment.getTime()).length;
    const after = acknowledged.filter(({ asked }) => asked > moment.getTime()).length;
    expect(found).toEqual(acknowledged.slice(0, found.length).map(({ number }) => number));
    expect(found.length).toBeGreaterThanOrEqual(before);
    expect(found.length).toBeLessThanOrEqual(acknowledged.length - after);
    expect(after).toBeGreaterThan(10);
  });

  test('brings back the images that the restored rows name: all of them at the end of the log, those of before at a moment', async () => {
    expect(manifest.objects).toMatchObject({ places: [{ name: 'imaging', files: 2, missingCount: 0 }], outside: [] });
    const latest = await imagesIn(join(root, 'latest'), new Date());
    expect(latest.report).toMatchObject({ restored: 6, present: 0, missing: [], damaged: [] });
    expect(latest.read).toEqual(Object.values(IMAGES).flat());
    const early = await imagesIn(join(root, 'moment'), moment);
    expect(early.report).toMatchObject({ restored: 4, missing: [], damaged: [] });
    expect(early.read).toEqual([...IMAGES.before, ...IMAGES.between]);
  });

  test('names images whose copies are gone or damaged, by study and instance, and brings back the others', async () => {
    const [gone, changed] = IMAGES.before as [Buffer, Buffer];
    rmSync(copyOf(gone));
    const content = readFileSync(copyOf(changed));
    content[content.length - 9]! ^= 1;
    writeFileSync(copyOf(changed), content);
    rmSync(join(root, 'latest', 'imaging'), { recursive: true });
    const { report } = await imagesIn(join(root, 'latest'), new Date());
    expect(report).toMatchObject({ restored: 4, present: 0 });
    for (const [lines, bytes] of [[report.missing, gone], [report.damaged, changed]] as const) {
      expect(lines).toHaveLength(1);
      for (const uid of [studyUidOf('drill before'), describeInstance(bytes).sopUid]) expect(lines[0]).toContain(uid);
    }
    expect([...(await verifyBackup({ source, key, places: OBJECTS.places, depth: 'read', say }, manifest)).wrong].sort()).toEqual([gone, changed].map((each) => `objects/imaging/${describeInstance(each).sha256}`).sort());
  });

  test('never writes over a database', async () => {
    await expect(restoreBackup({ source, key, dataFolder: join(root, 'moment'), until: 'latest', say })).rejects.toThrow(/restore-target-occupied/);
  });

  test('another master key, a moment before the backup, a changed file and changed rows are each refused with the reason', async () => {
    await expect(openBackupKey(backupFolder, fileMasterKey(join(root, 'other-keys')))).rejects.toThrow(/backup-key-differs/);
    const target = { source, key, dataFolder: join(root, 'refused'), say };
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
