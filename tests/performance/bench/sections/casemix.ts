import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openEngine, type Engine } from '#modules/casemix/cli/group/engine.ts';
import { PieceGrouper } from '#modules/casemix/cli/group/piece.ts';
import { readFolder } from '#platform/cli/pieces/read-folder.ts';
import { openInput } from '#platform/cli/pieces/read-pieces.ts';
import { openOut } from '#platform/cli/pieces/write-out.ts';
import { readCase, type CaseInput } from '#modules/casemix/server/rules/cases/read-case.ts';
import { projectRoot } from '#platform/database/project-root.ts';
import type { Line } from '../report.ts';
import type { Bench, Section } from '../section.ts';
import { schemeFolder } from './region-year.ts';

/** Cases a second of the open JavaScript grouper, one core, measured on this machine (handbook/field.md). */
const OPEN_GROUPER_PER_SECOND = 979;
const TIMES_AT_LEAST = 100;
const FILE_CASES = 300_000;
const SMALL_CASES = 10_000;
const LARGE_CASES = 1_000_000;
const COPY_SHARE_MIN = 0.3;
const LIFT_MAX = 1.3;

const linesOf = (folder: string): string[] => readFileSync(join(folder, 'cases.jsonl'), 'utf8').split('\n').filter((line) => line !== '');

function inMemory(engine: Engine, lines: readonly string[], seconds: number): number {
  const cases = lines.map((line) => readCase((JSON.parse(line) as { input: unknown }).input)).flatMap((reading) => ('input' in reading ? [reading.input] : []));
  const run = (until: number): number => {
    let done = 0;
    while (performance.now() < until) {
      for (const one of cases as CaseInput[]) engine.group(one);
      done += cases.length;
    }
    return done;
  };
  run(performance.now() + seconds * 200);
  // Processor time: what others do on the machine does not count.
  const begin = process.cpuUsage();
  const done = run(performance.now() + seconds * 1000);
  const { user, system } = process.cpuUsage(begin);
  return done / ((user + system) / 1e6);
}

async function writeCases(path: string, lines: readonly string[], count: number): Promise<void> {
  const file = createWriteStream(path);
  const block = lines.map((line) => `${line}\n`).join('');
  for (let written = 0; written < count; written += lines.length) if (!file.write(block)) await once(file, 'drain');
  file.end();
  await once(file, 'finish');
}

/** The same reader, JSON parser, serialiser and writer, and nothing between them. */
async function copySeconds(from: string, to: string): Promise<number> {
  const begin = performance.now();
  const input = await openInput({ path: from, format: 'ndjson', from: undefined });
  const out = await openOut({ path: to, format: 'ndjson', titles: [], keep: undefined });
  for await (const { bytes } of input.pieces) {
    let text = '';
    for (const line of new TextDecoder(input.encoding).decode(bytes).split('\n')) if (line !== '') text += `${JSON.stringify(JSON.parse(line))}\n`;
    await out.write({ bytes: new TextEncoder().encode(text), rows: [] });
  }
  await out.end();
  return (performance.now() - begin) / 1000;
}

/** The command as people run it, its start included. */
async function commandSeconds(folder: string, from: string, to: string): Promise<number> {
  const begin = performance.now();
  const child = spawn(process.execPath, [join(projectRoot(), 'dist', 'cli.mjs'), 'casemix', 'group', '--scheme', 'drg', '--pack', folder, '--in', from, '--out', to], { stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`casemix group ended with ${String(code)}; run \`node tools/build.mjs server\` first`);
  return (performance.now() - begin) / 1000;
}

const PIECES_BETWEEN = 100;

function heapAfterCollection(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

/** Microseconds of one case, file to file in one thread, and the memory that stays after it. */
async function streamed(engine: Engine, from: string): Promise<{ microseconds: number; memoryMb: number }> {
  const grouper = new PieceGrouper(engine, { from: 'ndjson', to: 'ndjson', explain: false, titles: [], separator: ',' });
  const out = await openOut({ path: `${from}.out`, format: 'ndjson', titles: [], keep: undefined });
  let [cases, top, pieces] = [0, 0, 0];
  const begin = performance.now();
  for await (const { bytes, line } of (await openInput({ path: from, format: 'ndjson', from: undefined })).pieces) {
    const { text, counts } = grouper.run({ text: new TextDecoder().decode(bytes) }, line);
    await out.write({ bytes: new TextEncoder().encode(text), rows: [] });
    cases += counts.cases;
    // What stays after a collection: the rest is garbage that nobody has swept yet.
    pieces += 1;
    if (pieces % PIECES_BETWEEN === 1) top = Math.max(top, heapAfterCollection());
  }
  await out.end();
  return { microseconds: ((performance.now() - begin) * 1000) / cases, memoryMb: top / 1024 / 1024 };
}

async function run({ options, say }: Bench): Promise<Line[]> {
  const folder = schemeFolder();
  if (folder === undefined) {
    say('no grouping scheme beside the project: skipped');
    return [];
  }
  const work = mkdtempSync(join(options.folder ?? tmpdir(), 'yigong-casemix-'));
  try {
    const engine = openEngine({ scheme: 'drg', packFolder: folder, codeMapFolder: undefined });
    const lines = linesOf(folder);
    const rate = inMemory(engine, lines, options.seconds);
    const path = (name: string): string => join(work, name);
    await writeCases(path('file.ndjson'), lines, FILE_CASES);
    await writeCases(path('small.ndjson'), lines, SMALL_CASES);
    await writeCases(path('large.ndjson'), lines, LARGE_CASES);
    say(`${FILE_CASES} cases are ${Math.round(statSync(path('file.ndjson')).size / 1024 / 1024)} MB; ${readFolder(folder).size} files of ${basename(folder)}`);
    await copySeconds(path('file.ndjson'), path('copy.ndjson'));
    const copy = await copySeconds(path('file.ndjson'), path('copy.ndjson'));
    const command = await commandSeconds(folder, path('file.ndjson'), path('grouped.ndjson'));
    await streamed(engine, path('small.ndjson'));
    const [small, large] = [await streamed(engine, path('small.ndjson')), await streamed(engine, path('large.ndjson'))];
    return [
      { what: 'grouping in memory, a second of processor time of one core', unit: 'cases/s', ours: rate, beside: OPEN_GROUPER_PER_SECOND, ratio: rate / OPEN_GROUPER_PER_SECOND, besideIs: 'open JavaScript grouper', bar: { of: 'ratio', atLeast: TIMES_AT_LEAST } },
      { what: 'file to file by the command, start included', unit: 'cases/s', ours: FILE_CASES / command, beside: FILE_CASES / copy, ratio: copy / command, besideIs: 'the same file parsed and written', bar: { of: 'ratio', atLeast: COPY_SHARE_MIN } },
      { what: 'one case of 1,000,000 in a file', unit: 'µs', ours: large.microseconds, beside: small.microseconds, ratio: large.microseconds / small.microseconds, besideIs: 'one of 10,000', bar: { of: 'ratio', atMost: LIFT_MAX } },
      { what: 'heap that stays, at most, over 1,000,000 cases', unit: 'MB', ours: large.memoryMb, beside: small.memoryMb, ratio: large.memoryMb / small.memoryMb, besideIs: 'over 10,000', bar: { of: 'ratio', atMost: LIFT_MAX } },
    ];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

export const casemix: Section = { name: 'casemix', needsHouse: false, run };
