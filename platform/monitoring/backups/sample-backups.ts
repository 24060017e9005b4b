import type { BackupLine, BackupsHere } from './backups-here.ts';

/** For tests: one finished backup of an hour ago, here and outside. */
export const sampleBackups = (over: Partial<BackupsHere> = {}): BackupsHere => {
  const at = new Date(Date.now() - 3_600_000).toISOString();
  const line: BackupLine = { id: '20261123T010203Z', startedAt: at, finishedAt: at, restorePointAt: at, bytes: 1_000, bytesOnDisk: 400, tables: 3, rows: 9, files: 2, missing: 0, isOutside: true, checks: [] };
  return {
    folder: '/backups', keep: 14, freeBytes: 1_000_000, nextAt: at, reachFrom: at, reachUntil: at, backups: [line],
    outside: { place: 'S3 https://s3.example yigong-backup/', keep: 14, at, failure: null, logUntil: at, newestAt: at, reachFrom: at, count: 1 }, ...over,
  };
};
