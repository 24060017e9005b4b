import { Worker } from 'node:worker_threads';
import { workerScript } from '#platform/threads/worker-script.ts';
import type { Suggestion } from '../analysis/measure.ts';
import { EcgFailure } from './ecg-failure.ts';
import type { EcgFile } from './ecg-file.ts';
import type { Answer } from './ecg-worker.ts';

export interface ReadEcg {
  readonly file: EcgFile;
  readonly suggestion: Suggestion | undefined;
}

const WORKER = 'modules/ecg/server/rules/reading/ecg-worker.ts';
const READ_MS_MAX = 20_000;
const HEAP_MEGABYTES_MAX = 384;
const THREADS_MAX = 2;
const WAITING_MAX = 50;

let running = 0;
const waiting: (() => void)[] = [];

/** Reads and measures in a thread of its own, ended after 20 seconds. Throws `EcgFailure`. */
export async function readInWorker(bytes: Buffer): Promise<ReadEcg> {
  if (running >= THREADS_MAX) {
    if (waiting.length >= WAITING_MAX) throw new EcgFailure('too-large', 'queue', 'too many ECGs are waiting to be read');
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  running += 1;
  try {
    return await readOnce(await workerScript(WORKER), bytes);
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

function readOnce(script: string, bytes: Buffer): Promise<ReadEcg> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, { workerData: Uint8Array.from(bytes), resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES_MAX } });
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      settle();
      void worker.terminate();
    };
    const timer = setTimeout(() => end(() => reject(new EcgFailure('too-large', 'file', 'takes too long to read'))), READ_MS_MAX);
    worker.once('message', (answer: Answer) => end(() => (answer.failure === undefined ? resolve(answer) : reject(new EcgFailure(answer.failure.fault, answer.failure.place, answer.failure.message)))));
    worker.once('error', () => end(() => reject(new EcgFailure('too-large', 'file', 'needs more memory than a resting ECG does'))));
    worker.once('exit', () => end(() => reject(new EcgFailure('malformed', 'file', 'breaks its reader'))));
  });
}
