import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { projectRoot } from './project-root.ts';

export interface MigrationFile {
  /** File name, unique over all folders: it is the order and the key. */
  readonly name: string;
  readonly sha256: string;
  readonly sql: string;
}

const NAME = /^\d{8}T\d{4}_[a-z0-9]+(_[a-z0-9]+)+\.sql$/;

/** Reads all `*.sql` of the folders (absolute, or relative to the project), sorted by file name. */
export function readMigrationFiles(folders: readonly string[]): MigrationFile[] {
  const files = folders.flatMap(readFolder).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const [index, file] of files.entries()) {
    if (files[index - 1]?.name === file.name) throw new Error(`Two migrations are called ${file.name}; rename one.`);
  }
  return files;
}

function readFolder(folder: string): MigrationFile[] {
  const path = isAbsolute(folder) ? folder : join(projectRoot(), folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => name.endsWith('.sql'))
    .map((name) => {
      if (!NAME.test(name)) throw new Error(`${join(folder, name)}: a migration is called <yyyymmddThhmm>_<verb>_<what>.sql`);
      // A checkout with CRLF line ends is the same migration.
      const sql = readFileSync(join(path, name), 'utf8').replaceAll('\r\n', '\n');
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    });
}
