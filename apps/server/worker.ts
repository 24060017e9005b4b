import { composeWorker } from './server.ts';
import { reportFailure } from './start-up-messages.ts';
import type { ToWorker } from './workers.ts';

const STOP_MS_MAX = 35_000;

/** The life of one of several processes: told what to serve, it answers until it is told to end or the first process is gone. */
export function runWorker(): void {
  let server: Promise<Awaited<ReturnType<typeof composeWorker>>> | undefined;
  let ending = false;
  const end = async (exitCode: number): Promise<void> => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(exitCode || 1), STOP_MS_MAX).unref();
    await (await server?.catch(() => undefined))?.close().catch(() => undefined);
    process.exit(exitCode);
  };
  process.on('message', (message: ToWorker) => {
    if (message.kind === 'stop') return void end(0);
    server = composeWorker(message);
    server
      .then((composed) => composed.listen(message.settings))
      .catch((error: unknown) => (ending ? undefined : end(reportFailure(error))));
  });
  // The first process died without a word: nobody would replace or stop this one.
  process.on('disconnect', () => void end(1));
  // Ctrl-C reaches every process of the terminal; the first one then tells this one to stop.
  process.on('SIGINT', () => undefined);
  process.on('SIGHUP', () => undefined);
  process.on('SIGTERM', () => void end(0));
  process.send?.('loaded');
}
