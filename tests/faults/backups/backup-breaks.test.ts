import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fileMasterKey } from '#platform/crypto/master-key.ts';
import { archiveSettings, outgoingFolderOf, startShipping } from '#platform/database/backup/archive.ts';
import { openBackupKey } from '#platform/database/backup/backup-key.ts';
import { listBackups, listBackupsOf } from '#platform/database/backup/manifest.ts';
import { keepOutside, type OutsideKeeper } from '#platform/database/backup/outside/keep-outside.ts';
import { openOutside, outsideSource, storeFailureOf, type Outside } from '#platform/database/backup/outside/outside-store.ts';
import { restoreBackup } from '#platform/database/backup/restore-backup.ts';
import type { BackupKey } from '#platform/database/backup/sealed-file.ts';
import { folderSource } from '#platform/database/backup/source.ts';
import { sizeOnDisk, takeBackup, type BackupRequest } from '#platform/database/backup/take-backup.ts';
import { verifyBackup } from '#platform/database/backup/verify-backup.ts';
import { startEmbeddedDatabase, type EmbeddedDatabase } from '#platform/database/embedded/launcher.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { Worker } from '#platform/events/worker.ts';
import { KEYS, openS3Server, type S3Server } from '../../conformance/imaging/s3-server.ts';

const SETTINGS = { shared_buffers: '64MB', max_wal_size: '256MB', fsync: 'off' };
const nobody: Sql = { query: async () => [], execute: async () => 0 };
const SEGMENT = /\/wal\/[0-9A-F]{24}\.sealed$/;

