const START = 0x0b;
const END = 0x1c;
const RETURN = 0x0d;
const FEED = 0x0a;

export type FrameFault = 'too-large';

/** The block of the minimal lower layer protocol: 0x0B, content, 0x1C 0x0D. */
export function frame(content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(START), content, Buffer.of(END, RETURN)]);
}

/**
 * Cuts a stream of bytes into blocks, however they are split or run together. Bytes between blocks are left out (keep-alive
 * bytes, line ends); a new start inside a block does not begin one, because the content may be any bytes.
 */
export class FrameReader {
  private readonly bytesMax: number;
  private parts: Buffer[] = [];
  private size = 0;
  private inside = false;
  private endSeen = false;

  constructor(bytesMax: number) {
    this.bytesMax = bytesMax;
  }

  /** True while a block has begun and not ended. */
  get isInside(): boolean {
    return this.inside;
  }

  /** Of the block that has begun. */
  get heldBytes(): number {
    return this.size;
  }

  /** True where 0x1C was the last byte: the block is over unless something else than its end follows. */
  get isEnding(): boolean {
    return this.endSeen;
  }

  /** The block of a sender that writes nothing behind 0x1C. */
  finish(): Buffer | undefined {
    if (!this.endSeen) return undefined;
    this.endSeen = false;
    return this.take();
  }

  /** What has come of a block that did not end; nothing stays behind. */
  abandon(): Buffer | undefined {
    if (!this.inside || this.size === 0) return undefined;
    this.endSeen = false;
    return this.take();
  }

  /** The blocks that these bytes complete; throws `too-large` for one that is longer than allowed. */
  push(bytes: Buffer): Buffer[] {
    const complete: Buffer[] = [];
    let at = 0;
    while (at < bytes.length) {
      if (!this.inside) {
        const start = bytes.indexOf(START, at);
        if (start < 0) break;
        this.inside = true;
        at = start + 1;
        continue;
      }
      if (this.endSeen) {
        this.endSeen = false;
        // Some senders end a block by 0x1C alone and begin the next at once, or write a line feed.
        if (bytes[at] === RETURN || bytes[at] === FEED || bytes[at] === START) {
          complete.push(this.take());
          if (bytes[at] !== START) at += 1;
          continue;
        }
        this.keep(Buffer.of(END));
      }
      const end = bytes.indexOf(END, at);
      this.keep(bytes.subarray(at, end < 0 ? bytes.length : end));
      if (end < 0) break;
      this.endSeen = true;
      at = end + 1;
    }
    return complete;
  }

  private keep(part: Buffer): void {
    if (part.length === 0) return;
    this.size += part.length;
    if (this.size > this.bytesMax) throw new Error('too-large' satisfies FrameFault);
    this.parts.push(Buffer.from(part));
  }

  private take(): Buffer {
    const block = this.parts.length === 1 ? this.parts[0]! : Buffer.concat(this.parts);
    this.parts = [];
    this.size = 0;
    this.inside = false;
    return block;
  }
}
