import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';

/** What stands where below YIGONG_DATA_DIR. */
export interface DataFolder {
  readonly root: string;
  /** PGDATA. */
  readonly database: string;
  /** Holds the unix socket; mode 0700. */
  readonly socket: string;
  readonly log: string;
  readonly secrets: string;
  readonly lock: string;
}

export interface DatabaseSecrets {
  readonly superuser: string;
  readonly owner: string;
}

/** sockaddr_un holds 107 bytes; `/.s.PGSQL.5432.lock` takes 19. */
const SOCKET_FOLDER_LENGTH_MAX = 85;

/** Creates the data folder if missing. Throws `data-folder-not-writable` or `disk-full`. */
export function openDataFolder(path: string, freeMegabytesMin: number): DataFolder {
  try {
    mkdirSync(path, { recursive: true });
    // Others may pass through (the database account does), not list; secrets are 0600 files, the database 0700.
    chmodSync(path, 0o711);
    mkdirSync(join(path, 'log'), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw folderFailure(path, error);
  }
  const root = realpathSync(path);
  requireFreeSpace(root, freeMegabytesMin);
  return {
    root,
    database: join(root, 'database'),
    socket: socketFolder(root),
    log: join(root, 'log', 'database.log'),
    secrets: join(root, 'database-passwords.json'),
    lock: join(root, 'yigong.lock'),
  };
}

function requireFreeSpace(path: string, freeMegabytesMin: number): void {
  const { bavail, bsize } = statfsSync(path);
  const freeMegabytes = Math.floor((bavail * bsize) / 1024 / 1024);
  if (freeMegabytes < freeMegabytesMin) throw diskFull(path, freeMegabytes, freeMegabytesMin);
}

/** Random passwords, written once before the cluster exists. */
export function openSecrets(folder: DataFolder): DatabaseSecrets {
  if (existsSync(folder.secrets)) return JSON.parse(readFileSync(folder.secrets, 'utf8')) as DatabaseSecrets;
  if (existsSync(folder.database)) {
    throw new StartUpFailure('data-folder-damaged', {
      zh: `数据目录缺少文件 ${folder.secrets}。请从备份恢复该文件（与数据目录一起备份）。`,
      en: `The file ${folder.secrets} is missing from the data folder. Restore it from the backup of the data folder.`,
    });
  }
  const secrets = { superuser: randomBytes(24).toString('base64url'), owner: randomBytes(24).toString('base64url') };
  const temporary = `${folder.secrets}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify(secrets), { mode: 0o600, flush: true });
  renameSync(temporary, folder.secrets);
  return secrets;
}

export function diskFull(path: string, freeMegabytes: number, neededMegabytes: number): StartUpFailure {
  return new StartUpFailure('disk-full', {
    zh:
      `磁盘空间不足：${path} 剩余 ${freeMegabytes} MB，至少需要 ${neededMegabytes} MB。` +
      '请清理磁盘，或用 YIGONG_DATA_DIR 换到更大的磁盘；不要删除数据目录中的文件。已确认的数据没有丢失。',
    en:
      `The disk is full: ${freeMegabytes} MB free at ${path}, at least ${neededMegabytes} MB are needed. Free some space, ` +
      'or move the data folder to a larger disk (YIGONG_DATA_DIR); delete nothing inside it. Nothing acknowledged is lost.',
  });
}

function folderFailure(path: string, error: unknown): StartUpFailure {
  const { code = '', message } = error as { code?: string; message: string };
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(path, 0, 1);
  return new StartUpFailure(
    'data-folder-not-writable',
    {
      zh: `数据目录不可写：${path}（${message}）。请改正权限，或用 YIGONG_DATA_DIR 指定其他目录。`,
      en: `The data folder cannot be written: ${path} (${message}). Mend the permissions or set YIGONG_DATA_DIR to another folder.`,
    },
    error,
  );
}

function socketFolder(root: string): string {
  const inside = join(root, 'socket');
  if (Buffer.byteLength(inside) <= SOCKET_FOLDER_LENGTH_MAX) return inside;
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
  return join(tmpdir(), `yigong-${name}`);
}
