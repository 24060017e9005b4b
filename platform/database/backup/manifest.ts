import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { objectsSchema } from './objects/object-list.ts';
import type { BackupSource } from './source.ts';

/** A manifest is not sealed: whoever holds the store outside may write one, and its words become paths and settings of a server. */
const pathSchema = z.string().refine((path) => path !== '' && !isAbsolute(path) && !path.split('/').includes('..'));
const segmentSchema = z.string().regex(/^[0-9A-F]{24}$/);

const tableHashSchema = z.object({ table: z.string(), rows: z.number(), hash: z.string() });

const manifestSchema = z.object({
  format: z.literal(1),
  id: z.string().regex(/^\d{8}T\d{6}Z$/),
  /** PostgreSQL major version. */
  postgres: z.string(),
  startedAt: z.string(),
  finishedAt: z.string(),
  /** First and last WAL segment that the copy needs. */
  firstSegment: segmentSchema,
  lastSegment: segmentSchema,
  /** A named moment after the copy, at which the row hashes hold exactly. */
  restorePoint: z.string().regex(/^yigong-\d{8}T\d{6}Z$/),
  restorePointAt: z.string(),
  bytes: z.number(),
  folders: z.array(pathSchema),
  files: z.array(z.object({ path: pathSchema, bytes: z.number(), sha256: z.string() })),
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

/** Finished backups, oldest first; one whose manifest is damaged is none, and stops neither the next backup nor the others' restore. */
export function listBackups(backupFolder: string): Manifest[] {
  const base = join(backupFolder, BASE);
  if (!existsSync(base)) return [];
  return readdirSync(base).flatMap((id) => manifestIn(join(base, id, MANIFEST), id) ?? []).sort(byEnd);
}

/** The same of any source; tells of each damaged one by its place. */
export async function listBackupsOf(source: BackupSource, onDamaged?: (place: string) => void): Promise<Manifest[]> {
  const found: Manifest[] = [];
  for (const id of await source.names(BASE)) {
    const place = `${BASE}/${id}/${MANIFEST}`;
    const text = await source.read(place);
    const manifest = text && readManifest(text, id);
    if (manifest !== undefined) found.push(manifest);
    else if (text !== undefined) onDamaged?.(source.placeOf(place));
  }
  return found.sort(byEnd);
}

/** Looked for every other second, with thousands of lines each: read anew only where the file is another one. */
const manifests = new Map<string, { readonly mark: string; readonly manifest: Manifest | undefined }>();

function manifestIn(file: string, id: string): Manifest | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return void manifests.delete(file);
  const mark = `${found.ino} ${found.mtimeMs} ${found.size}`;
  const known = manifests.get(file);
  if (known?.mark === mark) return known.manifest;
  const manifest = readManifest(readFileSync(file), id);
  manifests.set(file, { mark, manifest });
  return manifest;
}

function readManifest(text: Buffer, id: string): Manifest | undefined {
  try {
    const manifest = manifestSchema.parse(JSON.parse(text.toString('utf8')));
    return manifest.id === id ? manifest : undefined;
  } catch {
    return undefined;
  }
}

const byEnd = (one: Manifest, other: Manifest): number => one.finishedAt.localeCompare(other.finishedAt);

export function makeBackupFolder(backupFolder: string, id: string): string {
  const folder = folderOf(backupFolder, id);
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 });
  // Not recursive: of two backups begun in one second the second is refused, and overwrites nothing.
  mkdirSync(folder, { mode: 0o700 });
  mkdirSync(join(folder, 'files'), { mode: 0o700 });
  return folder;
}
