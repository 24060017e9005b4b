import { closeSync, ftruncateSync, openSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { once } from 'node:events';

const BUFFER_CHARACTERS = 1 << 18;

/** Lines on their way to a file or to standard output. */
export interface LineWriter {
  write(line: string): Promise<void> | undefined;
  flush(): Promise<void>;
  /** Bytes in the file once flushed. */
  readonly bytes: number;
  close(): Promise<void>;
}

/** `keepBytes`: how much of an earlier, interrupted output stays. */
export function openLineWriter(path: string, keepBytes: number): LineWriter {
  if (path === '-') return standardOutput();
  const handle = openSync(path, keepBytes > 0 ? 'r+' : 'w', 0o600);
  ftruncateSync(handle, keepBytes);
  let bytes = keepBytes;
  let waiting = '';
  const flush = (): void => {
    const buffer = Buffer.from(waiting, 'utf8');
    for (let at = 0; at < buffer.length; ) at += writeSync(handle, buffer, at, buffer.length - at, bytes + at);
    bytes += buffer.length;
    waiting = '';
  };
  return {
    write: (line) => {
      waiting += line;
      if (waiting.length >= BUFFER_CHARACTERS) flush();
      return undefined;
    },
    flush: async () => flush(),
    get bytes() {
      return bytes;
    },
    close: async () => {
      flush();
      closeSync(handle);
    },
  };
}

function standardOutput(): LineWriter {
  let waiting = '';
  const flush = async (): Promise<void> => {
    const text = waiting;
    waiting = '';
    if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain');
  };
  return {
    write: (line) => {
      waiting += line;
      return waiting.length >= BUFFER_CHARACTERS ? flush() : undefined;
    },
    flush,
    bytes: 0,
    close: flush,
  };
}

/** How far an interrupted run came: lines read and bytes written; kept beside the output until the end. */
export interface Checkpoint {
  readonly stamp: string;
  readonly lines: number;
  readonly bytes: number;
}

const checkpointPath = (out: string): string => `${out}.progress`;

export function readCheckpoint(out: string, stamp: string): Checkpoint | undefined {
  try {
    const kept = JSON.parse(readFileSync(checkpointPath(out), 'utf8')) as Checkpoint;
    return kept.stamp === stamp ? kept : undefined;
  } catch {
    return undefined;
  }
}

export function keepCheckpoint(out: string, checkpoint: Checkpoint): void {
  const path = checkpointPath(out);
  writeFileSync(`${path}.part`, JSON.stringify(checkpoint), { mode: 0o600 });
  renameSync(`${path}.part`, path);
}

export const dropCheckpoint = (out: string): void => rmSync(checkpointPath(out), { force: true });
