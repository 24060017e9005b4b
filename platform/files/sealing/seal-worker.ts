import { parentPort } from 'node:worker_threads';
import { doSealWork, type SealWork } from './seal-work.ts';

/** One message to the thread. */
export interface Asked {
  readonly id: number;
  readonly work: SealWork;
  readonly bytes: Uint8Array;
}

/** Runs in its own thread: SM4 goes through some fifty million bytes a second, and no request waits for that. */
parentPort?.on('message', ({ id, work, bytes }: Asked) => {
  try {
    const answer = Uint8Array.from(doSealWork(work, bytes));
    parentPort?.postMessage({ id, answer }, [answer.buffer]);
  } catch {
    parentPort?.postMessage({ id }, []);
  }
});
