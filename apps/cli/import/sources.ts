import { createReadStream, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { createGunzip, gunzip } from 'node:zlib';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import type { FileKeys } from '#platform/cli/sealed/file-keys.ts';
import { openSealed } from '#platform/cli/sealed/sealed-files.ts';

export interface SourceFile {
  readonly path: string;
  readonly bytes: number;
  /** Changes when the file does; part of the resume state. */
  readonly stamp: string;
  readonly kind: 'json' | 'ndjson';
  readonly packed: boolean;
  /** What opens it, where the file is sealed. */
  readonly sealedBy?: FileKeys | undefined;
  /** Given by name, not met in a folder: then it must hold FHIR. */
  readonly named: boolean;
}

const NAME = /\.(json|ndjson|jsonl)(\.gz)?(\.sealed)?$/i;
/** One bundle must fit into memory several times over. */
const UNPACKED_BYTES_MAX = 512 * 1024 * 1024;

/** Files of the paths given, folders walked through, sorted; `keys` open those that are sealed. Throws CliFailure for a path that is not there. */
export function listSources(paths: readonly string[], keys: FileKeys): SourceFile[] {
  const files = paths.flatMap((path) => walk(resolve(path), true)).map(({ isSealed, ...file }) => ({ ...file, sealedBy: isSealed ? keys : undefined }));
  if (files.length > 0) return files;
  throw new CliFailure('not-found', {
    zh: `没有可导入的文件（.json、.ndjson 及其 .gz、.sealed）：${paths.join(' ')}`,
    en: `Nothing to import (.json, .ndjson, each also .gz and .sealed): ${paths.join(' ')}`,
  });
}

function walk(path: string, named: boolean): (SourceFile & { readonly isSealed: boolean })[] {
  const info = statSync(path, { throwIfNoEntry: false });
  if (!info) throw new CliFailure('not-found', { zh: `没有文件或目录 ${path}`, en: `There is no file or folder ${path}` });
  if (info.isDirectory()) return readdirSync(path).sort().flatMap((name) => (name.startsWith('.') ? [] : walk(join(path, name), false)));
  const match = NAME.exec(path);
  if (!match) {
    if (!named) return [];
    throw new CliFailure('usage', { zh: `不支持的文件类型：${path}`, en: `Not a .json, .ndjson or .gz of these: ${path}` });
  }
  const kind = match[1]!.toLowerCase() === 'json' ? 'json' : 'ndjson';
  return [{ path, bytes: info.size, stamp: `${info.size}-${info.mtimeMs}`, kind, packed: match[2] !== undefined, named, isSealed: match[3] !== undefined }];
}

/** The whole text of a JSON file. */
export async function readText(file: SourceFile): Promise<string> {
  const bytes = file.sealedBy === undefined ? await readFile(file.path) : await buffer(Readable.from(openSealed(file.path, file.sealedBy)));
  if (!file.packed) return bytes.toString('utf8');
  return (await promisify(gunzip)(bytes, { maxOutputLength: UNPACKED_BYTES_MAX })).toString('utf8');
}

/** Lines of an NDJSON file with their numbers from 1; memory stays flat. */
export async function* readLines(file: SourceFile): AsyncGenerator<{ line: string; number: number }> {
  const raw: Readable = file.sealedBy === undefined ? createReadStream(file.path) : Readable.from(openSealed(file.path, file.sealedBy));
  const input: Readable = file.packed ? raw.pipe(createGunzip()) : raw;
  // An error of the file does not travel through pipe() by itself.
  raw.on('error', (error) => input.destroy(error));
  let number = 0;
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    number += 1;
    if (line.trim() !== '') yield { line, number };
  }
}
