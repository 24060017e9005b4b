import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedFolder } from '../shared-data.ts';
import type { NaiveCase } from './naive-interpreter.ts';

/** The grouping schemes that lie beside the project; whichever folders are there are tested. */
export const schemeFolders: readonly string[] = existsSync(sharedFolder('drg'))
  ? readdirSync(sharedFolder('drg'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => join(sharedFolder('drg'), name))
  : [];
export const codeMapFolder = sharedFolder('codes-cn');

export interface SharedCase {
  readonly id: string;
  readonly input: NaiveCase & { readonly codeSet?: string };
  readonly expected: Readonly<Record<string, string>>;
}

/** Texts of the JSON and CSV files of a folder. */
export const textsOf = (folder: string): Map<string, string> =>
  new Map(readdirSync(folder).filter((name) => /\.(csv|json)$/.test(name)).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));

export function casesOf(folder: string, name: string): SharedCase[] {
  const path = join(folder, name);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as SharedCase);
}
