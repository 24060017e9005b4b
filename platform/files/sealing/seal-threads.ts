import { Worker } from 'node:worker_threads';
import { builtWorker } from '#platform/threads/worker-script.ts';
import { doSealWork, type SealWork } from './seal-work.ts';
import type { Asked } from './seal-worker.ts';

interface Waiting {
  readonly resolve: (answer: Buffer) => void;
  readonly reject: (failure: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
}

const WORKER = 'platform/files/sealing/seal-worker.ts';
/** Smaller pieces are done sooner than handed over. */
const HERE_BYTES_MAX = 32 * 1024;
const WORKERS_MAX = 2;
const threads: Thread[] = [];
let next = 1;

/** Seals or opens parts: small ones here (sources that run unbundled do all of it here), others in threads that serve the whole process. Rejects where a part does not open. */
export async function sealAside(work: SealWork, bytes: Buffer): Promise<Buffer> {
  const script = bytes.length <= HERE_BYTES_MAX ? undefined : builtWorker(WORKER);
  if (script === undefined) return doSealWork(work, bytes);
  const thread = threads.length < WORKERS_MAX ? start(script) : threads.reduce((least, each) => (each.waiting.size < least.waiting.size ? each : least));
  const id = next++;
  return new Promise((resolve, reject) => {
    thread.waiting.set(id, { resolve, reject });
    thread.worker.ref();
    const moved = Uint8Array.from(bytes);
    const asked: Asked = { id, work, bytes: moved };
    thread.worker.postMessage(asked, [moved.buffer]);
  });
}

function start(script: string): Thread {
  const thread: Thread = { worker: new Worker(script), waiting: new Map() };
  thread.worker.unref();
  thread.worker.on('message', ({ id, answer }: { id: number; answer?: Uint8Array }) => {
    const waiting = thread.waiting.get(id);
    thread.waiting.delete(id);
    if (thread.waiting.size === 0) thread.worker.unref();
    if (answer === undefined) waiting?.reject(new Error('the sealed bytes were changed, or belong elsewhere'));
    else waiting?.resolve(Buffer.from(answer.buffer as ArrayBuffer, answer.byteOffset, answer.byteLength));
  });
  const lose = (): void => {
    const place = threads.indexOf(thread);
    if (place >= 0) threads.splice(place, 1);
    for (const { reject } of thread.waiting.values()) reject(new Error('a thread that seals files ended'));
    thread.waiting.clear();
  };
  thread.worker.on('error', lose);
  thread.worker.on('exit', lose);
  threads.push(thread);
  return thread;
}
