import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';
import { type Account, ownFolder, spawnAs } from './account.ts';
import type { Binaries } from './binaries.ts';
import { failureFromLog } from './failures.ts';
import type { DataFolder, DatabaseSecrets } from './folders.ts';

export const SUPERUSER = 'postgres';
export const PORT = 5432;

export interface ClusterRequest {
  readonly binaries: Binaries;
  readonly account: Account;
  readonly folder: DataFolder;
}

/** Creates the cluster if there is none. A run killed in the middle leaves only a folder that the next one replaces. */
export function initialiseCluster({ binaries, account, folder }: ClusterRequest, secrets: DatabaseSecrets): void {
  if (existsSync(join(folder.database, 'PG_VERSION'))) return requireSameMajor(binaries, folder);
  if (existsSync(folder.database)) throw notACluster(folder.database);
  const fresh = `${folder.database}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  const passwordFile = `${fresh}.password`;
  writeFileSync(passwordFile, secrets.superuser, { mode: 0o600 });
  try {
    ownFolder(account, fresh);
    ownFolder(account, passwordFile);
    runInitdb(binaries, account, { fresh, passwordFile });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  appendFileSync(join(fresh, 'postgresql.conf'), "\ninclude_if_exists = 'yigong.conf'\n");
  renameSync(fresh, folder.database);
}

function runInitdb(binaries: Binaries, account: Account, paths: { fresh: string; passwordFile: string }): void {
  const { command, parameters, identity } = spawnAs(account, binaries.initdb, [
    `--pgdata=${paths.fresh}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${paths.passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Code point order for keys and LIKE prefixes; names are ordered by `collate "zh-x-icu"` where people read them.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--data-checksums',
  ]);
  const result = spawnSync(command, parameters, { ...identity, cwd: paths.fresh, encoding: 'utf8', env: environment() });
  if (result.status === 0) return;
  rmSync(paths.fresh, { recursive: true, force: true });
  throw failureFromLog(`${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`, paths.fresh);
}

/** Written at each start, so that a new version's settings arrive; `ALTER SYSTEM` overrides them. */
export function writeSettings(folder: DataFolder, account: Account, extra: Readonly<Record<string, string>> = {}): void {
  mkdirSync(folder.socket, { recursive: true, mode: 0o700 });
  ownFolder(account, folder.socket);
  chmodSync(folder.socket, 0o700);
  ownFolder(account, folder.database);
  const megabytes = totalmem() / 1024 / 1024;
  const settings: Record<string, string> = {
    listen_addresses: '',
    port: String(PORT),
    unix_socket_directories: folder.socket,
    unix_socket_permissions: '0700',
    max_connections: '120',
    shared_buffers: `${clamp(megabytes / 8, 128, 2048)}MB`,
    effective_cache_size: `${clamp(megabytes / 2, 256, 32_768)}MB`,
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    max_locks_per_transaction: '256',
    max_worker_processes: '4',
    max_parallel_workers_per_gather: '1',
    random_page_cost: '1.1',
    jit: 'off',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    // What commits without waiting for the disk (the trail of reads) is on it three such turns later at most.
    wal_writer_delay: '10ms',
    wal_level: 'replica',
    // Bounds recovery after a crash to seconds on an ordinary disk.
    max_wal_size: '1GB',
    checkpoint_timeout: '5min',
    idle_in_transaction_session_timeout: '10min',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    // Statements, parameters and DETAIL lines hold patient data.
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: '0',
    log_error_verbosity: 'terse',
    ...extra,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`);
  const file = join(folder.database, 'yigong.conf');
  writeFileSync(file, `# Written by Yigong at each start; use ALTER SYSTEM to change a setting.\n${lines.join('')}`, { mode: 0o600 });
  ownFolder(account, file);
}

/** Our own DATABASE_URL, PGDATA … and the operator's locale must not reach the server. */
export function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], TZ: 'UTC', LC_ALL: 'C' };
}

function clamp(value: number, low: number, high: number): number {
  return Math.round(Math.min(high, Math.max(low, value)));
}

function requireSameMajor(binaries: Binaries, folder: DataFolder): void {
  const found = readFileSync(join(folder.database, 'PG_VERSION'), 'utf8').trim();
  const ours = majorOf(binaries);
  if (found === ours) return;
  const [zh, en] =
    Number(found) > Number(ours)
      ? ['请用写入它的医共版本（或更新版本）启动。', 'Start the version of Yigong that wrote it, or a later one.']
      : [
          '请先用旧版本导出（pg_dump），再导入新的数据目录，见 docs/runbooks/start-up.md。',
          'Dump it with the old version and load it into a new data folder; see docs/runbooks/start-up.md.',
        ];
  throw new StartUpFailure('data-folder-newer', {
    zh: `数据目录 ${folder.database} 由 PostgreSQL ${found} 写入，本版本使用 PostgreSQL ${ours}。${zh}`,
    en: `The data folder ${folder.database} was written by PostgreSQL ${found}; this version runs PostgreSQL ${ours}. ${en}`,
  });
}

/** From the version of the installed package, without starting a process. */
function majorOf(binaries: Binaries): string {
  const manifest = join(binaries.postgres, '..', '..', '..', 'package.json');
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version.split('.')[0] ?? '';
}

function notACluster(path: string): StartUpFailure {
  return new StartUpFailure('data-folder-damaged', {
    zh: `${path} 存在但不是 PostgreSQL 数据目录（没有 PG_VERSION）。请从备份恢复，或用 YIGONG_DATA_DIR 指定其他目录。`,
    en: `${path} exists but is no PostgreSQL folder (no PG_VERSION). Restore it from a backup or set YIGONG_DATA_DIR to another folder.`,
  });
}
