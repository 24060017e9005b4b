import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Cli } from './command.ts';
import { CliFailure } from './exit-codes.ts';
import { startProgress } from './progress.ts';

export interface FileToSend {
  readonly path: string;
  readonly bytes: number;
}

export interface RefusedFile {
  readonly path: string;
  readonly reason: string;
}

interface Sending {
  /** Which work it is; a run that was broken off goes on where one of the same name and folder ended. */
  readonly name: string;
  readonly folder: string;
  readonly restart: boolean;
  readonly batchBytesMax: number;
  readonly batchFilesMax: number;
  /** Sends some files; answers those that were refused. What it throws ends the run, and the next begins here. */
  readonly send: (files: readonly FileToSend[]) => Promise<readonly RefusedFile[]>;
}

const SHOWN_MAX = 20;

/** Every file of a folder, in batches, with progress; a file that is refused is told at the end and stops nothing. */
export async function sendFolder(cli: Cli, { name, folder, restart, batchBytesMax, batchFilesMax, send }: Sending): Promise<{ stored: number; refused: readonly RefusedFile[]; skipped: number }> {
  const files = filesOf(resolve(folder));
  if (files.length === 0) throw new CliFailure('not-found', { zh: `目录中没有文件：${folder}`, en: `There is no file in ${folder}` });
  const done = openDone(cli.dataFolder, `${name} ${resolve(folder)} ${cli.server.url}`, restart);
  const waiting = files.filter((file) => !done.has(file));
  const progress = startProgress({ total: waiting.length, silent: cli.output.json, title: name });
  const refused: RefusedFile[] = [];
  let sent = 0;
  for (const batch of batchesOf(waiting, { batchBytesMax, batchFilesMax })) {
    refused.push(...(await send(batch)));
    done.add(batch);
    sent += batch.length;
    progress.update(sent, `${sent}/${waiting.length} · 拒收 refused ${refused.length}`);
  }
  progress.end();
  done.clear();
  return { stored: sent - refused.length, refused, skipped: files.length - waiting.length };
}

/** What a run came to; a run with refused files ends with its own exit code. */
export function tellSent(cli: Cli, { stored, refused, skipped }: Awaited<ReturnType<typeof sendFolder>>): void {
  cli.output.print({ stored, refused: refused.length, skipped });
  if (refused.length === 0) return;
  throw new CliFailure('partly-done', { zh: `${refused.length} 个文件被拒收，其余已保存。`, en: `${refused.length} files were refused, the others are stored.` }, refused.slice(0, SHOWN_MAX).map(({ path, reason }) => `${path}: ${reason}`));
}

/** Files below a folder, or the one file; hidden ones and links are left out. */
function filesOf(path: string): FileToSend[] {
  const info = statSync(path, { throwIfNoEntry: false });
  if (info === undefined) throw new CliFailure('not-found', { zh: `没有目录或文件 ${path}`, en: `There is no folder or file ${path}` });
  if (info.isFile()) return [{ path, bytes: info.size }];
  const entries = readdirSync(path, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.')).sort((left, right) => left.name.localeCompare(right.name));
  return entries.flatMap((entry) => (entry.isDirectory() || entry.isFile() ? filesOf(join(path, entry.name)) : []));
}

function* batchesOf(files: readonly FileToSend[], { batchBytesMax, batchFilesMax }: Pick<Sending, 'batchBytesMax' | 'batchFilesMax'>): Generator<FileToSend[]> {
  let batch: FileToSend[] = [];
  let bytes = 0;
  for (const file of files) {
    if (batch.length > 0 && (batch.length >= batchFilesMax || bytes + file.bytes > batchBytesMax)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(file);
    bytes += file.bytes;
  }
  if (batch.length > 0) yield batch;
}

/** One line a file that was sent, kept until the run is over. */
function openDone(dataFolder: string, of: string, restart: boolean) {
  const folder = join(dataFolder, 'imports');
  const path = join(folder, `sent-${createHash('sha256').update(of).digest('hex').slice(0, 16)}.txt`);
  if (restart) rmSync(path, { force: true });
  const keyOf = (file: FileToSend): string => createHash('sha256').update(`${file.path} ${file.bytes} ${statSync(file.path).mtimeMs}`).digest('hex').slice(0, 24);
  const known = new Set(statSync(path, { throwIfNoEntry: false }) === undefined ? [] : readFileSync(path, 'utf8').split('\n'));
  return {
    has: (file: FileToSend): boolean => known.has(keyOf(file)),
    add: (files: readonly FileToSend[]): void => {
      mkdirSync(folder, { recursive: true });
      appendFileSync(path, files.map((file) => `${keyOf(file)}\n`).join(''), { mode: 0o600 });
    },
    clear: (): void => rmSync(path, { force: true }),
  };
}
