import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, readSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { CliFailure } from '../exit-codes.ts';

/** How far a run has come: everything before these places is written for good. */
export interface ResumeState {
  readonly input: string;
  readonly inputOffset: number;
  readonly line: number;
  readonly outputOffset: number;
  readonly cases: number;
  readonly refused: number;
  readonly statuses: Readonly<Record<string, number>>;
}

const PROBE_BYTES = 64 * 1024;

const stateFile = (out: string): string => `${out}.progress`;

/** What must be the same for a run to go on: the file, the pack, the map and the options. */
export function inputMark(path: string, options: unknown): string {
  const { size } = statSync(path);
  const probe = Buffer.alloc(Math.min(PROBE_BYTES, size));
  const file = openSync(path, 'r');
  try {
    readSync(file, probe, 0, probe.length, 0);
  } finally {
    closeSync(file);
  }
  return createHash('sha256').update(JSON.stringify([size, options])).update(probe).digest('hex');
}

/** The state of a run before; throws CliFailure when it belongs to another file or other options. */
export function readState(out: string, mark: string): ResumeState | undefined {
  const file = stateFile(out);
  if (!existsSync(file) || !existsSync(out)) return undefined;
  const state = JSON.parse(readFileSync(file, 'utf8')) as ResumeState;
  if (state.input === mark && statSync(out).size >= state.outputOffset) return state;
  throw new CliFailure('refused', {
    zh: `${file} 属于另一次运行（文件、分组方案或选项不同）。删除它后重新开始。`,
    en: `${file} belongs to another run (other file, pack or options). Delete it to begin anew.`,
  });
}

export function saveState(out: string, state: ResumeState): void {
  const file = stateFile(out);
  writeFileSync(`${file}.new`, JSON.stringify(state));
  renameSync(`${file}.new`, file);
}

export const dropState = (out: string): void => rmSync(stateFile(out), { force: true });
