import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';
import { startEmbeddedDatabase, type EmbeddedDatabase } from '../embedded/launcher.ts';
import { fetchSegments, pathOfSegment } from './archive.ts';
import { BASE, listBackupsOf, type Manifest } from './manifest.ts';
import { differingTables, hashTables } from './row-hashes.ts';
import { eachOf } from './copies-at-once.ts';
import { damagedFile, type BackupKey } from './sealed-file.ts';
import { openFrom, type BackupSource } from './source.ts';
import { SECRETS_NAME } from './take-backup.ts';

export interface RestoreRequest {
  readonly source: BackupSource;
  readonly key: BackupKey;
  /** Gets the cluster; must hold none. */
  readonly dataFolder: string;
  /** Id of a backup; without it the newest that lies before `until`. */
  readonly id?: string;
  /** The moment to go back to; `latest` is the end of the archived log, `backup` the restore point of the backup. */
  readonly until: Date | 'latest' | 'backup';
  readonly say: (line: string) => void;
  /** Files, segments and tables, of those there are; for whoever watches. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends it; nothing is left that would start. */
  readonly signal?: AbortSignal | undefined;
  /** Of the server that replays, besides what recovery needs. */
  readonly serverSettings?: Readonly<Record<string, string>>;
}

export interface RestoreReport {
  readonly id: string;
  readonly restorePointAt: string;
  readonly tables: number;
  readonly rows: number;
  /** The moment of the last transaction that is there now; null when none came after the backup. */
  readonly reachedAt: string | null;
  readonly seconds: { readonly copy: number; readonly verify: number; readonly replay: number };
}

const REPLAY_MS_MAX = 4 * 3600_000;

/**
 * Brings a backup back: copies its files, replays the log to its restore point, compares the rows of every table with the hashes of the
 * manifest, then replays to the moment asked. Throws StartUpFailure when there is no such backup, a file is damaged or a row differs;
 * the data folder then holds nothing that would start.
 */
export async function restoreBackup(request: RestoreRequest): Promise<RestoreReport> {
  const { dataFolder, say } = request;
  const manifest = await chooseBackup(request);
  const database = join(dataFolder, 'database');
  if (existsSync(database)) throw occupied(database);
  const begin = Date.now();
  const incoming = join(dataFolder, 'wal-incoming');
  try {
    await copyBack(request, manifest, incoming);
    const copied = Date.now();
    say('回放日志到备份时刻并核对 · replaying to the restore point and comparing rows');
    await verifyRows(request, manifest, incoming);
    const verified = Date.now();
    const reachedAt = await replayOn(request, manifest, incoming);
    const seconds = { copy: (copied - begin) / 1000, verify: (verified - copied) / 1000, replay: (Date.now() - verified) / 1000 };
    return { id: manifest.id, restorePointAt: manifest.restorePointAt, tables: manifest.tables.length, rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0), reachedAt, seconds };
  } catch (error) {
    if (existsSync(database)) renameSync(database, `${database}.failed-restore-${Date.now()}`);
    throw error;
  } finally {
    rmSync(incoming, { recursive: true, force: true });
  }
}

async function chooseBackup({ source, id, until }: Pick<RestoreRequest, 'source' | 'id' | 'until'>): Promise<Manifest> {
  const backups = await listBackupsOf(source);
  const fitting = backups.filter((each) => (id === undefined || each.id === id) && (!(until instanceof Date) || each.restorePointAt <= until.toISOString()));
  const chosen = fitting.at(-1);
  if (chosen) return chosen;
  const known = backups.map((each) => `${each.id} (${each.restorePointAt})`).join(', ') || '–';
  throw new StartUpFailure('backup-not-found', {
    zh: `${source.name} 中没有合适的备份。现有：${known}。恢复时刻必须不早于某个备份完成的时刻。`,
    en: `There is no fitting backup in ${source.name}. There are: ${known}. The moment asked must not lie before a backup's restore point.`,
  });
}

