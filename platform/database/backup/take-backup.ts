import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';
import { openDatabase } from '../pool.ts';
import { isArchived, newestArchived, pruneArchive } from './archive.ts';
import { eachOf } from './copies-at-once.ts';
import { BASE, folderOf, listBackups, makeBackupFolder, MANIFEST, writeManifest, type Manifest } from './manifest.ts';
import type { CopyRequest } from './objects/copy-place.ts';
import { copyObjects, listObjects } from './objects/keep-objects.ts';
import type { ObjectsToKeep } from './objects/object-place.ts';
import { atRestorePoint, hashTables } from './row-hashes.ts';
import { sealFile, type BackupKey } from './sealed-file.ts';

export interface BackupRequest {
  /** Of the superuser, to the database whose rows are hashed. */
  readonly connectionString: string;
  /** Of the cluster, with PGDATA and the passwords without which it cannot be entered; readable by this process. */
  readonly dataFolder: string;
  readonly backupFolder: string;
  readonly key: BackupKey;
  /** How many finished backups are kept. */
  readonly keep: number;
  /** Files that rows name. */
  readonly objects: ObjectsToKeep;
  /** Ends it between two files; what was copied of objects stays and is not copied again. */
  readonly signal?: AbortSignal | undefined;
  readonly say: (line: string) => void;
  /** Files of the cluster and tables, of those there are. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Without one segment more. How many wait depends on what was written meanwhile. */
const ARCHIVE_MS_MAX = 120_000;
/** Tables of the house, for the bar while their number is not asked yet. */
const TABLES_ABOUT = 300;
const PROGRESS_BYTES = 256 * 1024 * 1024;
/** Contents are rebuilt at start, or belong to the server that runs. */
const EMPTY_FOLDERS = new Set(['pg_wal', 'pg_dynshmem', 'pg_notify', 'pg_serial', 'pg_snapshots', 'pg_stat_tmp', 'pg_subtrans', 'pg_replslot']);
const LEFT_OUT = /^(postmaster\.(pid|opts)|yigong\.conf|backup_label|tablespace_map|.*\.part)$|pgsql_tmp/;
export const SECRETS_NAME = 'database-passwords.json';
const databaseFolderOf = ({ dataFolder }: { dataFolder: string }): string => join(dataFolder, 'database');

/**
 * Copies the running cluster, sealed, and the moment up to which it can be brought with row hashes of that moment. Readers and
 * writers go on; all tables are locked against writing for an instant. Returns the manifest. A failure leaves nothing but copies of
 * objects. One at a time of a house, whoever takes it: the lock ends with the connection.
 */
export async function takeBackup(request: BackupRequest): Promise<Manifest> {
  const client = await connect(request.connectionString);
  const database = openDatabase({ connectionString: request.connectionString, connectionsMax: 2, as: 'owner' });
  try {
    if (!(await isAlone(client))) throw underWay();
    removeUnfinished(request.backupFolder);
    const copying: CopyRequest = { ...request, sql: database, prunesBefore: oldestKept(request) };
    // First what takes long and need not be done again after a break.
    await copyObjects(copying, request.objects);
    return await backUp(client, request, copying);
  } catch (error) {
    throw fullDiskOf(error, request.backupFolder);
  } finally {
    await client.end().catch(() => undefined);
    await database.end();
  }
}

const isAlone = async (client: pg.Client): Promise<boolean> =>
  (await client.query<{ alone: boolean }>("select pg_try_advisory_lock(hashtextextended('yigong.backup', 0)) as alone")).rows[0]!.alone;

const underWay = (): StartUpFailure => new StartUpFailure('backup-under-way', {
  zh: '另一个备份正在进行（运行监测页或 yigong backup take）。请等它结束后再试。',
  en: 'Another backup is under way (of the operations page, or of yigong backup take). Wait for its end, then try again.',
});

/** What a process that was killed left: with nobody else at work it is in nobody's hands. */
function removeUnfinished(backupFolder: string): void {
  const base = join(backupFolder, BASE);
  if (!existsSync(base)) return;
  for (const id of readdirSync(base)) if (!existsSync(join(base, id, MANIFEST))) rmSync(join(base, id), { recursive: true });
}

/** A full disk is told with what to do about it; every other error as it is. */
export function fullDiskOf(error: unknown, backupFolder: string): unknown {
  if (!['ENOSPC', 'EDQUOT'].includes((error as { code?: string }).code ?? '')) return error;
  return new StartUpFailure('disk-full', {
    zh: `备份目录 ${backupFolder} 所在磁盘已满。请扩充该磁盘，或调小 YIGONG_BACKUP_KEEP 并删除最旧的备份目录；不要删除 wal 中的文件。已有的备份与数据不受影响，将自动重试。`,
    en: `The disk of the backup folder ${backupFolder} is full. Take a larger one, or lower YIGONG_BACKUP_KEEP and remove the oldest folder below base; delete nothing in wal. Backups that there are and the data are not touched; it is tried again by itself.`,
  }, error);
}

/** No backup that is kept so far began before it. */
function oldestKept({ backupFolder, keep }: BackupRequest): Date | undefined {
  const kept = listBackups(backupFolder).slice(-Math.max(1, keep));
  return kept[0] && new Date(kept[0].startedAt);
}

async function backUp(client: pg.Client, request: BackupRequest, copying: CopyRequest): Promise<Manifest> {
  const { backupFolder, key, say } = request;
  const startedAt = new Date();
  const id = startedAt.toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');
  makeBackupFolder(backupFolder, id);
  try {
    const copied = await copyCluster(client, request, id);
    const restorePoint = `yigong-${id}`;
    let hashed = 0;
    const onTable = (): void => {
      request.signal?.throwIfAborted();
      request.onProgress?.(copied.files.length + (hashed += 1), copied.files.length + Math.max(hashed, TABLES_ABOUT));
    };
    say('核对各表的行 · hashing the rows of every table');
    const { tables, migrations, at } = await atRestorePoint(() => connect(request.connectionString), restorePoint, async (reader, moment) => {
      const applied = await reader.query<{ count: string }>('select count(*) as count from public.schema_migration');
      return { tables: await hashTables(reader, onTable), migrations: Number(applied.rows[0]!.count), at: moment };
    });
    const lastSegment = await archiveUpToNow(client, request);
    const objects = await listObjects(copying, { folder: folderOf(backupFolder, id), objects: request.objects });
    const version = await client.query<{ version: string }>("select (current_setting('server_version_num')::int / 10000)::text as version");
    const manifest: Manifest = {
      format: 1, id, postgres: version.rows[0]!.version, startedAt: startedAt.toISOString(), finishedAt: new Date().toISOString(), ...copied, lastSegment,
      restorePoint, restorePointAt: at.toISOString(), bytes: copied.files.reduce((sum, file) => sum + file.bytes, 0), tables, migrations, objects,
    };
    await sealFile(key, { source: join(request.dataFolder, SECRETS_NAME), target: join(folderOf(backupFolder, id), SECRETS_NAME), name: SECRETS_NAME });
    writeManifest(backupFolder, manifest);
    pruneBackups(backupFolder, request.keep);
    return manifest;
  } catch (error) {
    // On a disk that is full nothing else would ever go away.
    if (!existsSync(join(folderOf(backupFolder, id), MANIFEST))) rmSync(folderOf(backupFolder, id), { recursive: true, force: true });
    throw error;
  }
}

async function copyCluster(client: pg.Client, request: BackupRequest, id: string): Promise<Pick<Manifest, 'firstSegment' | 'folders' | 'files'>> {
  const { rows } = await client.query<{ segment: string }>('select pg_walfile_name(pg_backup_start($1, true)) as segment', [id]);
  const target = join(folderOf(request.backupFolder, id), 'files');
  const { folders, paths } = listCluster(databaseFolderOf(request));
  const files = await sealCluster(request, { target, paths });
  // Waiting for the archive is ours (archiveUpToNow): the server would wait without end when nobody ships.
  const stopped = await client.query<{ labelfile: string; spcmapfile: string }>('select labelfile, spcmapfile from pg_backup_stop(false)');
  const label = join(target, '..', 'backup_label.plain');
  writeFileSync(label, stopped.rows[0]!.labelfile, { mode: 0o600 });
  files.push({ path: 'backup_label', ...(await sealFile(request.key, { source: label, target: join(target, 'backup_label'), name: 'backup_label' })) });
  rmSync(label);
  return { firstSegment: rows[0]!.segment, folders, files };
}

async function sealCluster({ dataFolder, key, say, signal, onProgress }: BackupRequest, { target, paths }: { target: string; paths: readonly string[] }): Promise<Manifest['files']> {
  const files: Manifest['files'] = [];
  let [bytes, said] = [0, 0];
  await eachOf(paths, async (path) => {
    signal?.throwIfAborted();
    mkdirSync(join(target, dirname(path)), { recursive: true, mode: 0o700 });
    const source = join(databaseFolderOf({ dataFolder }), path);
    try {
      const file = { path, ...(await sealFile(key, { source, target: join(target, path), name: path })) };
      files.push(file);
      bytes += file.bytes;
      onProgress?.(files.length, paths.length + TABLES_ABOUT);
    } catch (error) {
      // Dropped while we copied: the log says so too. A folder of the backup that is gone is no such thing.
      const { code, path: lost } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' || lost !== source) throw error;
    }
    if (bytes - said < PROGRESS_BYTES) return;
    said = bytes;
    say(`已备份 ${Math.round(bytes / 1024 / 1024)} MB · copied, ${files.length} / ${paths.length}`);
  });
  return files;
}

function listCluster(root: string): { folders: string[]; paths: string[] } {
  const [folders, paths]: [string[], string[]] = [[], []];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (LEFT_OUT.test(entry.name)) continue;
      if (entry.isDirectory()) {
        folders.push(path);
        if (EMPTY_FOLDERS.has(path)) {
          if (path === 'pg_wal') folders.push('pg_wal/archive_status', 'pg_wal/summaries');
        } else walk(path);
      } else if (entry.isFile()) paths.push(path);
      else throw new Error(`${path} is neither file nor folder: tablespaces elsewhere are not backed up`);
    }
  };
  walk('');
  return { folders, paths };
}

