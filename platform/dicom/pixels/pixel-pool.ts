import { Worker } from 'node:worker_threads';
import { workerScript } from '#platform/threads/worker-script.ts';
import { DicomFailure, type DicomFailureReason } from '../dicom-failure.ts';
import type { PixelWork } from './pixel-work.ts';
import type { Asked } from './pixel-worker.ts';

interface Answer {
  readonly id: number;
  readonly answer?: Uint8Array;
  readonly failure?: { readonly reason: DicomFailureReason; readonly message: string };
}

interface Waiting {
  readonly bytes: Buffer;
  readonly work: PixelWork;
  readonly resolve: (answer: Buffer) => void;
  readonly reject: (failure: Error) => void;
}

const WORKER = 'platform/dicom/pixels/pixel-worker.ts';
const WORKERS_MAX = 2;
/** Beyond this many somebody asks faster than anybody looks. */
const WAITING_MAX = 500;
/** The largest real frame takes a few seconds; what takes longer is stopped with its thread. */
const WORK_MS_MAX = 30_000;
const HEAP_MEGABYTES_MAX = 1_024;

interface Thread {
  readonly worker: Worker;
  current: { readonly id: number; readonly waiting: Waiting; readonly timer: NodeJS.Timeout } | undefined;
}

/** Decodes and renders frames in threads of their own. One pool serves a process. */
export class PixelPool {
  private readonly threads: Thread[] = [];
  private readonly queue: Waiting[] = [];
  private next = 1;
  private isClosed = false;

  /** Throws `DicomFailure`; `too-large` also where too many wait already. */
  run(bytes: Buffer, work: PixelWork): Promise<Buffer> {
    if (this.queue.length >= WAITING_MAX) return Promise.reject(new DicomFailure('too-large', 'too many pictures are waiting to be decoded'));
    return new Promise((resolve, reject) => {
      this.queue.push({ bytes, work, resolve, reject });
      void this.pump().catch(reject);
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all(this.threads.splice(0).map(({ worker }) => worker.terminate()));
  }

  private async pump(): Promise<void> {
    const script = await workerScript(WORKER);
    while (this.queue.length > 0 && !this.isClosed) {
      const idle = this.threads.find(({ current }) => current === undefined) ?? (this.threads.length < WORKERS_MAX ? this.start(script) : undefined);
      if (idle === undefined) return;
      this.give(idle, this.queue.shift()!);
    }
  }

  private start(script: string): Thread {
    const worker = new Worker(script, { resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES_MAX } });
    const thread: Thread = { worker, current: undefined };
    worker.unref();
    worker.on('message', (answer: Answer) => this.finish(thread, answer));
    worker.on('error', () => this.lose(thread));
    worker.on('exit', () => this.lose(thread));
    this.threads.push(thread);
    return thread;
  }

  private give(thread: Thread, waiting: Waiting): void {
    const id = this.next++;
    const timer = setTimeout(() => this.lose(thread), WORK_MS_MAX);
    timer.unref();
    thread.current = { id, waiting, timer };
    thread.worker.ref();
    const asked: Asked = { id, bytes: waiting.bytes, work: waiting.work };
    thread.worker.postMessage(asked, []);
  }

  private finish(thread: Thread, { id, answer, failure }: Answer): void {
    const { current } = thread;
    if (current?.id !== id) return;
    clearTimeout(current.timer);
    thread.current = undefined;
    thread.worker.unref();
    if (answer !== undefined) current.waiting.resolve(Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength));
    else current.waiting.reject(new DicomFailure(failure?.reason ?? 'malformed', failure?.message ?? 'cannot be decoded'));
    void this.pump();
  }

  private lose(thread: Thread): void {
    const place = this.threads.indexOf(thread);
    if (place >= 0) this.threads.splice(place, 1);
    const { current } = thread;
    thread.current = undefined;
    if (current !== undefined) {
      clearTimeout(current.timer);
      current.waiting.reject(new DicomFailure('malformed', 'breaks its decoder or takes too long to decode'));
    }
    void thread.worker.terminate();
    if (!this.isClosed) void this.pump();
  }
}
