import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '#platform/database/project-root.ts';
import type { Line } from '../report.ts';
import type { Bench } from '../section.ts';

const SIZES = [10_000, 100_000, 1_000_000] as const;
const INSTITUTIONS = 24;
const SAMPLE_MS = 50;
/** Marks of a million case numbers are 32 MB; nothing else may grow with the cases. */
const MEMORY_RATIO_MAX = 1.6;
const COST_RATIO_MAX = 1.3;

interface Ran {
  readonly seconds: number;
  readonly memoryMb: number;
  readonly refused: number;
  /** Of all threads of the command. */
  readonly processorSeconds: number;
}

/** The first scheme beside the project. */
export function schemeFolder(): string | undefined {
  const folder = join(projectRoot(), '..', 'shared', 'data', 'drg');
  const name = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }).find((entry) => entry.isDirectory())?.name : undefined;
  return name === undefined ? undefined : join(folder, name);
}

/** Weights and averages of every group of the scheme, invented; a group that no case finds included. */
function parametersOf(folder: string, size: number): unknown {
  const { drg_names: names } = JSON.parse(readFileSync(join(folder, 'scheme.json'), 'utf8')) as { drg_names: Record<string, string> };
  const codes = [...Object.keys(names), '0000', ...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('').map((letter) => `${letter}QY`)].filter((code, index, all) => all.indexOf(code) === index);
  return {
    name: 'bench', parameters: { low: '0.4', high: '3', rule: 'drg' }, fund_total: `${size * 6000}.00`,
    groups: codes.map((group, index) => ({ group, average: `${3000 + (index * 37) % 40_000}.00`, rw: ((3000 + (index * 37) % 40_000) / 9000).toFixed(4) })),
    institutions: Array.from({ length: INSTITUTIONS }, (_, index) => ({ institution: `H${index}`, coefficient: (0.6 + index / 50).toFixed(4), assessment: '0.98', deduction: '0' })),
  };
}

async function writeYear(path: string, inputs: readonly string[], size: number): Promise<void> {
  const file = createWriteStream(path);
  let block = '';
  for (let number = 0; number < size; number += 1) {
    const cost = 800 + ((number * 7919) % 60_000);
    block += `{"id":"C${number}","institution":"H${number % INSTITUTIONS}","cost":"${cost}.00","patient_paid":"${Math.floor(cost / 4)}.00","input":${inputs[number % inputs.length]!}}\n`;
    if (block.length < 1 << 20) continue;
    if (!file.write(block)) await once(file, 'drain');
    block = '';
  }
  file.end(block);
  await once(file, 'finish');
}

/** Resident memory of a process at most, in MB; 0 where the system does not tell. */
function residentMb(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Processor time of a process so far (Linux: ticks of 10 ms). */
function processorSeconds(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}

async function settle(folder: string, { work, size }: { work: string; size: number }): Promise<Ran> {
  const path = (name: string): string => join(work, `${name}-${size}`);
  writeFileSync(path('parameters'), JSON.stringify(parametersOf(folder, size)));
  const begin = performance.now();
  const child = spawn(process.execPath, [join(projectRoot(), 'dist', 'cli.mjs'), '--json', 'payment', 'settle', '--scheme', 'drg', '--pack', folder, '--parameters', path('parameters'), '--format', 'ndjson', '--out-format', 'ndjson', '--in', path('cases'), '--out', path('settled')], { stdio: ['ignore', 'pipe', 'inherit'] });
  let [memoryMb, processor, text] = [0, 0, ''];
  child.stdout.on('data', (chunk: Buffer) => void (text += chunk.toString('utf8')));
  const timer = setInterval(() => {
    memoryMb = Math.max(memoryMb, residentMb(child.pid ?? 0));
    processor = Math.max(processor, processorSeconds(child.pid ?? 0));
  }, SAMPLE_MS);
  await once(child, 'close');
  clearInterval(timer);
  const answer = text === '' ? undefined : (JSON.parse(text) as { calculated: number; refusedCount: number; summary?: { status: string } });
  if (answer?.summary?.status !== 'SETTLED' || answer.calculated + answer.refusedCount !== size) throw new Error(`payment settle did not settle ${size} cases; run \`node tools/build.mjs server\` first: ${text.slice(0, 300)}`);
  return { seconds: (performance.now() - begin) / 1000, memoryMb, refused: answer.refusedCount, processorSeconds: processor };
}

/** A region-year grouped, scored and settled in one run of the command, its start included. */
export async function regionYear({ options, say }: Bench): Promise<Line[]> {
  const folder = schemeFolder();
  if (folder === undefined) {
    say('no grouping scheme beside the project: skipped');
    return [];
  }
  const work = mkdtempSync(join(options.folder ?? tmpdir(), 'yigong-region-year-'));
  try {
    const inputs = readFileSync(join(folder, 'cases.jsonl'), 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.stringify((JSON.parse(line) as { input: unknown }).input));
    const ran: Ran[] = [];
    for (const size of SIZES) {
      await writeYear(join(work, `cases-${size}`), inputs, size);
      const one = await settle(folder, { work, size });
      ran.push(one);
      say(`region-year: ${size} cases grouped, scored and settled in ${one.seconds.toFixed(2)} s (${one.processorSeconds.toFixed(1)} s of processor), at most ${one.memoryMb.toFixed(0)} MB, ${one.refused} refused`);
    }
    const [small, middle, large] = ran as [Ran, Ran, Ran];
    // The start of the command and of its threads is the same for any size: a case costs what is added by more of them.
    const [costMiddle, costLarge] = [(middle.processorSeconds - small.processorSeconds) / (SIZES[1] - SIZES[0]), (large.processorSeconds - small.processorSeconds) / (SIZES[2] - SIZES[0])];
    return [
      { what: `region-year: 1,000,000 cases grouped, scored and settled in one run on ${availableParallelism()} cores, start included`, unit: 's', ours: large.seconds },
      { what: 'region-year: processor time of the same, all threads', unit: 's', ours: large.processorSeconds },
      { what: 'region-year: cases a second', unit: 'cases/s', ours: SIZES[2] / large.seconds },
      { what: 'region-year: processor time of a case of 1,000,000, start taken off', unit: 'µs', ours: costLarge * 1e6, beside: costMiddle * 1e6, besideIs: 'of 100,000', ratio: costLarge / costMiddle, bar: { of: 'ratio', atMost: COST_RATIO_MAX } },
      { what: 'region-year: memory of the command at most', unit: 'MB', ours: large.memoryMb, beside: middle.memoryMb, besideIs: 'with 100,000 cases', ratio: middle.memoryMb === 0 ? 0 : large.memoryMb / middle.memoryMb, bar: { of: 'ratio', atMost: MEMORY_RATIO_MAX } },
    ];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
