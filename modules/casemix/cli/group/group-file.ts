import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import type { Output } from '#platform/cli/output.ts';
import { openPool, type Pool } from '#platform/cli/pieces/pool.ts';
import { openInput, type Format, type Input, type Piece } from '#platform/cli/pieces/read-pieces.ts';
import { dropState, inputMark, readState, saveState, type ResumeState } from '#platform/cli/pieces/resume-state.ts';
import { openOut, type Out } from '#platform/cli/pieces/write-out.ts';
import { startProgress, type Progress } from '#platform/cli/progress.ts';
import { openEngine, type Engine } from './engine.ts';
import type { GroupOptions } from './group-options.ts';
import { PieceGrouper, titlesOut, type PieceStyle } from './piece.ts';
import type { PieceAnswer, PieceTask, WorkerStart } from './worker-messages.ts';

/** Below this a thread takes longer to start than the file to group. */
const THREADS_FROM_BYTES = 4 * 1024 * 1024;
const SAVE_EVERY_MS = 1000;
const FORMATS: Readonly<Record<string, Format>> = { '.ndjson': 'ndjson', '.jsonl': 'ndjson', '.json': 'ndjson', '.csv': 'csv', '.tsv': 'csv', '.txt': 'csv', '.xlsx': 'xlsx', ndjson: 'ndjson', jsonl: 'ndjson', csv: 'csv', xlsx: 'xlsx' };

/** Groups a file, piece by piece on every core, in the order of its lines. A refused line is named and the rest goes on. */
export async function groupFile(options: GroupOptions, output: Output): Promise<void> {
  const formats = formatsOf(options);
  checkInput(options, formats);
  const engine = openEngine({ scheme: options.scheme, packFolder: options.pack, codeMapFolder: options.codeMap });
  for (const remark of engine.remarks) output.say(remark);
  const mark = options.in === '-' ? '' : inputMark(options.in, [engine.name, options.scheme, options.pack, options.codeMap ?? '', options.explain === true, formats]);
  const before = options.resume === true ? readState(options.out, mark) : undefined;
  const input = await openInput({ path: options.in, format: formats.from, from: before === undefined ? undefined : { offset: before.inputOffset, line: before.line } });
  const style: PieceStyle = { ...formats, explain: options.explain === true, titles: input.titles, separator: input.separator };
  const { runTask, workerAddress } = await import('./worker.ts');
  const start: WorkerStart = { casemixWorker: true, source: { scheme: options.scheme, packFolder: options.pack, codeMapFolder: options.codeMap }, style };
  const pool = openPool<PieceTask, PieceAnswer>({
    workers: workersOf(options), address: workerAddress, start,
    here: () => {
      const grouper = new PieceGrouper(engine, style);
      return (task) => runTask(grouper, task);
    },
  });
  const out = await openOut({ path: options.out, format: formats.to, titles: titlesOut(engine, style), keep: before?.outputOffset });
  const progress = startProgress({ total: options.in === '-' ? 0 : statSync(options.in).size, silent: output.json, title: `${engine.name}` });
  const run = new Run({ input, pool, out, progress, options, mark, before, resumable: formats.to !== 'xlsx' && formats.from !== 'xlsx' && options.in !== '-' && options.out !== '-' });
  try {
    await run.go();
  } finally {
    progress.end();
    await pool.close();
  }
  run.report(output, engine);
}

function formatsOf(options: GroupOptions): { from: Format; to: Format } {
  const from = formatOf(options.format, options.in, 'ndjson');
  return { from, to: formatOf(options.outFormat, options.out, options.out === '-' && from === 'xlsx' ? 'csv' : from) };
}

function formatOf(given: string | undefined, path: string, otherwise: Format): Format {
  if (given === undefined && path === '-') return otherwise;
  const format = FORMATS[(given ?? extname(path)).toLowerCase()];
  if (format !== undefined) return format;
  throw new CliFailure('usage', { zh: `不支持的格式：${given ?? path}（可用 ndjson、csv、xlsx）`, en: `Not a format that can be read or written: ${given ?? path} (ndjson, csv, xlsx)` });
}

function checkInput(options: GroupOptions, { from, to }: { from: Format; to: Format }): void {
  if (options.in !== '-' && statSync(options.in, { throwIfNoEntry: false })?.isFile() !== true) throw new CliFailure('not-found', { zh: `没有文件 ${options.in}`, en: `There is no file ${options.in}` });
  if (options.in !== '-' && options.in === options.out) throw new CliFailure('usage', { zh: '输出不能覆盖输入', en: 'The output cannot be the input' });
  if (options.resume === true && (options.in === '-' || options.out === '-' || from === 'xlsx' || to === 'xlsx')) throw new CliFailure('usage', { zh: '只有 NDJSON 与 CSV 文件之间可以续作', en: 'Only runs from file to file in NDJSON or CSV can be resumed' });
}

