import { createWriteStream, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Duplex, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { noteClearFiles } from '#platform/audit/contract.ts';
import type { Cli, CommandGroup } from '#platform/cli/command.ts';
import { failureOf, type Connection } from '#platform/cli/connection.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import { startProgress } from '#platform/cli/progress.ts';
import type { FileLock } from '#platform/cli/sealed/file-locks.ts';
import { localKeyFile } from '#platform/cli/sealed/local-key.ts';
import { locksOf, withLockOptions, type LockOptions } from '#platform/cli/sealed/options.ts';
import { SEALED_END, sealing } from '#platform/cli/sealed/sealed-files.ts';
import { elementSpans, memberSpans, wholeSpan } from '../import/json-spans.ts';

const PAGE = 500;

export const commands: CommandGroup = {
  name: 'export',
  summary: '导出 FHIR 为 NDJSON，默认加密 · export FHIR as NDJSON, a file per type, sealed',
  register: (command, act) => {
    withLockOptions(command)
      .requiredOption('--out <folder>', '输出目录 · folder')
      .option('--type <types>', '逗号分隔的类型，默认全部 · types, separated by commas')
      .option('--since <instant>', '只导出此后变化的 · changed at or after, such as 2026-11-01T00:00:00Z')
      .option('--gz', '压缩 · pack each file')
      .option('--clear', '明文导出，须说明理由并记入审计 · write in clear; takes a reason, which the trail keeps')
      .option('--reason <words>', '明文导出的理由 · why in clear')
      .addHelpText('after', '\n默认用本数据目录的 keys/files.key 加密；导入时自动打开，yigong decrypt 可解密。\nSealed by keys/files.key of this data folder unless a recipient or passphrase is named; import opens it, so does yigong decrypt.')
      .action(act(exportTo));
  },
};

interface Options extends LockOptions {
  readonly clear?: boolean;
  readonly reason?: string;
  readonly out: string;
  readonly type?: string;
  readonly since?: string;
  readonly gz?: boolean;
}

async function exportTo(cli: Cli, options: Options): Promise<void> {
  if (options.since !== undefined && Number.isNaN(Date.parse(options.since))) {
    throw new CliFailure('usage', { zh: `时间不正确：${options.since}`, en: `Not an instant: ${options.since}` });
  }
  const locks = await locksFor(cli, options);
  const types = typesNamed(options) ?? (await listTypes(cli.server));
  mkdirSync(options.out, { recursive: true, mode: 0o700 });
  const progress = startProgress({ total: types.length, silent: cli.output.json, title: '导出 · export' });
  const counts: { type: string; count: number }[] = [];
  for (const [index, type] of types.entries()) {
    const count = await exportType({ server: cli.server, type, options, locks, tell: (written) => progress.update(index, `${type} ${written}`) });
    if (count > 0) counts.push({ type, count });
  }
  progress.update(types.length);
  progress.end();
  cli.output.table(counts, { type: '类型 · type', count: '数量 · count' });
  if (locks !== undefined && locks.length === 1 && locks[0]!.isLocal) cli.output.say(`已用 ${localKeyFile(cli.dataFolder)} 加密，请另存该密钥 · sealed by that key: keep a copy of it elsewhere`);
}

const typesNamed = ({ type }: Options): string[] | undefined => type?.split(',').map((each) => each.trim()).filter(Boolean);

/** For whom the files are sealed; undefined for files in clear, of which the server's trail has the reason before anything is written. */
async function locksFor(cli: Cli, options: Options): Promise<FileLock[] | undefined> {
  if (!options.clear) return locksOf(cli, options);
  if (options.recipient !== undefined || options.passphraseFile !== undefined) throw new CliFailure('usage', { zh: '--clear 不能与 --recipient、--passphrase-file 同用。', en: '--clear goes with neither --recipient nor --passphrase-file.' });
  if (options.reason === undefined) throw new CliFailure('usage', { zh: '明文导出须用 --reason 说明理由。', en: 'Files in clear take a --reason.' });
  await cli.server.call(noteClearFiles, { reason: options.reason, types: typesNamed(options) ?? [] });
  return undefined;
}

interface TypeExport {
  readonly server: Connection;
  readonly type: string;
  readonly options: Options;
  readonly locks: readonly FileLock[] | undefined;
  readonly tell: (count: number) => void;
}

/** Follows the pages by _lastUpdated; resources are written letter by letter as the server stores them. */
async function exportType({ server, type, options, locks, tell }: TypeExport): Promise<number> {
  const since = options.since === undefined ? '' : `&_lastUpdated=ge${encodeURIComponent(options.since)}`;
  let next: string | undefined = `/fhir/${type}?_sort=_lastUpdated&_count=${PAGE}${since}`;
  let sink: Sink | undefined;
  let count = 0;
  while (next !== undefined) {
    const answer = await server.send({ method: 'GET', path: next, headers: { accept: 'application/fhir+json' } });
    if (answer.status >= 400) throw failureOf(answer);
    const page = readPage(answer.text);
    if (page.resources.length > 0) sink ??= openSink(join(options.out, `${type}.ndjson${options.gz ? '.gz' : ''}${locks ? SEALED_END : ''}`), [...(options.gz ? [createGzip()] : []), ...(locks ? [sealing(locks)] : [])]);
    for (const resource of page.resources) await sink?.write(`${resource}\n`);
    count += page.resources.length;
    tell(count);
    next = page.next;
  }
  await sink?.close();
  return count;
}

function readPage(text: string): { resources: string[]; next: string | undefined } {
  const bundle = memberSpans(text, wholeSpan(text));
  const entries = bundle.get('entry');
  const resources = (entries ? elementSpans(text, entries) : []).flatMap((entry) => {
    const resource = memberSpans(text, entry).get('resource');
    return resource ? [oneLine(text.slice(resource.start, resource.end))] : [];
  });
  const links = bundle.get('link');
  const parsed = links ? (JSON.parse(text.slice(links.start, links.end)) as { relation: string; url: string }[]) : [];
  const next = parsed.find((link) => link.relation === 'next')?.url;
  // Relative to whatever address the server is reached by.
  return { resources, next: next?.replace(/^https?:\/\/[^/]+/, '') };
}

/** White space between tokens only: JSON strings hold no raw line ends. */
const oneLine = (json: string): string => json.replace(/[\r\n]+\s*/g, '');

interface Sink {
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

/** A file appears under its name only when it is whole; only its owner reads it. */
function openSink(path: string, through: readonly Duplex[]): Sink {
  const file = createWriteStream(`${path}.part`, { mode: 0o600 });
  const [input, ...after]: Writable[] = [...through, file];
  after.reduce((from, to) => (from as Duplex).pipe(to), input!);
  return {
    write: async (text) => {
      if (!input!.write(text)) await new Promise((resolve) => input!.once('drain', resolve));
    },
    close: async () => {
      input!.end();
      await finished(file);
      renameSync(`${path}.part`, path);
    },
  };
}

async function listTypes(server: Connection): Promise<string[]> {
  const answer = await server.send({ method: 'GET', path: '/fhir/metadata', headers: { accept: 'application/fhir+json' } });
  if (answer.status >= 400) throw failureOf(answer);
  const statement = JSON.parse(answer.text) as { rest?: { resource?: { type: string }[] }[] };
  return statement.rest?.[0]?.resource?.map(({ type }) => type) ?? [];
}
