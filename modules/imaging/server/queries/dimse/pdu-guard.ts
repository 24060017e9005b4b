import type { Socket } from 'node:net';

/** Type, a reserved byte and the length of what follows (PS3.8 §9.3.1). */
const HEAD_BYTES = 6;
const ASSOCIATE_REQUEST = 0x01;
/** 128 contexts with forty transfer syntaxes each and room for identities. */
const REQUEST_BYTES_MAX = 512 * 1024;
/** Some senders pass over the length that we name; none needs more. */
const DATA_BYTES_MAX = 4 * 1024 * 1024;
/** Between connecting and the whole request for an association (the ARTIM timer of PS3.8 §9.1.5). */
const REQUEST_MS_MAX = 10_000;

/**
 * Ends a connection whose next unit says that it is longer than any need be, and one that asks for nothing: the library gathers whatever length a
 * unit names, up to four gigabytes, from callers that nobody knows yet.
 */
export function guardUnits(socket: Socket, requestMs = REQUEST_MS_MAX): void {
  let head = Buffer.alloc(0);
  let left = 0;
  let isBegun = false;
  const timer = setTimeout(() => socket.destroy(), requestMs);
  timer.unref();
  socket.once('close', () => clearTimeout(timer));
  socket.on('data', (bytes: Buffer) => {
    let at = 0;
    while (at < bytes.length) {
      const skipped = Math.min(left, bytes.length - at);
      left -= skipped;
      at += skipped;
      if (isBegun && left === 0) clearTimeout(timer);
      if (at >= bytes.length) return;
      const missing = bytes.subarray(at, at + HEAD_BYTES - head.length);
      head = Buffer.concat([head, missing]);
      at += missing.length;
      if (head.length < HEAD_BYTES) return;
      left = head.readUInt32BE(2);
      if (left > (isBegun ? DATA_BYTES_MAX : REQUEST_BYTES_MAX) || (!isBegun && head[0] !== ASSOCIATE_REQUEST)) return void socket.destroy();
      isBegun = true;
      head = Buffer.alloc(0);
    }
  });
}