async function copyBack({ source, dataFolder, key, say, signal, onProgress }: RestoreRequest, manifest: Manifest, incoming: string): Promise<void> {
  const from = `${BASE}/${manifest.id}`;
  const fresh = join(dataFolder, 'database.restoring');
  for (const folder of [fresh, incoming]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
  for (const folder of manifest.folders) mkdirSync(join(fresh, folder), { recursive: true, mode: 0o700 });
  let done = 0;
  await eachOf(manifest.files, async ({ path, sha256 }) => {
    signal?.throwIfAborted();
    const place = `${from}/files/${path}`;
    const found = await openFrom(source, key, { path: place, target: join(fresh, path), name: path });
    if (found !== sha256) throw damagedFile(source.placeOf(place));
    onProgress?.((done += 1), stepsOf(manifest));
  });
  const { count, gaps } = await fetchSegments(key, { source, signal, firstSegment: manifest.firstSegment, target: incoming });
  say(`${manifest.files.length} 文件 · files, ${count} 日志段 · log segments`);
  if (gaps.length > 0) tellGap(say, source.placeOf(pathOfSegment(gaps[0]!)), gaps.length);
  const secrets = join(dataFolder, SECRETS_NAME);
  await openFrom(source, key, { path: `${from}/${SECRETS_NAME}`, target: `${secrets}.part`, name: SECRETS_NAME });
  renameSync(`${secrets}.part`, secrets);
  writeFileSync(join(fresh, 'recovery.signal'), '', { mode: 0o600 });
  renameSync(fresh, join(dataFolder, 'database'));
}

/** What was written after it cannot come back from here; the nearer copy may have it. */
const tellGap = (say: RestoreRequest['say'], first: string, count: number): void =>
  say(`注意：日志缺 ${count} 段，自 ${first} 起；只能恢复到它之前。若另一份备份拷贝有该文件，请放回后重新恢复 · the log lacks ${count} segments from ${first} on: nothing after it comes back. Where another copy of the backup has that file, put it back and restore again`);

/** Of the bar that somebody watches: the replay itself has no length that is known before. */
const stepsOf = ({ files, tables }: Manifest): number => files.length + tables.length;

const recoverySettings = (incoming: string): Record<string, string> => ({
  restore_command: `cp '${incoming.replaceAll("'", `'\\''`).replaceAll('%', '%%')}'/%f %p`,
  archive_mode: 'off',
  hot_standby: 'on',
});

/** Stands still at the restore point, readable, and compares. */
async function verifyRows({ dataFolder, say, signal, onProgress, serverSettings }: RestoreRequest, manifest: Manifest, incoming: string): Promise<void> {
  const server = await startRecovery(dataFolder, incoming, {
    ...serverSettings, ...recoverySettings(incoming), recovery_target_name: manifest.restorePoint, recovery_target_action: 'pause', recovery_target_timeline: 'current',
  });
  try {
    const client = await enter(server);
    await waitUntil(client, "select pg_is_wal_replay_paused() and pg_get_wal_replay_pause_state() = 'paused' as done", signal);
    await client.query('begin read only');
    let done = manifest.files.length;
    const differing = differingTables(manifest.tables, await hashTables(client, () => {
      signal?.throwIfAborted();
      onProgress?.((done += 1), stepsOf(manifest));
    }));
    await client.end();
    if (differing.length > 0) throw rowsDiffer(differing);
    say(`${manifest.tables.length} 个表逐行一致 · all tables equal row by row`);
  } finally {
    await server.stop();
  }
}

async function replayOn({ dataFolder, until, say, signal, serverSettings }: RestoreRequest, manifest: Manifest, incoming: string): Promise<string | null> {
  const target: Record<string, string> = until === 'backup'
    ? { recovery_target_name: manifest.restorePoint, recovery_target_timeline: 'current' }
    : until === 'latest' ? {} : { recovery_target_time: until.toISOString().replace('T', ' ').replace('Z', '+00') };
  say('回放日志到指定时刻 · replaying to the moment asked');
  const server = await startRecovery(dataFolder, incoming, { ...serverSettings, ...recoverySettings(incoming), ...target, recovery_target_action: 'promote' });
  try {
    const client = await enter(server);
    await waitUntil(client, 'select not pg_is_in_recovery() as done', signal);
    const { rows } = await client.query<{ at: Date | null }>('select pg_last_xact_replay_timestamp() as at');
    await client.query('checkpoint');
    await client.end();
    return rows[0]?.at?.toISOString() ?? null;
  } finally {
    await server.stop();
  }
}

const startRecovery = (dataFolder: string, incoming: string, serverSettings: Readonly<Record<string, string>>): Promise<EmbeddedDatabase> =>
  startEmbeddedDatabase({ dataFolder, serverSettings, foldersOfServer: [incoming] });

/** As the superuser, in the owner's database: whose rows are compared. */
async function enter({ superuserConnectionString }: EmbeddedDatabase): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: superuserConnectionString });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function waitUntil(client: pg.Client, question: string, signal: AbortSignal | undefined): Promise<void> {
  for (const start = Date.now(); ; await sleep(200)) {
    signal?.throwIfAborted();
    const { rows } = await client.query<{ done: boolean }>(question);
    if (rows[0]?.done) return;
    if (Date.now() - start > REPLAY_MS_MAX) throw new Error('the replay of the log does not end');
  }
}

function occupied(database: string): StartUpFailure {
  return new StartUpFailure('restore-target-occupied', {
    zh: `${database} 已有数据库，恢复不会覆盖它。请用 --data-dir 指定新的目录，核对后再替换。`,
    en: `${database} holds a database already and is never overwritten. Restore into a new folder with --data-dir, look at it, then put it in place.`,
  });
}

function rowsDiffer(tables: readonly string[]): StartUpFailure {
  return new StartUpFailure('restore-rows-differ', {
    zh: `恢复后的行与备份时不一致：${tables.join('、')}。请勿使用这份数据，改用另一份备份。`,
    en: `Rows differ from those of the backup: ${tables.join(', ')}. Do not use this data; take another backup.`,
  });
}
