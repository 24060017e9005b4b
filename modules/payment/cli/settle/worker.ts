import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { CliFailure } from '#platform/cli/exit-codes.ts';
import { Problem } from '#platform/kernel/problem.ts';
import { openSettleEngine } from './engine.ts';
import { PieceSettler } from './piece.ts';
import type { SettleStart, SettleTask } from './worker-messages.ts';

/** The bundle gives this file a chunk of its own: a thread starts here. */
export const workerAddress = import.meta.url;

function serve(start: SettleStart): void {
  try {
    const settler = new PieceSettler(openSettleEngine(start), start.style);
    parentPort!.postMessage('ready', []);
    parentPort!.on('message', (task: SettleTask) => {
      const answer = settler.run(task);
      parentPort!.postMessage(answer, [answer.bytes.buffer, answer.lines.buffer, answer.marks.buffer] as ArrayBuffer[]);
    });
  } catch (error) {
    if (!(error instanceof Problem || error instanceof CliFailure)) throw error;
    parentPort!.postMessage({ stopped: error.message || error.name }, []);
  }
}

const start = workerData as Partial<SettleStart> | null;
if (!isMainThread && start?.settleWorker === true) serve(start as SettleStart);
