import { Worker } from 'node:worker_threads';
import { PieceGrouper } from './piece.ts';
import type { Engine } from './engine.ts';
import type { PieceAnswer, PieceTask, WorkerStart } from './worker-messages.ts';

/** Pieces under way at once for each thread: one at work, one waiting. */
const PER_WORKER = 2;

/** Takes pieces and gives their answers in the order in which they were given. */
export interface Pool {
  /** How many pieces may wait for their answer. */
  readonly window: number;
  submit(task: PieceTask): Promise<PieceAnswer>;
  close(): Promise<void>;
}

interface PoolSetting {
  readonly workers: number;
  readonly start: WorkerStart;
  readonly engine: Engine;
}

/** Threads for big files; one piece after the other in this thread for small ones, and where the sources run unbundled. */
export async function openPool({ workers, start, engine }: PoolSetting): Promise<Pool> {
  const { runTask, workerAddress } = await import('./worker.ts');
  if (workers <= 1 || workerAddress.endsWith('.ts')) {
    const grouper = new PieceGrouper(engine, start.style);
    return { window: 1, submit: async (task) => runTask(grouper, task), close: async () => undefined };
  }
  return threads(workers, new URL(workerAddress), start);
}

function threads(count: number, address: URL, start: WorkerStart): Pool {
  const waiting = new Map<number, { resolve: (answer: PieceAnswer) => void; reject: (error: unknown) => void }>();
  const load = new Map<Worker, number>();
  const fail = (error: unknown): void => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const workers = Array.from({ length: count }, () => {
    const worker = new Worker(address, { workerData: start });
    load.set(worker, 0);
    worker.on('message', (message: PieceAnswer | 'ready' | { refused: string }) => {
      if (message === 'ready') return;
      if ('refused' in message) return fail(new Error(message.refused));
      load.set(worker, load.get(worker)! - 1);
      waiting.get(message.sequence)?.resolve(message);
      waiting.delete(message.sequence);
    });
    worker.on('error', fail);
    worker.on('exit', () => fail(new Error('a thread ended before its work')));
    return worker;
  });
  return {
    window: count * PER_WORKER,
    submit: (task) =>
      new Promise((resolve, reject) => {
        waiting.set(task.sequence, { resolve, reject });
        const worker = workers.reduce((least, other) => (load.get(other)! < load.get(least)! ? other : least));
        load.set(worker, load.get(worker)! + 1);
        worker.postMessage(task, task.bytes === undefined ? [] : [task.bytes.buffer as ArrayBuffer]);
      }),
    close: async () => {
      // Their ends are wanted now.
      waiting.clear();
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}
