import { EventEmitter } from 'node:events';
import { Socket } from 'node:net';
import pg from 'pg';

/** Kinds of messages (https://www.postgresql.org/docs/18/protocol-message-formats.html). */
const BIND_COMPLETE = 0x32;
const COMMAND_COMPLETE = 0x43;
const DATA_ROW = 0x44;
/** Kind and length. */
const HEAD = 5;
/** Columns of a row are counted behind. */
const COLUMNS_AT = HEAD;
const FIRST_COLUMN = HEAD + 2;
/** Two pages of twenty resources; a larger message has one of its own size. */
const SLAB_BYTES = 64 * 1024;
/** A read is not begun into less. PostgreSQL sends 8 kB at a time. */
const FREE_BYTES_MIN = 16 * 1024;
const EMPTY = Buffer.alloc(0);

/** Whoever runs statements of its own over a connection, and reads their rows where they lie. */
export interface RowTaker {
  /** The message of a row begins at `start`; the bytes do not change afterwards. */
  takeRow(data: Buffer, start: number): void;
  /** A statement is done. */
  takeEnd(): void;
}

/** The driver's connection. */
export interface RowConnection extends EventEmitter {
  stream: EventEmitter;
  readonly ssl: unknown;
  attachListeners(stream: EventEmitter): void;
  /** While there is one, rows and ends of statements go to it instead of the driver. */
  rowTaker?: RowTaker | undefined;
}

/** A row as the driver's own queries read it. */
class RowMessage {
  readonly name = 'dataRow';
  private readonly data: Buffer;
  private readonly start: number;

  constructor(data: Buffer, start: number) {
    this.data = data;
    this.start = start;
  }

  get fields(): (string | null)[] {
    let at = this.start + FIRST_COLUMN;
    return Array.from({ length: this.data.readInt16BE(this.start + COLUMNS_AT) }, () => {
      const length = this.data.readInt32BE(at);
      const start = at + 4;
      at = start + Math.max(length, 0);
      return length < 0 ? null : this.data.toString('utf8', start, at);
    });
  }
}

/**
 * Tells the whole messages between `from` and `to` apart: rows to the connection or its taker, all others the driver's way to `others`, in
 * their order. Returns where the first one begins that is not yet whole.
 */
export function tellApart(data: Buffer, { from, to }: { from: number; to: number }, { connection, others }: { connection: RowConnection; others: EventEmitter }): number {
  let [start, at] = [from, from];
  while (at + HEAD <= to) {
    const end = at + 1 + data.readUInt32BE(at + 1);
    if (end > to) break;
    const kind = data[at];
    const { rowTaker } = connection;
    if (kind === DATA_ROW || kind === BIND_COMPLETE || (kind === COMMAND_COMPLETE && rowTaker !== undefined)) {
      if (at > start) others.emit('data', data.subarray(start, at));
      if (kind === DATA_ROW) {
        // What was sent before may have ended the taker.
        if (connection.rowTaker) connection.rowTaker.takeRow(data, at);
        else connection.emit('dataRow', new RowMessage(data, at));
      } else if (kind === COMMAND_COMPLETE) connection.rowTaker?.takeEnd();
      start = end;
    }
    at = end;
  }
  if (at > start) others.emit('data', data.subarray(start, at));
  return at;
}

/** Of a stream that gives chunks of its own. */
export function splitRows(connection: RowConnection, others: EventEmitter): (chunk: Buffer) => void {
  let rest: Buffer = EMPTY;
  return (chunk) => {
    const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const reached = tellApart(data, { from: 0, to: data.length }, { connection, others });
    rest = reached === data.length ? EMPTY : data.subarray(reached);
  };
}

/**
 * Memory into which a socket reads, one read behind the other: a row that comes in two reads lies in one piece, and 64 kB serve eight reads
 * instead of one. A piece is never written again, so rows may keep it.
 */
export class Slabs {
  private slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
  /** What has been told apart, and what has been read. */
  private reached = 0;
  private end = 0;
  private readonly take: (data: Buffer, place: { from: number; to: number }) => number;

  constructor(take: (data: Buffer, place: { from: number; to: number }) => number) {
    this.take = take;
  }

  /** Where the next read goes. */
  readonly room = (): Buffer => {
    if (this.slab.length - this.end < this.roomMin()) this.renew();
    return this.slab.subarray(this.end);
  };

  readonly filled = (bytes: number): boolean => {
    this.end += bytes;
    this.reached = this.take(this.slab, { from: this.reached, to: this.end });
    return true;
  };

  /** The rest of a message that has begun, and no less than a read. */
  private roomMin(): number {
    const begun = this.end - this.reached;
    const whole = begun < HEAD ? 0 : 1 + this.slab.readUInt32BE(this.reached + 1);
    return Math.max(FREE_BYTES_MIN, whole - begun);
  }

  private renew(): void {
    const begun = this.slab.subarray(this.reached, this.end);
    this.slab = Buffer.allocUnsafeSlow(Math.max(SLAB_BYTES, begun.length + this.roomMin()));
    begun.copy(this.slab);
    this.reached = 0;
    this.end = begun.length;
  }
}

/** The driver's client, but rows are read where they lie; all other messages go the driver's way, in their order. */
export class RowClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const { connection } = this as unknown as { connection: RowConnection };
    const attach = connection.attachListeners.bind(connection);
    const others = new EventEmitter();
    if (connection.ssl) {
      connection.attachListeners = (stream) => {
        attach(others);
        stream.on('data', splitRows(connection, others));
        stream.on('end', () => others.emit('end'));
      };
      return;
    }
    const slabs = new Slabs((data, place) => tellApart(data, place, { connection, others }));
    // Typed for `connect` only; the constructor reads it too.
    connection.stream = new Socket({ onread: { buffer: slabs.room, callback: slabs.filled } } as object);
    connection.attachListeners = (stream) => {
      attach(others);
      stream.on('end', () => others.emit('end'));
    };
  }
}