function workersOf({ in: path, workers }: GroupOptions): number {
  if (workers !== undefined) {
    const count = Number(workers);
    if (!Number.isInteger(count) || count < 1 || count > 256) throw new CliFailure('usage', { zh: '--workers 须为 1 至 256 的整数', en: '--workers must be a whole number from 1 to 256' });
    return count;
  }
  return path !== '-' && statSync(path).size < THREADS_FROM_BYTES ? 1 : availableParallelism();
}

interface RunSetting {
  readonly input: Input;
  readonly pool: Pool<PieceTask, PieceAnswer>;
  readonly out: Out;
  readonly progress: Progress;
  readonly options: GroupOptions;
  readonly mark: string;
  readonly before: ResumeState | undefined;
  readonly resumable: boolean;
}

class Run {
  readonly #setting: RunSetting;
  readonly #statuses: Record<string, number>;
  readonly #samples: string[] = [];
  #cases: number;
  #refused: number;
  #savedAt = 0;
  /** Ends of pieces that are handed over but not yet known to be in the file. */
  #ends: ResumeState[] = [];
  readonly #startedAt = performance.now();
  readonly #casesBefore: number;

  constructor(setting: RunSetting) {
    this.#setting = setting;
    this.#statuses = { ...setting.before?.statuses };
    this.#cases = setting.before?.cases ?? 0;
    this.#casesBefore = this.#cases;
    this.#refused = setting.before?.refused ?? 0;
  }

  /** Reads ahead as far as the pool takes pieces; writes answers in order. */
  async go(): Promise<void> {
    const { input, pool, out, options } = this.#setting;
    const flying: (() => Promise<void>)[] = [];
    let sequence = 0;
    for await (const piece of input.pieces) {
      const answer = pool.submit({ sequence, line: piece.line, encoding: input.encoding, ...(piece.rows === undefined ? { bytes: piece.bytes! } : { rows: piece.rows }) });
      // Awaited in order below; until then a failure must not count as unheard.
      answer.catch(() => undefined);
      sequence += 1;
      flying.push(async () => {
        const { counts, ...given } = await answer;
        await out.write(given);
        this.#count(counts, piece);
      });
      if (flying.length >= pool.window) await flying.shift()!();
    }
    for (const land of flying) await land();
    await out.end();
    if (this.#setting.resumable) dropState(options.out);
  }

  #count(counts: { cases: number; refused: number; statuses: Record<string, number>; samples: readonly string[] }, piece: Piece): void {
    this.#cases += counts.cases;
    this.#refused += counts.refused;
    for (const [status, count] of Object.entries(counts.statuses)) this.#statuses[status] = (this.#statuses[status] ?? 0) + count;
    if (this.#samples.length < 10) this.#samples.push(...counts.samples);
    const seconds = (performance.now() - this.#startedAt) / 1000;
    this.#setting.progress.update(piece.end, `${this.#cases} 例 cases, ${Math.round((this.#cases - this.#casesBefore) / Math.max(seconds, 0.001))}/s`);
    this.#save(piece);
  }

  #save(piece: Piece): void {
    const { resumable, options, out, mark } = this.#setting;
    if (!resumable) return;
    this.#ends.push({ input: mark, inputOffset: piece.end, line: piece.nextLine, outputOffset: out.bytes, cases: this.#cases, refused: this.#refused, statuses: { ...this.#statuses } });
    const now = performance.now();
    if (now - this.#savedAt < SAVE_EVERY_MS) return;
    const held = this.#ends.findLastIndex(({ outputOffset }) => outputOffset <= out.held);
    if (held < 0) return;
    this.#savedAt = now;
    saveState(options.out, this.#ends[held]!);
    this.#ends = this.#ends.slice(held + 1);
  }

  report(output: Output, engine: Engine): void {
    const seconds = (performance.now() - this.#startedAt) / 1000;
    const statuses = Object.entries(this.#statuses).map(([status, count]) => `${status} ${count}`).join(', ');
    output.say(`${engine.name}: ${this.#cases} 例 cases, ${statuses}${this.#refused > 0 ? `, 拒绝 refused ${this.#refused}` : ''} (${seconds.toFixed(1)} s)`);
    for (const sample of this.#samples.slice(0, 10)) output.say(`  ${sample}`);
  }
}
