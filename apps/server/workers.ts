import cluster, { type Worker } from 'node:cluster';
import { join } from 'node:path';
import { projectRoot } from '#platform/database/project-root.ts';
import { findFreePort } from './port.ts';
import type { Settings } from './settings.ts';

/** What the first process tells another. The connection string holds a password and so travels in no environment. */
export type ToWorker =
  | { readonly kind: 'start'; readonly settings: Settings; readonly connectionString: string }
  | { readonly kind: 'stop' };

export interface WorkersRequest {
  readonly settings: Settings;
  /** Of the database owner. */
  readonly connectionString: string;
  readonly say: (line: string) => void;
  /** No worker came up, several times over. */
  readonly onLost: (failure: unknown) => void;
}

export interface Workers {
  /** The port that all of them answer on. */
  readonly port: number;
  /** Tells each to finish its requests and end; resolves when all are gone. */
  stop(): Promise<void>;
}

const RESTART_MS_MAX = 10_000;
/** A worker that answered for so long was no false start. */
const HEALTHY_MS = 10_000;
/** Failures to come up at all, one after the other, before the start is given up. */
const FALSE_STARTS_MAX = 5;
const STOP_MS_MAX = 40_000;

/** Starts `settings.workers` processes on one port and replaces those that die. Resolves when all answer. */
export async function startWorkers(asked: WorkersRequest): Promise<Workers> {
  cluster.setupPrimary({ exec: join(projectRoot(), 'dist', 'server.mjs'), args: [] });
  // Asked for any free port, a replacement would get another one than the rest.
  const port = asked.settings.port === 0 ? await findFreePort(asked.settings.host) : asked.settings.port;
  const request = { ...asked, settings: { ...asked.settings, port } };
  return new Promise((resolve, reject) => {
    const crew = new Crew(request, { onUp: () => resolve({ port, stop: () => crew.stop() }), onFailed: reject });
    crew.fill();
  });
}

interface Outcome {
  readonly onUp: () => void;
  readonly onFailed: (failure: unknown) => void;
}

class Crew {
  private readonly request: WorkersRequest;
  private readonly outcome: Outcome;
  private readonly live = new Map<Worker, { answeredAt: number | undefined }>();
  private isUp = false;
  private failures = 0;
  private ending = false;

  constructor(request: WorkersRequest, outcome: Outcome) {
    this.request = request;
    this.outcome = outcome;
  }

  fill(): void {
    for (let index = 0; index < this.request.settings.workers; index += 1) this.add();
  }

  async stop(): Promise<void> {
    this.ending = true;
    const workers = [...this.live.keys()];
    const gone = Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('exit', resolve))));
    for (const worker of workers) if (!tell(worker, { kind: 'stop' })) worker.process.kill('SIGKILL');
    const hurry = setTimeout(() => workers.forEach((worker) => worker.process.kill('SIGKILL')), STOP_MS_MAX);
    await gone;
    clearTimeout(hurry);
  }

  private add(): void {
    const worker = cluster.fork();
    const state: { answeredAt: number | undefined } = { answeredAt: undefined };
    this.live.set(worker, state);
    worker.on('error', () => undefined);
    worker.on('listening', () => {
      state.answeredAt = Date.now();
      this.isUp ||= [...this.live.values()].every(({ answeredAt }) => answeredAt !== undefined);
      if (this.isUp) this.outcome.onUp();
    });
    worker.once('exit', () => this.replace(worker, state.answeredAt));
    const { settings, connectionString } = this.request;
    // Its first word says that its program is loaded; what is sent before nobody hears.
    worker.once('message', () => tell(worker, { kind: 'start', settings, connectionString }));
  }

  private replace(worker: Worker, answeredAt: number | undefined): void {
    this.live.delete(worker);
    if (this.ending) return;
    const wasHealthy = answeredAt !== undefined && Date.now() - answeredAt > HEALTHY_MS;
    this.failures = wasHealthy ? 0 : this.failures + 1;
    if (answeredAt === undefined && this.failures >= FALSE_STARTS_MAX) return this.giveUp();
    this.request.say(`一个服务进程结束，正在替换 · a worker ended and is being replaced (pid ${worker.process.pid})`);
    // The first replacement comes at once.
    const wait = this.failures <= 1 ? 0 : Math.min(RESTART_MS_MAX, 2 ** this.failures * 100);
    setTimeout(() => {
      if (!this.ending) this.add();
    }, wait);
  }

  private giveUp(): void {
    const failure = new Error('The workers do not come up; see the lines above.');
    if (this.isUp) this.request.onLost(failure);
    else this.outcome.onFailed(failure);
  }
}

/** False when the worker hears nothing any more. */
function tell(worker: Worker, message: ToWorker): boolean {
  return worker.isConnected() && worker.send(message, () => undefined);
}
