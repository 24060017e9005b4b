import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartUpFailure } from '#platform/errors/start-up-failure.ts';
import { diskFull } from './folders.ts';

const LINES_SHOWN = 6;

/** Turns what initdb or the server wrote before it gave up into something an operator can act upon. */
export function failureFromLog(log: string, path: string): StartUpFailure {
  const tail = log.trim().split('\n').slice(-LINES_SHOWN).join('\n');
  if (/No space left on device|Disk quota exceeded/.test(log)) return diskFull(path, freeMegabytes(dirname(path)), 256);
  if (/incompatible with server|database files are incompatible/.test(log)) {
    return new StartUpFailure('data-folder-newer', {
      zh: `数据目录 ${path} 与本版本的 PostgreSQL 不兼容，请用写入它的版本启动。\n${tail}`,
      en: `The data folder ${path} does not fit this version of PostgreSQL; start the version that wrote it.\n${tail}`,
    });
  }
  if (/PANIC|could not locate a valid checkpoint|invalid (primary )?checkpoint record|checksum/.test(log)) {
    return new StartUpFailure('data-folder-damaged', {
      zh: `数据目录 ${path} 已损坏，请从备份恢复；不要使用 pg_resetwal，它会丢失数据。\n${tail}`,
      en: `The data folder ${path} is damaged; restore it from a backup. Never use pg_resetwal: it loses data.\n${tail}`,
    });
  }
  if (/Permission denied|wrong ownership|invalid permissions/.test(log)) {
    return new StartUpFailure('data-folder-not-writable', {
      zh: `数据库进程不能读写 ${path}，请改正属主和权限（0700）。\n${tail}`,
      en: `The database process cannot read or write ${path}; mend its owner and mode (0700).\n${tail}`,
    });
  }
  return new StartUpFailure('database-cannot-run', {
    zh: `内置 PostgreSQL 没有启动成功，可设置 DATABASE_URL 使用已有的 PostgreSQL。它的最后几行日志：\n${tail}`,
    en: `The embedded PostgreSQL did not start; DATABASE_URL can name another one. Its last lines:\n${tail}`,
  });
}

function freeMegabytes(path: string): number {
  try {
    const { bavail, bsize } = statfsSync(path);
    return Math.floor((bavail * bsize) / 1024 / 1024);
  } catch {
    return 0;
  }
}
