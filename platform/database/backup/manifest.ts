import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { objectsSchema } from './objects/object-list.ts';
import type { BackupSource } from './source.ts';

const tableHashSchema = z.object({ table: z.string(), rows: z.number(), hash: z.string() });

const manifestSchema = z.object({
  format: z.literal(1),
  id: z.string(),
  /** PostgreSQL major version. */
  postgres: z.string(),
  startedAt: z.string(),
  finishedAt: z.string(),
  /** First and last WAL segment that the copy needs. */
  firstSegment: z.string(),
  lastSegment: z.string(),
  /** A named moment after the copy, at which the row hashes hold exactly. */
  restorePoint: z.string(),
  restorePointAt: z.string(),
  bytes: z.number(),
  folders: z.array(z.string()),
  files: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string() })),
  tables: z.array(tableHashSchema),
  migrations: z.number(),
  /** Files that rows name; backups of before have none. */
  objects: objectsSchema.optional(),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type TableHash = z.infer<typeof tableHashSchema>;

export const MANIFEST = 'manifest.json';
export const BASE = 'base';

export const folderOf = (backupFolder: string, id: string): string => join(backupFolder, BASE, id);

/** Written last: a backup without it is unfinished and is never offered. */
export function writeManifest(backupFolder: string, manifest: Manifest): void {
  const file = join(folderOf(backupFolder, manifest.id), MANIFEST);
  writeFileSync(`${file}.part`, `${JSON.stringify(manifest)}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.part`, file);
}

/** Finished backups, oldest first. */
export function listBackups(backupFolder: string): Manifest[] {
  const base = join(backupFolder, BASE);
  if (!existsSync(base)) return [];
  return readdirSync(base)
    .filter((id) => existsSync(join(base, id, MANIFEST)))
    .map((id) => readManifest(readFileSync(join(base, id, MANIFEST))))
    .sort(byEnd);
}

/** The same of any source. */
export async function listBackupsOf(source: BackupSource): Promise<Manifest[]> {
  const found: Manifest[] = [];
  for (const id of await source.names(BASE)) {
    const text = await source.read(`${BASE}/${id}/${MANIFEST}`);
    if (text !== undefined) found.push(readManifest(text));
  }
  return found.sort(byEnd);
}

const readManifest = (text: Buffer): Manifest => manifestSchema.parse(JSON.parse(text.toString('utf8')));
const byEnd = (one: Manifest, other: Manifest): number => one.finishedAt.localeCompare(other.finishedAt);

export function makeBackupFolder(backupFolder: string, id: string): string {
  const folder = folderOf(backupFolder, id);
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 });
  // Not recursive: of two backups begun in one second the second is refused, and overwrites nothing.
  mkdirSync(folder, { mode: 0o700 });
  mkdirSync(join(folder, 'files'), { mode: 0o700 });
  return folder;
}
