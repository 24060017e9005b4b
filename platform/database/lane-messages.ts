/** Messages to PostgreSQL (https://www.postgresql.org/docs/18/protocol-message-formats.html), one behind the other in one piece. */
const FIRST_BYTES = 16 * 1024;
/** Kept for the next messages; what is larger is let go. */
const KEPT_BYTES_MAX = 256 * 1024;
/** Of one unit of a JavaScript text. */
const UTF8_BYTES_MAX = 3;
/** Kind and length. */
const HEAD = 5;
const [BIND, DESCRIBE, EXECUTE, PARSE, SYNC] = [0x42, 0x44, 0x45, 0x50, 0x53];

/** The unnamed portal, all rows. */
const EXECUTE_ALL = Buffer.from([EXECUTE, 0, 0, 0, 9, 0, 0, 0, 0, 0]);
const DESCRIBE_PORTAL = Buffer.from([DESCRIBE, 0, 0, 0, 6, 0x50, 0]);
const SYNC_MESSAGE = Buffer.from([SYNC, 0, 0, 0, 4]);

/**
 * The driver writes each message by itself, and a socket asked to write thirty of them takes longer than this takes to make them: a message of our own.
 * Used by one lane at a time.
 */
export class LaneMessages {
  private buffer = Buffer.allocUnsafe(FIRST_BYTES);
  private at = 0;

  /** Forgets what was written and not taken. */
  restart(): void {
    this.at = 0;
  }

  /** Types of the parameters are left to PostgreSQL. */
  parse(name: string, text: string): void {
    const start = this.begin(PARSE, (name.length + text.length) * UTF8_BYTES_MAX + 4);
    this.text(name);
    this.text(text);
    this.at = this.buffer.writeInt16BE(0, this.at);
    this.finish(start);
  }

  /** To the unnamed portal; values and results as texts. */
  bind(name: string, values: readonly (string | null)[]): void {
    let room = name.length * UTF8_BYTES_MAX + 8;
    for (const value of values) room += 4 + (value === null ? 0 : value.length * UTF8_BYTES_MAX);
    const start = this.begin(BIND, room);
    this.buffer[this.at++] = 0;
    this.text(name);
    this.at = this.buffer.writeInt16BE(0, this.at);
    this.at = this.buffer.writeInt16BE(values.length, this.at);
    for (const value of values) this.value(value);
    this.at = this.buffer.writeInt16BE(0, this.at);
    this.finish(start);
  }

  describe(): void {
    this.add(DESCRIBE_PORTAL);
  }

  execute(): void {
    this.add(EXECUTE_ALL);
  }

  sync(): void {
    this.add(SYNC_MESSAGE);
  }

  /** What was written since the last time. */
  take(): Buffer {
    const written = Buffer.from(this.buffer.subarray(0, this.at));
    this.at = 0;
    if (this.buffer.length > KEPT_BYTES_MAX) this.buffer = Buffer.allocUnsafe(FIRST_BYTES);
    return written;
  }

  private begin(kind: number, room: number): number {
    this.reserve(room + HEAD);
    const start = this.at;
    this.buffer[start] = kind;
    this.at += HEAD;
    return start;
  }

  private finish(start: number): void {
    this.buffer.writeInt32BE(this.at - start - 1, start + 1);
  }

  private value(value: string | null): void {
    if (value === null) {
      this.at = this.buffer.writeInt32BE(-1, this.at);
      return;
    }
    const length = this.buffer.write(value, this.at + 4);
    this.buffer.writeInt32BE(length, this.at);
    this.at += 4 + length;
  }

  /** Ended by a zero; PostgreSQL takes none within. */
  private text(text: string): void {
    this.at += this.buffer.write(text, this.at);
    this.buffer[this.at++] = 0;
  }

  private add(message: Buffer): void {
    this.reserve(message.length);
    this.at += message.copy(this.buffer, this.at);
  }

  private reserve(bytes: number): void {
    if (this.buffer.length - this.at >= bytes) return;
    const grown = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.at + bytes));
    this.buffer.copy(grown, 0, 0, this.at);
    this.buffer = grown;
  }
}
