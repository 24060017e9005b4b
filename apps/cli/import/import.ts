import { basename } from 'node:path';
import type { Cli, CommandGroup } from '#platform/cli/command.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import { startProgress } from '#platform/cli/progress.ts';
import { keysOf, withKeyOptions, type KeyOptions } from '#platform/cli/sealed/options.ts';
import { readEntries, type ImportEntry, type Refused } from './entries.ts';
import { openResumeState, type ResumeState } from './resume.ts';
import { sendEntries, type SendReport } from './send.ts';
import { listSources, readLines, readText, type SourceFile } from './sources.ts';

/** A bundle stays one transaction up to this size; lines travel in smaller parcels. */
const BUNDLE_ENTRIES_MAX = 2_000;
const BUNDLE_BYTES_MAX = 24 * 1024 * 1024;
const LINES_MAX = 200;
const LINES_BYTES_MAX = 2 * 1024 * 1024;
const REFUSED_SHOWN_MAX = 50;

export const commands: CommandGroup = {
  name: 'import',
  summary: '导入 FHIR：Bundle、NDJSON、目录、gz · import FHIR bundles, NDJSON, folders, gz',
  register: (command, act) => {
    withKeyOptions(command)
      .argument('<paths...>', '文件或目录 · files or folders')
      .option('--restart', '忽略上次中断的位置 · do not resume an interrupted import')
      .option('--dry-run', '只读取检查，不写入 · read and check only')
      .addHelpText('after', '\n重复导入不产生变化；中断后再次运行会从中断处继续。\nImporting again changes nothing; after an interruption the same command goes on where it stopped.')
      .action(act(importPaths));
  },
};

interface Options extends KeyOptions {
  readonly restart?: boolean;
  readonly dryRun?: boolean;
}

/** Sums of an import under way. */
class Tally {
  created = 0;
  existing = 0;
  skippedFiles = 0;
  /** JSON of other kinds met in a folder, such as an index of the files. */
  readonly foreignFiles: string[] = [];
  readonly refused: Refused[] = [];
  readonly perType = new Map<string, number>();

  add(report: SendReport): void {
    this.created += report.created;
    this.existing += report.existing;
    this.refused.push(...report.refused);
    for (const [type, count] of report.perType) this.perType.set(type, (this.perType.get(type) ?? 0) + count);
  }

  get written(): number {
    return this.created + this.existing;
  }
}

type Send = (entries: readonly ImportEntry[]) => Promise<SendReport>;

async function importPaths(cli: Cli, paths: string[], options: Options): Promise<void> {
  const sources = listSources(paths, keysOf(cli, options));
  const resume = openResumeState(cli.dataFolder, sources, options.restart ?? false);
  const tally = new Tally();
  const send: Send = options.dryRun ? readOnly : (entries) => sendEntries(cli.server, entries);
  const progress = startProgress({ total: sources.reduce((sum, file) => sum + file.bytes, 0), silent: cli.output.json, title: '导入 · import' });
  let bytesDone = 0;
  for (const file of sources) {
    progress.update(bytesDone, `${tally.written} · ${basename(file.path)}`);
    if (resume.isDone(file)) tally.skippedFiles += 1;
    else await importFile({ file, send, tally, resume, tell: () => progress.update(bytesDone, `${tally.written} · ${basename(file.path)}`) });
    bytesDone += file.bytes;
    if (!options.dryRun) resume.keep(file, 'done');
  }
  progress.update(bytesDone, String(tally.written));
  progress.end();
  resume.clear();
  report(cli, tally, sources.length);
}

interface FileImport {
  readonly file: SourceFile;
  readonly send: Send;
  readonly tally: Tally;
  readonly resume: ResumeState;
  readonly tell: () => void;
}

async function importFile(work: FileImport): Promise<void> {
  if (work.file.kind === 'json') await importJson(work);
  else await importNdjson(work);
}

