import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import pg from 'pg';
import { fileMasterKey } from '#platform/crypto/master-key.ts';
import { archiveSettings, outgoingFolderOf, shipSegments, startShipping } from '#platform/database/backup/archive.ts';
import { openBackupKey, openKeyOf } from '#platform/database/backup/backup-key.ts';
import { drillRestore } from '#platform/database/backup/drill-restore.ts';
import { listBackups, listBackupsOf } from '#platform/database/backup/manifest.ts';
import { keepOutside, type OutsideKeeper } from '#platform/database/backup/outside/keep-outside.ts';
import { openOutside, outsideSource, storeFailureOf, type Outside } from '#platform/database/backup/outside/outside-store.ts';
import { readOutsideState } from '#platform/database/backup/outside/outside-state.ts';
import { takeUpKey } from '#platform/database/backup/outside/send-backups.ts';
import type { ObjectPlace } from '#platform/database/backup/objects/object-place.ts';
import { restoreObjects } from '#platform/database/backup/objects/restore-objects.ts';
import type { BackupKey } from '#platform/database/backup/sealed-file.ts';
import { restoreBackup } from '#platform/database/backup/restore-backup.ts';
import { takeBackup } from '#platform/database/backup/take-backup.ts';
import { verifyBackup } from '#platform/database/backup/verify-backup.ts';
import { startEmbeddedDatabase, type EmbeddedDatabase } from '#platform/database/embedded/launcher.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { Worker } from '#platform/events/worker.ts';
import { fetchFile, sendFile } from '#platform/files/outside-store/s3-files.ts';
import { KEYS, openS3Server, type Fault, type S3Server } from '../../conformance/imaging/s3-server.ts';

const SETTINGS = { shared_buffers: '64MB', max_wal_size: '256MB', fsync: 'off' };
const nobody: Sql = { query: async () => [], execute: async () => 0 };
const QUICK = { attempts: 2, pauseMs: 10, requestMsMax: 5_000 };

let s3: S3Server;
let root: string;
const open = (over: Partial<Parameters<typeof openOutside>[0]> = {}): Outside => openOutside({ ...KEYS, endpoint: s3.endpoint, prefix: 'county/', ...QUICK, ...over });

describe('long files in an S3 store', () => {
  beforeEach(async () => {
    s3 = await openS3Server();
    root = mkdtempSync(join(tmpdir(), 'yigong-long-'));
  });
  afterEach(async () => {
    await s3.close();
    rmSync(root, { recursive: true, force: true });
  });

  it('go in parts; broken off, nothing lies there, and the next run sends only what is missing', async () => {
    const [file, bytes] = [join(root, 'long'), randomBytes(950)];
    writeFileSync(file, bytes);
    const outside = open();
    s3.always = (asked) => (/partNumber=3/.test(asked) ? 'cut-line' : undefined);
    await expect(sendFile(outside.s3, { key: 'long', file, partBytes: 200 })).rejects.toThrow(/answered nothing/);
    expect(s3.objects.size).toBe(0);
    expect(s3.uploads.size).toBe(1);
    s3.always = undefined;
    s3.asked.splice(0);
    await sendFile(outside.s3, { key: 'long', file, partBytes: 200 });
    expect(s3.asked.filter((each) => /partNumber/.test(each)).map((each) => /partNumber=(\d)/.exec(each)![1])).toEqual(['3', '4', '5']);
    expect([...s3.objects.values()][0]!.equals(bytes)).toBe(true);
    s3.faults.push('cut-line', undefined, 'half-answer' as Fault);
    expect(await fetchFile(outside.s3, { key: 'long', file: join(root, 'back'), partBytes: 200 })).toBe(true);
    expect(readFileSync(join(root, 'back')).equals(bytes)).toBe(true);
    expect(await fetchFile(outside.s3, { key: 'none', file: join(root, 'back') })).toBe(false);
  });

  it('of which another came under the key while it was fetched are not put together', async () => {
    const file = join(root, 'long');
    writeFileSync(file, randomBytes(500));
    const outside = open();
    await sendFile(outside.s3, { key: 'long', file });
    const [key] = [...s3.objects.keys()];
    s3.always = (asked) => {
      if (asked.startsWith('GET') && s3.asked.filter((each) => each.startsWith('GET')).length === 2) s3.objects.set(key!, randomBytes(500));
      return undefined;
    };
    await expect(fetchFile(outside.s3, { key: 'long', file: join(root, 'back'), partBytes: 200 })).rejects.toThrow(/412/);
  });
});