describe('backups that meet one another, the end of a process, or a store that somebody changed', { timeout: 240_000 }, () => {
  const root = mkdtempSync(join(tmpdir(), 'yigong-breaks-'));
  const [dataFolder, backupFolder] = [join(root, 'data'), join(root, 'backups')];
  let key: BackupKey;
  let server: EmbeddedDatabase;
  let shipping: Worker;
  let s3: S3Server;
  const open = (over: Partial<Parameters<typeof openOutside>[0]> = {}): Outside => openOutside({ ...KEYS, endpoint: s3.endpoint, prefix: 'county/', attempts: 2, pauseMs: 10, ...over });
  const take = (over: Partial<BackupRequest> = {}) => takeBackup({ connectionString: server.superuserConnectionString, dataFolder, backupFolder, key, keep: 5, objects: { places: [], outside: [] }, say: () => undefined, ...over });
  const keeper = (): OutsideKeeper => keepOutside({ backupFolder, outside: open(), keep: 5, sql: nobody, places: [] });
  const look = (source = outsideSource(open())) => listBackupsOf(source).then((all) => verifyBackup({ source, key, places: [], depth: 'read', say: () => undefined }, all.at(-1)!));
  const folders = (): string[] => readdirSync(join(backupFolder, 'base'));
  const ask = async (text: string): Promise<void> => {
    const client = new pg.Client({ connectionString: server.superuserConnectionString });
    await client.connect();
    await client.query(text);
    await client.end();
  };

  beforeAll(async () => {
    s3 = await openS3Server();
    key = await openBackupKey(backupFolder, fileMasterKey(join(root, 'keys')));
    server = await startEmbeddedDatabase({ dataFolder, serverSettings: { ...SETTINGS, ...archiveSettings(dataFolder) }, foldersOfServer: [outgoingFolderOf(dataFolder)] });
    shipping = startShipping({ dataFolder, backupFolder, key, onError: (error) => console.error(error) });
    await ask('create table public.schema_migration (id int); create table public.word as select number, md5(number::text) as text from generate_series(1, 500) number');
  }, 240_000);
  afterAll(async () => {
    await shipping?.stop();
    await server?.stop();
    await s3.close();
    rmSync(root, { recursive: true, force: true });
  });
  afterEach(() => void (s3.always = undefined));

  it('of two at once one is taken, whole; the other is told so and takes nothing of it away', async () => {
    let beganMs = 0;
    const first = take({ keep: 1, onProgress: () => void (beganMs ||= Date.now()) });
    await expect.poll(() => beganMs, { timeout: 60_000 }).toBeGreaterThan(0);
    await expect(take({ keep: 1 })).rejects.toMatchObject({ code: 'backup-under-way', text: { en: expect.stringContaining('Wait') } });
    const manifest = await first;
    expect(await look(folderSource(backupFolder))).toMatchObject({ files: manifest.files.length + 1, wrong: [] });
  });

  it('one that fails leaves nothing on the disk, and what a process that was killed left goes with the next', async () => {
    const before = folders();
    const ending = new AbortController();
    await expect(take({ signal: ending.signal, onProgress: (done) => void (done > 20 && ending.abort()) })).rejects.toThrow(/abort/i);
    expect(folders()).toEqual(before);
    mkdirSync(join(backupFolder, 'base', '20990101T000000Z', 'files'), { recursive: true });
    const { id } = await take();
    expect(folders().sort()).toEqual([...before, id].sort());
  });

  it('a file that is gone from the folder is named by the check and does not end the page', async () => {
    const manifest = listBackups(backupFolder).at(-1)!;
    const file = join(backupFolder, 'base', manifest.id, 'files', manifest.files[3]!.path);
    const bytes = readFileSync(file);
    const size = sizeOnDisk(backupFolder, manifest);
    rmSync(file);
    expect(sizeOnDisk(backupFolder, manifest)).toBe(size - bytes.length);
    expect((await look(folderSource(backupFolder))).wrong).toEqual([`files/${manifest.files[3]!.path}`]);
    writeFileSync(file, bytes);
  });

  it('a manifest that is no manifest is passed over here and there, and stops neither the next backup nor a restore', async () => {
    const folder = join(backupFolder, 'base', '20260101T000000Z');
    mkdirSync(folder);
    writeFileSync(join(folder, 'manifest.json'), '{"format":1,');
    const ids = listBackups(backupFolder).map(({ id }) => id);
    expect(ids).not.toContain('20260101T000000Z');
    expect((await listBackupsOf(folderSource(backupFolder))).map(({ id }) => id)).toEqual(ids);
    rmSync(folder, { recursive: true });
  });

  it('what is missing or damaged in the store is named with its place, and sent again from the folder', async () => {
    await keeper().settle();
    const keys = [...s3.objects.keys()];
    const gone = keys.find((each) => /\/base\/.*\/files\/PG_VERSION$/.test(each))!;
    const rotten = keys.find((each) => each.endsWith('/files/backup_label'))!;
    const manifest = listBackups(backupFolder).find(({ id }) => gone.includes(id))!;
    const before = { gone: s3.objects.get(gone)!, rotten: s3.objects.get(rotten)! };
    s3.objects.delete(gone);
    const changed = Buffer.from(before.rotten);
    changed[60]! ^= 1;
    s3.objects.set(rotten, changed);
    const source = outsideSource(open(), { nearer: backupFolder });
    const all = await listBackupsOf(source);
    const wrong = (await Promise.all(all.map((each) => verifyBackup({ source, key, places: [], depth: 'read', say: () => undefined }, each)))).flatMap((each) => each.wrong);
    expect(wrong.sort()).toEqual(['files/PG_VERSION', 'files/backup_label']);
    await expect(restoreBackup({ source, key, dataFolder: join(root, 'none'), id: manifest.id, until: 'backup', say: () => undefined })).rejects.toMatchObject({ code: 'backup-damaged', text: { en: expect.stringContaining(`county/base/${manifest.id}/files/PG_VERSION`) } });
    await keeper().settle();
    expect(s3.objects.get(gone)?.equals(before.gone)).toBe(true);
    expect(s3.objects.get(rotten)?.equals(before.rotten)).toBe(true);
  });

  it('a segment that is missing amid the log is named by the check, and a restore beyond it says where it ends', async () => {
    for (let each = 0; each < 3; each += 1) await ask('insert into public.word values (0); select pg_switch_wal()');
    const count = () => readdirSync(join(backupFolder, 'wal')).filter((name) => /^[0-9A-F]{24}\.sealed$/.test(name)).length;
    const last = listBackups(backupFolder).at(-1)!.lastSegment;
    await expect.poll(() => readdirSync(join(backupFolder, 'wal')).filter((name) => /^[0-9A-F]{24}\.sealed$/.test(name) && name > last + '.sealed').length, { timeout: 60_000 }).toBeGreaterThanOrEqual(3);
    expect(count()).toBeGreaterThan(3);
    await keeper().settle();
    const after = [...s3.objects.keys()].filter((each) => SEGMENT.test(each) && each.split('/wal/')[1]! > `${last}.sealed`).sort();
    const bytes = s3.objects.get(after[1]!)!;
    s3.objects.delete(after[1]!);
    const name = after[1]!.split('/wal/')[1]!.replace('.sealed', '');
    expect((await look()).wrong).toEqual([`wal/${name}`]);
    const said: string[] = [];
    await restoreBackup({ source: outsideSource(open()), key, dataFolder: join(root, 'gap'), until: 'latest', say: (line) => void said.push(line) });
    expect(said.join('\n')).toContain(name);
    s3.objects.set(after[1]!, bytes);
  });

  it('a store that somebody holds writes no file of this machine: paths that lead out are refused', async () => {
    const target = join(root, 'planted');
    const source = outsideSource(open());
    const id = (await listBackupsOf(source)).at(-1)!.id;
    const manifestKey = [...s3.objects.keys()].find((each) => each.endsWith(`/base/${id}/manifest.json`))!;
    const kept = s3.objects.get(manifestKey)!;
    const manifest = JSON.parse(kept.toString('utf8'));
    manifest.files = [{ ...manifest.files[0], path: `${'../'.repeat(30)}${target.slice(1)}` }];
    manifest.folders = [`${'../'.repeat(30)}${target.slice(1)}-folder`];
    s3.objects.set(manifestKey, Buffer.from(JSON.stringify(manifest)));
    expect((await listBackupsOf(source)).map((each) => each.id)).not.toContain(id);
    await source.withFile(`${'../'.repeat(30)}${target.slice(1)}`, async () => undefined).catch(() => undefined);
    expect([existsSync(target), existsSync(`${target}-folder`)]).toEqual([false, false]);
    s3.objects.set(manifestKey, kept);
  });

  it('a bucket that is not there is no empty store', async () => {
    const outside = open({ bucket: 'none' });
    const failure = await outside.s3.get(outside.keyOf('backup-key.json')).catch((error: unknown) => storeFailureOf(error, outside));
    expect(failure).toMatchObject({ code: 'backup-store-refused', text: { en: expect.stringContaining('YIGONG_BACKUP_S3_BUCKET') } });
  });

  it('while much is sent to a slow store the log goes there all the same', async () => {
    await take();
    const sending = keeper();
    let isHeld = true;
    s3.always = (asked) => (isHeld && asked.startsWith('PUT') && asked.includes('/base/') ? 'slow' : undefined);
    const settled = sending.settle();
    const before = new Set([...s3.objects.keys()].filter((each) => SEGMENT.test(each)));
    await ask('insert into public.word values (1); select pg_switch_wal()');
    const fresh = () => readdirSync(join(backupFolder, 'wal')).filter((name) => name.endsWith('.sealed') && ![...before].some((each) => each.endsWith(name)));
    await expect.poll(() => fresh().length, { timeout: 30_000 }).toBeGreaterThan(0);
    await sending.follow();
    expect([...s3.objects.keys()].some((each) => each.endsWith(`/wal/${fresh()[0]}`))).toBe(true);
    expect(await Promise.race([settled.then(() => 'settled'), Promise.resolve('under way')])).toBe('under way');
    isHeld = false;
    await settled;
  });
});
