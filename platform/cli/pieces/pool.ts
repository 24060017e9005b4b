import { Worker } from 'node:worker_threads';

/** Pieces under way at once for each thread: one at work, one waiting. */
const PER_WORKER = 2;

interface Numbered {
  readonly sequence: number;
}

/** A piece on its way to a thread; its bytes move there and are gone here. */
export interface PoolTask extends Numbered {
  readonly bytes?: Uint8Array;
}

/** Takes pieces and gives their answers; the caller awaits them in the order of the file. */
export interface Pool<Task extends PoolTask, Answer extends Numbered> {
  /** How many pieces may wait for their answer. */
  readonly window: number;
  submit(task: Task): Promise<Answer>;
  close(): Promise<void>;
}

interface PoolSetting<Task, Answer> {
  readonly workers: number;
  /** Where a thread starts: a bundled file. Sources run unbundled have none. */
  readonly address: string;
  /** Handed to each thread as `workerData`. */
  readonly start: unknown;
  /** The same work in this thread, for small files. */
  readonly here: () => (task: Task) => Answer;
}

/** Threads for big files; one piece after the other in this thread for small ones, and where the sources run unbundled. */
export function openPool<Task extends PoolTask, Answer extends Numbered>({ workers, address, start, here }: PoolSetting<Task, Answer>): Pool<Task, Answer> {
  if (workers > 1 && !address.endsWith('.ts')) return threads(workers, new URL(address), start);
  const run = here();
  return { window: 1, submit: async (task) => run(task), close: async () => undefined };
}

function threads<Task extends PoolTask, Answer extends Numbered>(count: number, address: URL, start: unknown): Pool<Task, Answer> {
  const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: unknown) => void }>();
  const load = new Map<Worker, number>();
  const fail = (error: unknown): void => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const workers = Array.from({ length: count }, () => {
    const worker = new Worker(address, { workerData: start });
    load.set(worker, 0);
    worker.on('message', (message: Answer | 'ready' | { stopped: string }) => {
      if (message === 'ready') return;
      if ('stopped' in message) return fail(new Error(message.stopped));
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
