import { statfsSync } from 'node:fs';
import { readChecks } from '#platform/database/backup/checks.ts';
import { listBackups, type Manifest } from '#platform/database/backup/manifest.ts';
import { newestSegmentAt } from '#platform/database/backup/outside/keep-outside.ts';
import { readOutsideState } from '#platform/database/backup/outside/outside-state.ts';
import { sizeOnDisk } from '#platform/database/backup/take-backup.ts';
import type { BackupLine, BackupsHere } from '#platform/monitoring/backups/backups-here.ts';
import type { Settings } from '../settings.ts';
import { nextDue } from './due.ts';
import { outsideOf } from './places.ts';

/** What lies in the backup folder and outside, read anew at every look: whatever process asks, and whoever took it. Undefined where none are taken here. */
export function backupsHereOf(settings: Settings): () => BackupsHere | undefined {
  const { backupFolder, backupOutside } = settings;
  // A database elsewhere is backed up by its own tools.
  if (backupFolder === undefined || settings.databaseUrl !== undefined) return () => undefined;
  const lines = new Map<string, Fixed>();
  const place = outsideOf(settings)?.name;
  return () => {
    const backups = listBackups(backupFolder);
    const state = place === undefined ? undefined : readOutsideState(backupFolder, place);
    const there = new Set(state?.backups.map(({ id }) => id));
    const rows = backups.map((manifest) => ({ ...fixedOf(lines, backupFolder, manifest), isOutside: there.has(manifest.id), checks: readChecks(backupFolder, manifest.id) })).reverse();
    return {
      folder: backupFolder, keep: settings.backupKeep, freeBytes: freeOn(backupFolder),
      nextAt: new Date(nextDue({ now: Date.now(), at: settings.backupAt, newestStart: backups.at(-1)?.startedAt })).toISOString(),
      reachFrom: backups[0]?.restorePointAt ?? null, reachUntil: backups.length === 0 ? null : newestSegmentAt(backupFolder), backups: rows,
      outside: place === undefined ? null : {
        place, keep: backupOutside!.keep, at: state?.at ?? null, failure: state?.failure ?? null, logUntil: state?.logUntil ?? null,
        newestAt: state?.backups.at(-1)?.finishedAt ?? null, reachFrom: state?.backups[0]?.restorePointAt ?? null, count: state?.backups.length ?? 0,
      },
    };
  };
}

type Fixed = Omit<BackupLine, 'isOutside' | 'checks'>;

/** A finished backup does not change: its files are measured once. */
function fixedOf(lines: Map<string, Fixed>, backupFolder: string, manifest: Manifest): Fixed {
  const known = lines.get(manifest.id);
  if (known !== undefined) return known;
  const { id, startedAt, finishedAt, restorePointAt, bytes, tables, objects } = manifest;
  const line: Fixed = {
    id, startedAt, finishedAt, restorePointAt, bytes, bytesOnDisk: sizeOnDisk(backupFolder, manifest), tables: tables.length, rows: tables.reduce((sum, table) => sum + table.rows, 0),
    files: objects?.places.reduce((sum, each) => sum + each.files, 0) ?? 0, missing: objects?.places.reduce((sum, each) => sum + each.missingCount, 0) ?? 0,
  };
  lines.set(id, line);
  return line;
}

function freeOn(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}
