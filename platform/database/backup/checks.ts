import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { folderOf } from './manifest.ts';

/** One time that somebody looked whether a backup is what it should be. */
const checkSchema = z.object({
  /** `listed`: every file is there; `files`: every file against its hash; `rows`: restored, every row of every table against its hash. */
  kind: z.enum(['listed', 'files', 'rows']),
  where: z.enum(['folder', 'outside']),
  at: z.string(),
  seconds: z.number(),
  /** How many were looked at: files, or rows. */
  count: z.number(),
  /** Files that are gone or changed; 0 of rows, because a restore that differs ends with a failure. */
  wrong: z.number(),
});

export type BackupCheck = z.infer<typeof checkSchema>;

export const CHECKS_FILE = 'checks.json';
const KEPT = 20;

/** Newest first; lies beside the manifest, which is never written again. */
export function readChecks(backupFolder: string, id: string): BackupCheck[] {
  try {
    return z.array(checkSchema).parse(JSON.parse(readFileSync(join(folderOf(backupFolder, id), CHECKS_FILE), 'utf8')));
  } catch {
    return [];
  }
}

/** Nothing where the folder does not have that backup (any more). */
export function noteCheck(backupFolder: string, id: string, check: BackupCheck): void {
  const folder = folderOf(backupFolder, id);
  if (!existsSync(folder)) return;
  const file = join(folder, CHECKS_FILE);
  writeFileSync(`${file}.part`, JSON.stringify([check, ...readChecks(backupFolder, id)].slice(0, KEPT)), { mode: 0o600 });
  renameSync(`${file}.part`, file);
}
