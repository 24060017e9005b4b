import { createWriteStream, truncateSync } from 'node:fs';
import { Readable, type Writable } from 'node:stream';
import { once } from 'node:events';
import { finished, pipeline } from 'node:stream/promises';
import { csvLine } from '#platform/documents/csv.ts';
import type { Format } from './read-pieces.ts';

/** Text for a file, or rows of cells for a workbook. */
export interface Written {
  readonly bytes: Uint8Array;
  readonly rows: readonly (readonly string[])[];
}

/** Where answers go, in order. `write` waits while the disk or the reader of a pipe is slower. */
export interface Out {
  /** Handed over so far, and of these what the file holds for good. */
  readonly bytes: number;
  readonly held: number;
  write(answer: Written): Promise<void>;
  end(): Promise<void>;
}

interface OutPlace {
  readonly path: string;
  readonly format: Format;
  readonly titles: readonly string[];
  /** Bytes that a run before has written for good. */
  readonly keep: number | undefined;
  /** Without the byte order mark, for tables that hold no Chinese. */
  readonly plain?: boolean;
}

/** Excel opens UTF-8 tables as UTF-8 only with the mark before them. */
const BYTE_ORDER_MARK = '\uFEFF';

/** Opens a file or standard output (`-`). */
export async function openOut({ path, format, titles, keep, plain }: OutPlace): Promise<Out> {
  if (format === 'xlsx') return workbookOut(path, titles);
  if (keep !== undefined) truncateSync(path, keep);
  const stream: Writable = path === '-' ? process.stdout : createWriteStream(path, keep === undefined ? { flags: 'w' } : { flags: 'r+', start: keep });
  let bytes = keep ?? 0;
  const put = async (given: Uint8Array): Promise<void> => {
    if (given.length === 0) return;
    bytes += given.length;
    if (!stream.write(given)) await once(stream, 'drain');
  };
  if (format === 'csv' && keep === undefined) await put(Buffer.from((plain === true ? '' : BYTE_ORDER_MARK) + csvLine(titles)));
  return {
    get bytes() {
      return bytes;
    },
    get held() {
      return (keep ?? 0) + ('bytesWritten' in stream ? Number(stream.bytesWritten) : 0);
    },
    write: ({ bytes: given }) => put(given),
    end: async () => {
      if (path === '-') return;
      stream.end();
      await finished(stream);
    },
  };
}

async function workbookOut(path: string, titles: readonly string[]): Promise<Out> {
  const { writeXlsxStream } = await import('hucre/xlsx');
  const queue = new RowQueue();
  const web = writeXlsxStream(queue, { name: 'cases', columns: titles.map((header) => ({ header })), freezePane: { rows: 1 } });
  const target = path === '-' ? process.stdout : createWriteStream(path);
  const done = pipeline(Readable.fromWeb(web as never), target, { end: path !== '-' });
  done.catch(() => undefined);
  return {
    bytes: 0,
    held: 0,
    write: ({ rows }) => Promise.race([queue.push(rows), done]),
    end: async () => {
      queue.close();
      await done;
    },
  };
}

/** Rows handed from the writer of answers to the writer of the workbook, a piece at a time. */
class RowQueue implements AsyncIterable<string[]> {
  #rows: readonly (readonly string[])[] | undefined;
  #closed = false;
  #filled: (() => void) | undefined;
  #emptied: (() => void) | undefined;

  async push(rows: readonly (readonly string[])[]): Promise<void> {
    this.#rows = rows;
    this.#filled?.();
    await new Promise<void>((resolve) => {
      this.#emptied = resolve;
    });
  }

  close(): void {
    this.#closed = true;
    this.#filled?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string[]> {
    for (;;) {
      if (this.#rows === undefined && !this.#closed) {
        await new Promise<void>((resolve) => {
          this.#filled = resolve;
        });
      }
      const rows = this.#rows;
      if (rows === undefined) return;
      yield* rows as string[][];
      this.#rows = undefined;
      this.#emptied?.();
    }
  }
}