describe('the copy of the backups outside this machine', { timeout: 240_000 }, () => {
  let key: BackupKey;
  let server: EmbeddedDatabase;
  let shipping: Worker;
  let keeper: OutsideKeeper;
  let [dataFolder, backupFolder] = ['', ''];
  const image = 'ab12';
  const place: ObjectPlace = {
    name: 'test', folder: 'images', incoming: 'incoming', pathOf: (name) => join(name.slice(0, 2), name),
    listNamed: async (_, { after }) => [image].filter((name) => name > after), findNamed: async (_, names) => new Set(names.filter((name) => name === image)), listBegun: async () => [], describe: async (_, names) => [...names],
  };
  const objects = { places: [place], outside: [] };
  const keeperOf = (outside: Outside, keep = 2): OutsideKeeper => keepOutside({ backupFolder, outside, keep, sql: nobody, places: [place] });
  const take = (keep = 2) => takeBackup({ connectionString: server.superuserConnectionString, dataFolder, backupFolder, key, keep, objects, say: () => undefined });
  const write = async (text: string): Promise<void> => {
    const client = new pg.Client({ connectionString: server.connectionString });
    await client.connect();
    await client.query(text);
    await client.end();
  };

  beforeAll(async () => {
    s3 = await openS3Server();
    root = mkdtempSync(join(tmpdir(), 'yigong-outside-copy-'));
    [dataFolder, backupFolder] = [join(root, 'data'), join(root, 'backups')];
    key = await openBackupKey(backupFolder, fileMasterKey(join(root, 'keys')));
    server = await startEmbeddedDatabase({ dataFolder, serverSettings: { ...SETTINGS, ...archiveSettings(dataFolder) }, foldersOfServer: [outgoingFolderOf(dataFolder)] });
    shipping = startShipping({ dataFolder, backupFolder, key, onError: (error) => console.error(error) });
    await write('create table public.schema_migration (id int); create table public.word (number int, text text); insert into public.word select number, md5(number::text) from generate_series(1, 500) number');
    mkdirSync(join(dataFolder, 'images', 'ab'), { recursive: true });
    writeFileSync(join(dataFolder, 'images', 'ab', image), 'an image of Zhang^San');
    await take();
    keeper = keeperOf(open());
  }, 240_000);
  afterAll(async () => {
    await shipping?.stop();
    await server?.stop();
    await s3.close();
    rmSync(root, { recursive: true, force: true });
  });
  afterEach(() => {
    s3.always = undefined;
    s3.faults.splice(0);
  });

  it.each([
    ['refused', 'backup-store-refused', 'YIGONG_BACKUP_S3_KEY'], ['busy', 'backup-store-away', 'busy or broken'],
    ['cut-line', 'backup-store-away', 'firewall'], ['silence', 'backup-store-away', 'too slow'],
  ] as const)('a store that meets every request with %s is told with what to do, and no backup counts as there', async (fault, code, remedy) => {
    const outside = open(fault === 'silence' ? { requestMsMax: 150 } : {});
    s3.always = (asked) => (asked.startsWith('PUT') && asked.includes('/base/') ? fault : undefined);
    await expect(keeperOf(outside).settle()).rejects.toMatchObject({ code, text: { en: expect.stringContaining(remedy) } });
    expect(readOutsideState(backupFolder, outside.name)?.failure?.text.en).toContain(remedy);
    s3.always = undefined;
    // The impatient one is for the fault alone: a busy machine takes longer than its limit for a true answer, too.
    expect(await listBackupsOf(outsideSource(open()))).toEqual([]);
  });

  it('a run that was broken off goes on with what is missing; a slow store is waited for', async () => {
    let puts = 0;
    s3.always = (asked) => (asked.startsWith('PUT') && asked.includes('/base/') && (puts += 1) > 40 ? 'cut-line' : undefined);
    await expect(keeper.settle()).rejects.toThrow(/backup-store-away/);
    const there = [...s3.objects.keys()].filter((each) => each.includes('/base/')).length;
    expect(there).toBeGreaterThan(0);
    expect(await listBackupsOf(outsideSource(open()))).toEqual([]);
    s3.asked.splice(0);
    s3.always = (asked) => (asked.includes('manifest.json') ? 'slow' : undefined);
    await keeper.settle();
    const [local] = listBackups(backupFolder);
    expect(s3.asked.filter((each) => each.startsWith('PUT') && each.includes('/base/'))).toHaveLength(local!.files.length + 3 - there);
    expect(await listBackupsOf(outsideSource(open()))).toEqual([local]);
    expect(readOutsideState(backupFolder, open().name)).toMatchObject({ failure: null, backups: [{ id: local!.id }] });
    expect([...s3.objects.values()].some((bytes) => bytes.includes('Zhang'))).toBe(false);
  });

  it('is verified file by file; what is damaged is named, and the next run sends it again', async () => {
    const [manifest] = listBackups(backupFolder);
    const look = () => verifyBackup({ source: outsideSource(open(), { nearer: backupFolder }), key, places: [place], depth: 'read', say: () => undefined }, manifest!);
    expect(await look()).toMatchObject({ files: manifest!.files.length + 1, objects: 1, wrong: [] });
    const copy = [...s3.objects.keys()].find((each) => each.includes('/objects/test/'))!;
    const bytes = Buffer.from(s3.objects.get(copy)!);
    bytes[60]! ^= 1;
    s3.objects.set(copy, bytes);
    expect((await look()).wrong).toEqual([`objects/test/${image}`]);
    await keeper.settle();
    expect((await look()).wrong).toEqual([]);
    s3.always = () => 'busy';
    await expect(look().catch((error: unknown) => { throw storeFailureOf(error, open()); })).rejects.toThrow(/backup-store-away/);
  });

  it('brings everything back on a machine that has nothing but the master key: log up to its end, rows compared, images', async () => {
    await write("insert into public.word values (501, 'after the backup')");
    const segments = () => readdirSync(join(backupFolder, 'wal')).length;
    const before = segments();
    const superuser = new pg.Client({ connectionString: server.superuserConnectionString });
    await superuser.connect();
    await superuser.query('select pg_switch_wal()');
    await superuser.end();
    await expect.poll(async () => (await shipSegments({ dataFolder, backupFolder, key }), segments()), { timeout: 30_000 }).toBeGreaterThan(before);
    await keeper.follow();
    const source = outsideSource(open());
    const opened = await openKeyOf(source, fileMasterKey(join(root, 'keys')));
    const fresh = join(root, 'fresh');
    expect((await restoreBackup({ source, key: opened, dataFolder: fresh, until: 'latest', say: () => undefined })).rows).toBe(500);
    const restored = await startEmbeddedDatabase({ dataFolder: fresh, serverSettings: SETTINGS });
    const client = new pg.Client({ connectionString: restored.connectionString });
    await client.connect();
    expect((await client.query('select max(number) as most from public.word')).rows).toEqual([{ most: 501 }]);
    await client.end();
    await restored.stop();
    expect(await restoreObjects({ source, key: opened, dataFolder: fresh, sql: nobody, places: [place], at: new Date(), say: () => undefined })).toMatchObject({ restored: 1, missing: [], damaged: [] });
    expect(readFileSync(join(fresh, 'images', 'ab', image), 'utf8')).toContain('Zhang^San');
  });

  it('a restore drill from there leaves the house and the disk as they were; cancelled, too', async () => {
    const source = outsideSource(open());
    const steps: number[] = [];
    const report = await drillRestore({ source, key, dataFolder, say: () => undefined, onProgress: (done) => steps.push(done) });
    expect(report).toMatchObject({ tables: 2 });
    expect(steps.at(-1)).toBeGreaterThan(100);
    const ending = new AbortController();
    await expect(drillRestore({ source, key, dataFolder, say: () => undefined, signal: ending.signal, onProgress: () => ending.abort() })).rejects.toThrow(/abort/i);
    expect(existsSync(join(dataFolder, 'restore-drill'))).toBe(false);
    await write('insert into public.word values (502, null)');
  });

  it('keeps as many backups as it is told, and the log they need; an empty backup folder on a new disk takes nothing away', async () => {
    await take();
    await keeperOf(open(), 1).settle();
    const newest = listBackups(backupFolder).at(-1)!;
    expect((await listBackupsOf(outsideSource(open()))).map(({ id }) => id)).toEqual([newest.id]);
    const names = [...s3.objects.keys()];
    expect(names.filter((each) => each.includes('/base/') && !each.includes(newest.id))).toEqual([]);
    expect(names.filter((each) => /\/wal\/[0-9A-F]{24}/.test(each)).every((each) => each.split('/wal/')[1]!.slice(8, 24) >= newest.firstSegment.slice(8, 24))).toBe(true);
    const [name] = names.filter((each) => each.endsWith(`${newest.id}/manifest.json`));
    const whole = s3.objects.get(name!)!;
    s3.objects.set(name!, Buffer.from(whole.toString('utf8').replace(/\d/, (digit) => String((Number(digit) + 1) % 10))));
    await keeperOf(open(), 1).settle();
    expect(s3.objects.get(name!)!.equals(whole)).toBe(true);
    const empty = join(root, 'empty');
    expect(await takeUpKey({ backupFolder: empty, outside: open() })).toBe(true);
    await openBackupKey(empty, fileMasterKey(join(root, 'keys')));
    await keepOutside({ backupFolder: empty, outside: open(), keep: 1, sql: nobody, places: [place] }).settle();
    expect([...s3.objects.keys()].filter((each) => each.includes('/base/') || each.includes('/wal/'))).toEqual(names.filter((each) => each.includes('/base/') || each.includes('/wal/')));
  });

  it('several who begin in one empty folder at once have one key, taken up or made', async () => {
    const master = fileMasterKey(join(root, 'keys'));
    const [made, taken] = [join(root, 'made-at-once'), join(root, 'taken-at-once')];
    const keys = await Promise.all(Array.from({ length: 8 }, () => openBackupKey(made, master)));
    expect(new Set(keys.map(({ keyId }) => keyId)).size).toBe(1);
    expect((await Promise.all(Array.from({ length: 8 }, () => takeUpKey({ backupFolder: taken, outside: open() })))).filter(Boolean)).toHaveLength(1);
    expect((await openBackupKey(taken, master)).keyId).toBe((await openBackupKey(backupFolder, master)).keyId);
  });

  it('another backup folder with a key of its own never writes over it', async () => {
    const other = join(root, 'other');
    await openBackupKey(other, fileMasterKey(join(root, 'other-keys')));
    const before = s3.objects.size;
    await expect(keepOutside({ backupFolder: other, outside: open(), keep: 1, sql: nobody, places: [] }).settle()).rejects.toMatchObject({ code: 'backup-key-differs', text: { en: expect.stringContaining('YIGONG_BACKUP_S3_PREFIX') } });
    expect(s3.objects.size).toBe(before);
  });
});
