import type { NumberList } from './number-list.ts';

/**
 * Arrays in PostgreSQL's binary form (`array_send` in src/backend/utils/adt/arrayfuncs.c): number of dimensions, whether there are
 * nulls, OID of the elements, length, lower bound; then of each element its length and bytes. Neither side makes digits of
 * numbers or looks for quotes in texts.
 */
const HEADER_BYTES = 20;
const TEXT_OID = 25;
const INT4_OID = 23;
const INT8_OID = 20;

function header(bytes: number, oid: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + bytes);
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(0, 4);
  buffer.writeInt32BE(oid, 8);
  buffer.writeInt32BE(length, 12);
  buffer.writeInt32BE(1, 16);
  return buffer;
}

export function binaryTexts(texts: readonly string[]): Buffer {
  const lengths = texts.map((text) => Buffer.byteLength(text));
  const buffer = header(lengths.reduce((sum, length) => sum + length + 4, 0), TEXT_OID, texts.length);
  let at = HEADER_BYTES;
  for (let index = 0; index < texts.length; index += 1) {
    at = buffer.writeInt32BE(lengths[index]!, at);
    at += buffer.write(texts[index]!, at);
  }
  return buffer;
}

/** All lists behind each other: arrays of arrays would have to be of one length. */
export function binaryNumbers(lists: readonly NumberList[], isWide: boolean): Buffer {
  const length = lists.reduce((sum, list) => sum + list.length, 0);
  const buffer = header(length * (isWide ? 12 : 8), isWide ? INT8_OID : INT4_OID, length);
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  let at = HEADER_BYTES;
  for (const { halves } of lists) {
    for (let index = 0; index < halves.length; index += isWide ? 2 : 1) {
      view.setInt32(at, isWide ? 8 : 4);
      view.setInt32(at + 4, halves[index]!);
      if (isWide) view.setInt32(at + 8, halves[index + 1]!);
      at += isWide ? 12 : 8;
    }
  }
  return buffer;
}
