import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Cli } from '#platform/cli/command.ts';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import { openPool } from '#platform/cli/pieces/pool.ts';
import { dropState, inputMark, readState } from '#platform/cli/pieces/resume-state.ts';
import { openOut } from '#platform/cli/pieces/write-out.ts';
import { startProgress } from '#platform/cli/progress.ts';
import { openTallies } from '../../server/rules/region-year.ts';
import { openSettleEngine } from './engine.ts';
import { outTitles, PieceSettler } from './piece.ts';
import { summaryOf, tell } from './report.ts';
import { SettleRun } from './run.ts';
import { formatsOf, openCases, type SettleFormats } from './settle-input.ts';
import type { SettleOptions } from './settle-options.ts';
import type { GroupingSource, SettleAnswer, SettleStart, SettleTask } from './worker-messages.ts';

/** Below this a thread takes longer to start than the file to settle. */
const THREADS_FROM_BYTES = 4 * 1024 * 1024;

/** `yigong payment settle`: groups (with `--pack`), scores and settles a region-year on every core, without a database. */
export async function settleFile(cli: Cli, options: SettleOptions): Promise<void> {
  const begin = performance.now();
  checkPaths(options);
  const formats = await formatsOf(options);
  const [parameters, grouping] = [readParameters(options.parameters), groupingOf(options)];
  const engine = openSettleEngine({ parameters, grouping });
  for (const remark of engine.grouping?.remarks ?? []) cli.output.say(remark);
  const resumable = options.in !== '-' && options.out !== '-' && formats.from !== 'xlsx' && formats.to !== 'xlsx';
  const mark = resumable ? markOf(options, { formats, parameters }) : '';
  const before = resumable && options.restart !== true ? stateOf(options.out, mark) : undefined;
  const input = await openCases(options.in, formats.from);
  const style = { ...formats, titles: input.titles, separator: input.separator };
  const here = new PieceSettler(engine, style);
  const start: SettleStart = { settleWorker: true, parameters, grouping, style };
  // A chunk of its own in the bundle: a thread starts there.
  const { workerAddress } = await import('./worker.ts');
  const pool = openPool<SettleTask, SettleAnswer>({ workers: workersOf(options), address: workerAddress, start, here: () => (task) => here.run(task) });
  const out = await openOut({ path: options.out, format: formats.to, titles: outTitles(grouping !== undefined), keep: before?.outputOffset, plain: true });
  const progress = startProgress({ total: options.in === '-' ? 0 : statSync(options.in).size, silent: cli.output.json || options.out === '-', title: '结算 · settle' });
  const tallies = engine.parameters && openTallies(engine.parameters);
  const run = new SettleRun({ input, pool, out, tallies, progress, before, save: resumable ? { out: options.out, mark } : undefined });
  try {
    await run.go();
  } finally {
    progress.end();
    await pool.close();
  }
  const summary = run.cases > 0 ? tallies?.settle() : undefined;
  if (summary && options.out === '-' && formats.to === 'ndjson') await out.write({ bytes: Buffer.from(`${JSON.stringify({ summary: summaryOf(summary) })}\n`), rows: [] });
  await out.end();
  if (resumable) dropState(options.out);
  if (summary && options.summary !== undefined) writeFileSync(options.summary, `${JSON.stringify(summaryOf(summary), null, 2)}\n`, { mode: 0o600 });
  tell(cli, { run, summary, toScreen: options.out !== '-', seconds: (performance.now() - begin) / 1000 });
}

function checkPaths(options: SettleOptions): void {
  if (options.in !== '-' && statSync(options.in, { throwIfNoEntry: false })?.isFile() !== true) throw new CliFailure('not-found', { zh: `没有文件 ${options.in}`, en: `There is no file ${options.in}` });
  if (options.in !== '-' && options.in === options.out) throw new CliFailure('usage', { zh: '输出不能覆盖输入', en: 'The output cannot be the input' });
}

function readParameters(path: string | undefined): unknown {
  if (path === undefined) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\ufeff/, ''));
  } catch (error) {
    throw new CliFailure('not-found', { zh: `无法读取参数文件 ${path}`, en: `The parameters ${path} cannot be read` }, [(error as Error).message]);
  }
}

function groupingOf({ scheme, pack, codeMap }: SettleOptions): GroupingSource | undefined {
  if (scheme === undefined && pack === undefined) return undefined;
  if ((scheme !== 'drg' && scheme !== 'dip') || pack === undefined) throw new CliFailure('usage', { zh: '分组须同时给出 --scheme drg|dip 与 --pack', en: 'Grouping needs both --scheme drg|dip and --pack' });
  return { scheme, packFolder: pack, codeMapFolder: codeMap };
}

/** Another file, other parameters or another pack begin anew. */
const markOf = (options: SettleOptions, { formats, parameters }: { formats: SettleFormats; parameters: unknown }): string =>
  inputMark(options.in, ['settle', statSync(options.in).mtimeMs, formats, parameters, options.scheme ?? '', options.pack ?? '', options.codeMap ?? '']);

function stateOf(out: string, mark: string): ReturnType<typeof readState> {
  try {
    return readState(out, mark);
  } catch (error) {
    if (error instanceof CliFailure) return undefined;
    throw error;
  }
}

function workersOf({ in: path, workers }: SettleOptions): number {
  if (workers === undefined) return path !== '-' && statSync(path).size < THREADS_FROM_BYTES ? 1 : availableParallelism();
  const count = Number(workers);
  if (!Number.isInteger(count) || count < 1 || count > 256) throw new CliFailure('usage', { zh: '--workers 须为 1 至 256 的整数', en: '--workers must be a whole number from 1 to 256' });
  return count;
}