async function importJson({ file, send, tally, tell }: FileImport): Promise<void> {
  const text = await readTextOrRefuse(file, tally);
  if (text === undefined) return;
  const { entries, refused, foreign } = readEntries(text, basename(file.path));
  if (foreign && !file.named) {
    tally.foreignFiles.push(basename(file.path));
    return;
  }
  tally.refused.push(...refused);
  for (const parcel of parcels(entries, BUNDLE_ENTRIES_MAX, BUNDLE_BYTES_MAX)) {
    tally.add(await send(parcel));
    tell();
  }
}

async function readTextOrRefuse(file: SourceFile, tally: Tally): Promise<string | undefined> {
  try {
    return await readText(file);
  } catch (error) {
    tally.refused.push({ place: basename(file.path), reason: `无法读取 · cannot be read: ${(error as Error).message}` });
    return undefined;
  }
}

async function importNdjson({ file, send, tally, resume, tell }: FileImport): Promise<void> {
  const doneBefore = resume.linesDone(file);
  let waiting: ImportEntry[] = [];
  let waitingBytes = 0;
  const flush = async (line: number): Promise<void> => {
    if (waiting.length > 0) tally.add(await send(waiting));
    waiting = [];
    waitingBytes = 0;
    if (send !== readOnly) resume.keep(file, { lines: line });
    tell();
  };
  let lastLine = doneBefore;
  for await (const { line, number } of readLines(file)) {
    if (number <= doneBefore) continue;
    lastLine = number;
    const { entries, refused } = readEntries(line, `${basename(file.path)} line ${number}`, 'keep');
    tally.refused.push(...refused);
    waiting.push(...entries);
    waitingBytes += line.length;
    if (waiting.length >= LINES_MAX || waitingBytes >= LINES_BYTES_MAX) await flush(number);
  }
  await flush(lastLine);
}

/** Two entries of one transaction must not write the same resource: a repeat begins a new parcel. */
export function parcels(entries: readonly ImportEntry[], entriesMax: number, bytesMax: number): ImportEntry[][] {
  const all: ImportEntry[][] = [];
  let current: ImportEntry[] = [];
  let bytes = 0;
  let seen = new Set<string>();
  for (const entry of entries) {
    const key = `${entry.type}/${entry.id}`;
    const full = current.length >= entriesMax || bytes + entry.text.length > bytesMax || seen.has(key);
    if (full && current.length > 0) {
      all.push(current);
      current = [];
      bytes = 0;
      seen = new Set();
    }
    current.push(entry);
    bytes += entry.text.length;
    seen.add(key);
  }
  if (current.length > 0) all.push(current);
  return all;
}

const readOnly: Send = async (entries) => {
  const perType = new Map<string, number>();
  for (const { type } of entries) perType.set(type, (perType.get(type) ?? 0) + 1);
  return { created: 0, existing: entries.length, refused: [], perType };
};

function report(cli: Cli, tally: Tally, files: number): void {
  const { created, existing, refused, skippedFiles, foreignFiles } = tally;
  const perType = Object.fromEntries([...tally.perType].sort(([a], [b]) => (a < b ? -1 : 1)));
  if (cli.output.json) cli.output.print({ files, skippedFiles, foreignFiles, created, existing, refused, perType });
  else {
    cli.output.table(Object.entries(perType).map(([type, count]) => ({ type, count })), { type: '类型 · type', count: '数量 · count' });
    if (foreignFiles.length > 0) cli.output.say(`不是 FHIR，已略过 · not FHIR, passed over: ${foreignFiles.slice(0, 5).join(', ')}${foreignFiles.length > 5 ? ' …' : ''}`);
    cli.output.print({ '文件 · files': files, '已跳过 · done before': skippedFiles, '新增 · created': created, '已有 · existing': existing, '拒收 · refused': refused.length });
  }
  if (refused.length === 0) return;
  const shown = cli.output.json ? [] : refused.slice(0, REFUSED_SHOWN_MAX).map(({ place, reason }) => `${place}: ${reason}`);
  const rest = refused.length - shown.length;
  if (!cli.output.json && rest > 0) shown.push(`… 另有 ${rest} 条，用 --json 查看全部 · ${rest} more, shown by --json`);
  throw new CliFailure('partly-done', { zh: `${refused.length} 条被拒收，其余已导入。`, en: `${refused.length} refused, the rest is in.` }, shown);
}