async function archiveUpToNow(client: pg.Client, { backupFolder, signal }: BackupRequest): Promise<string> {
  const { rows } = await client.query<{ segment: string }>('select pg_walfile_name(pg_current_wal_lsn()) as segment, pg_switch_wal()');
  const segment = rows[0]!.segment;
  let [newest, since] = [newestArchived(backupFolder), Date.now()];
  for (; !isArchived(backupFolder, segment); await sleep(200)) {
    signal?.throwIfAborted();
    const reached = newestArchived(backupFolder);
    if (reached !== newest) [newest, since] = [reached, Date.now()];
    if (Date.now() - since > ARCHIVE_MS_MAX) throw new Error(`segment ${segment} did not reach ${backupFolder}: is the server running with YIGONG_BACKUP_DIR set to it?`);
  }
  return segment;
}

/** Keeps the newest `keep` backups and what of the log they need; a damaged one that is older goes too. */
function pruneBackups(backupFolder: string, keep: number): void {
  const kept = listBackups(backupFolder).slice(-Math.max(1, keep));
  const names = new Set(kept.map(({ id }) => id));
  const newest = kept.at(-1)?.id ?? '';
  for (const id of readdirSync(join(backupFolder, BASE))) {
    if (!names.has(id) && id <= newest) rmSync(folderOf(backupFolder, id), { recursive: true });
  }
  if (kept[0]) pruneArchive(backupFolder, kept[0].firstSegment);
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Bytes that a finished backup takes on its disk; what is gone of it takes none. */
export const sizeOnDisk = (backupFolder: string, { id, files }: Manifest): number =>
  files.reduce((sum, { path }) => sum + (statSync(join(folderOf(backupFolder, id), 'files', path), { throwIfNoEntry: false })?.size ?? 0), 0);
