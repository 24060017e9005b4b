import cluster from 'node:cluster';
import type { Worker } from '#platform/events/worker.ts';
import { startBackups } from './backups/backups.ts';
import { boundHeap } from './memory.ts';
import { reportFailure, say } from './start-up-messages.ts';
import { portFailure, requireFreePort } from './port.ts';
import { type PreparedDatabase, prepareDatabase } from './prepare-database.ts';
import { composeServer, type ComposedServer } from './server.ts';
import { readSettings, workersArgument, type Settings } from './settings.ts';
import { runWorker } from './worker.ts';
import { startWorkers, type Workers } from './workers.ts';

/** A run that was told to stop a moment ago may still hold the port. */
const PORT_PATIENCE_MS = 4000;
const STOP_MS_MAX = 45_000;

let database: Promise<PreparedDatabase> | undefined;
let server: ComposedServer | undefined;
let workers: Workers | undefined;
let backups: readonly Worker[] = [];
let ending: Promise<void> | undefined;

/** Ends in order: no new request, the last answer, the database. */
function end(exitCode: number): Promise<void> {
  ending ??= (async () => {
    setTimeout(() => process.exit(exitCode || 1), STOP_MS_MAX).unref();
    try {
      await Promise.all(backups.map((worker) => worker.stop()));
      await workers?.stop();
      await server?.close();
    } finally {
      // Also one that is only now coming up; if it failed there is nothing to stop.
      await (await database?.catch(() => undefined))?.stop();
    }
    process.exit(exitCode);
  })().catch((error: unknown) => process.exit(reportFailure(error)));
  return ending;
}

async function start(): Promise<void> {
  const settings = readSettings({ ...process.env, ...workersArgument(process.argv) });
  await requireFreePort(settings, PORT_PATIENCE_MS);
  database = prepareDatabase({ settings, say, onLost: (failure) => void end(reportFailure(failure)) });
  const { connectionString, superuser } = await database;
  if (ending !== undefined) return;
  server = await composeServer({ settings, connectionString, say });
  const port = settings.workers > 1 ? await listenInWorkers(server, { settings, connectionString }) : await listen(server, settings);
  if (superuser !== undefined) backups = await startBackups({ settings, superuser, say });
  for (const line of server.announcement) process.stdout.write(`${line}\n`);
  process.stdout.write(`ready ${settings.tls === undefined ? 'http' : 'https'}://localhost:${port}\n`);
}

async function listen(composed: ComposedServer, settings: { port: number; host: string | undefined }): Promise<number> {
  try {
    return await composed.listen(settings);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'EADDRINUSE' || code === 'EACCES' || code === 'EADDRNOTAVAIL') throw portFailure(settings.port, code);
    throw error;
  }
}

async function listenInWorkers(composed: ComposedServer, { settings, connectionString }: { settings: Settings; connectionString: string }): Promise<number> {
  workers = await startWorkers({ settings, connectionString, say, onLost: (failure) => void end(reportFailure(failure)) });
  composed.workFor(workers.port);
  return workers.port;
}

function endAtSignals(): void {
  let signals = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      signals += 1;
      // npm may pass one Ctrl-C on a second time. Whoever insists gets out at once; the next start recovers.
      if (signals > 2) process.exit(130);
      if (signals === 1) process.stdout.write('\n正在停止 · stopping\n');
      void end(0);
    });
  }
}

boundHeap();
if (cluster.isWorker) {
  runWorker();
} else {
  endAtSignals();
  start().catch((error: unknown) => end(reportFailure(error)));
}
