import { parentPort } from 'node:worker_threads';
import { DicomFailure } from '../dicom-failure.ts';
import { doPixelWork, type PixelWork } from './pixel-work.ts';

/** One message to the thread. */
export interface Asked {
  readonly id: number;
  readonly bytes: Uint8Array;
  readonly work: PixelWork;
}

/** Runs in its own thread: what a frame costs, or how it breaks a decoder, no request waits for. */
parentPort?.on('message', ({ id, bytes, work }: Asked) => {
  doPixelWork(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), work).then(
    (answer) => parentPort?.postMessage({ id, answer }, []),
    (error: unknown) => parentPort?.postMessage({ id, failure: error instanceof DicomFailure ? { reason: error.reason, message: error.message } : { reason: 'malformed', message: 'cannot be decoded' } }, []),
  );
});
