import { parentPort, workerData } from 'node:worker_threads';
import { suggest, type Suggestion } from '../analysis/measure.ts';
import { EcgFailure, type EcgFault } from './ecg-failure.ts';
import type { EcgFile } from './ecg-file.ts';
import { readEcg } from './read-ecg.ts';

export type Answer = { readonly file: EcgFile; readonly suggestion: Suggestion | undefined; readonly failure?: undefined } | { readonly failure: { readonly fault: EcgFault; readonly place: string; readonly message: string } };

/** Runs in its own thread: a file that costs much, or breaks its reader, holds up no request. */
try {
  const bytes = workerData as Uint8Array;
  const file = readEcg(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  parentPort?.postMessage({ file, suggestion: suggest(file) }, []);
} catch (error) {
  const failure = error instanceof EcgFailure ? { fault: error.fault, place: error.place, message: error.message } : { fault: 'malformed', place: 'file', message: 'cannot be read' };
  parentPort?.postMessage({ failure }, []);
}
