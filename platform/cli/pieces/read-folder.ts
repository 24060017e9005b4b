import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from '#platform/documents/encoding.ts';
import { CliFailure } from '../exit-codes.ts';

const PACK_FILE = /\.(json|csv)$/i;
const BYTES_MAX = 256 * 1024 * 1024;

/** Texts of the JSON and CSV files of a folder; throws CliFailure when there is no such folder. */
export function readFolder(folder: string, only?: readonly string[]): Map<string, string> {
  const info = statSync(folder, { throwIfNoEntry: false });
  if (info?.isDirectory() !== true) throw new CliFailure('not-found', { zh: `没有目录 ${folder}`, en: `There is no folder ${folder}` });
  const names = readdirSync(folder).filter((name) => PACK_FILE.test(name) && (only === undefined || only.includes(name.toLowerCase()))).sort();
  const texts = new Map<string, string>();
  for (const name of names) {
    const path = join(folder, name);
    const { size } = statSync(path);
    if (size > BYTES_MAX) throw new CliFailure('refused', { zh: `文件过大：${path}`, en: `The file is too big: ${path}` });
    texts.set(name.toLowerCase(), textOf(readFileSync(path)).text);
  }
  return texts;
}
