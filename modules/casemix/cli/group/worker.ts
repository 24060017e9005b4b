import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { Problem } from '#platform/kernel/problem.ts';
import { openEngine } from './engine.ts';
import { PieceGrouper } from './piece.ts';
import type { PieceAnswer, PieceTask, WorkerStart } from './worker-messages.ts';

/** The bundle gives this file a chunk of its own: a thread starts here. */
export const workerAddress = import.meta.url;

/** Runs one task; the same in a thread and without. */
export function runTask(grouper: PieceGrouper, task: PieceTask): PieceAnswer {
  const given = task.rows === undefined ? { text: new TextDecoder(task.encoding).decode(task.bytes) } : { rows: task.rows };
  const { text, rows, counts } = grouper.run(given, task.line);
  return { sequence: task.sequence, bytes: new TextEncoder().encode(text), rows, counts };
}

function serve(start: WorkerStart): void {
  try {
    const grouper = new PieceGrouper(openEngine(start.source), start.style);
    parentPort!.postMessage('ready', []);
    parentPort!.on('message', (task: PieceTask) => {
      const answer = runTask(grouper, task);
      parentPort!.postMessage(answer, [answer.bytes.buffer as ArrayBuffer]);
    });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    parentPort!.postMessage({ stopped: error.message }, []);
  }
}

const start = workerData as Partial<WorkerStart> | null;
if (!isMainThread && start?.casemixWorker === true) serve(start as WorkerStart);
