import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

let found: string | undefined;

/** The folder that holds our package.json, from the sources as from the bundle in `dist/`. */
export function projectRoot(): string {
  found ??= climb(dirname(fileURLToPath(import.meta.url)));
  return found;
}

function climb(folder: string): string {
  const file = join(folder, 'package.json');
  if (existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { name?: string }).name === 'yigong') return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('package.json of yigong not found above ' + fileURLToPath(import.meta.url));
  return climb(parent);
}
