import { spawnSync } from 'node:child_process';
import { chownSync, lstatSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';
import type { Binaries } from './binaries.ts';

/** How a PostgreSQL binary is spawned; PostgreSQL refuses to run as root. */
export interface Account {
  readonly kind: 'self' | 'other-user' | 'mapped';
  /** Words before the binary's own path. */
  readonly prefix: readonly string[];
  /** Set for `other-user`. */
  readonly uid?: number;
  readonly gid?: number;
}

const NOBODY = 65534;
const SELF: Account = { kind: 'self', prefix: [] };
/** Inside the user namespace root is seen as `nobody`, outside it keeps root's access to files. */
const MAPPED: Account = {
  kind: 'mapped',
  prefix: ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--'],
};

/**
 * Who runs the database. Not root: we do. Root: the `postgres` account if it can reach the binaries and the data
 * folder, else a user namespace, else `nobody`. See docs/decisions/0010-embedded-postgresql.md.
 */
export function chooseAccount(binaries: Binaries, dataFolder: string): Account {
  if (process.getuid?.() !== 0) return SELF;
  const candidates = [accountOf('postgres', dataFolder), MAPPED, accountOf('nobody', dataFolder)];
  for (const account of candidates) {
    if (account !== undefined && works(account, binaries)) return account;
  }
  throw new StartUpFailure('database-cannot-run', {
    zh:
      'PostgreSQL 拒绝以 root 运行，而本机既不能改用 postgres 或 nobody 账户（程序或数据目录对其不可达），也不能使用 unshare。' +
      '请用普通用户运行，或把程序放到其他用户可读的目录，或设置 DATABASE_URL。',
    en:
      'PostgreSQL refuses to run as root, and neither the account postgres or nobody (they cannot reach the program or ' +
      'the data folder) nor unshare works here. Run as an ordinary user, move the program to a folder that others may ' +
      'read, or set DATABASE_URL.',
  });
}

/** `spawn` arguments for a binary under this account. */
export function spawnAs(account: Account, binary: string, parameters: readonly string[]) {
  const [command, ...rest] = [...account.prefix, binary, ...parameters];
  const identity = account.uid === undefined ? {} : { uid: account.uid, gid: account.gid };
  return { command: command as string, parameters: rest, identity };
}

/** Gives a folder and all below to the account; nothing to do for an owner that already fits. */
export function ownFolder(account: Account, folder: string): void {
  if (account.kind === 'self') return;
  const uid = account.uid ?? 0;
  const gid = account.gid ?? 0;
  if (statSync(folder).uid === uid) return;
  chownBelow(folder, uid, gid);
}

function chownBelow(path: string, uid: number, gid: number): void {
  const entry = lstatSync(path);
  if (entry.isDirectory()) for (const name of readdirSync(path)) chownBelow(join(path, name), uid, gid);
  // The folder itself last: its owner is what says that all below is done.
  if (!entry.isSymbolicLink()) chownSync(path, uid, gid);
}

function works(account: Account, binaries: Binaries): boolean {
  const { command, parameters, identity } = spawnAs(account, binaries.postgres, ['--version']);
  const result = spawnSync(command, parameters, { ...identity, cwd: '/', stdio: 'ignore', timeout: 10_000 });
  return result.status === 0;
}

function accountOf(name: string, dataFolder: string): Account | undefined {
  const line = readFileSync('/etc/passwd', 'utf8').split('\n').find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined || uid === '0') return undefined;
  return reachable(dirname(dataFolder), Number(uid)) ? { kind: 'other-user', prefix: [], uid: Number(uid), gid: Number(gid) } : undefined;
}

/** Every folder up to the root may be entered by others (or by its owner `uid`). */
function reachable(folder: string, uid: number): boolean {
  const entry = statSync(folder);
  const open = entry.uid === uid ? (entry.mode & 0o100) !== 0 : (entry.mode & 0o001) !== 0;
  if (!open) return false;
  const parent = dirname(folder);
  return parent === folder ? true : reachable(parent, uid);
}
