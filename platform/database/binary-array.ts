/** Distinct values of one integer array column: halves of 64-bit numbers (high, low), or 32-bit numbers. Never changed once made. */
export class NumberList {
  readonly halves: readonly number[];
  readonly isWide: boolean;

  private constructor(halves: readonly number[], isWide: boolean) {
    this.halves = halves;
    this.isWide = isWide;
  }

  static readonly none = new NumberList([], true);

  /** Of pairs high, low; repeated ones are left out. */
  static ofPairs(pairs: readonly number[]): NumberList {
    return new NumberList(distinctPairs(pairs), true);
  }

  static ofIntegers(integers: Iterable<number>): NumberList {
    return new NumberList([...integers], false);
  }

  get length(): number {
    return this.isWide ? this.halves.length / 2 : this.halves.length;
  }

  /** Array literal, as COPY and plain parameters take it. */
  toString(): string {
    if (!this.isWide) return `{${this.halves.join(',')}}`;
    const texts: string[] = [];
    for (let index = 0; index < this.halves.length; index += 2) texts.push(((BigInt(this.halves[index]! | 0) << 32n) | BigInt(this.halves[index + 1]! >>> 0)).toString());
    return `{${texts.join(',')}}`;
  }

  /** Called by the driver for parameters. */
  toPostgres(): string {
    return this.toString();
  }
}

/** Up to here comparing each with each is quicker than a table. */
const COMPARED_MAX = 96;

function distinctPairs(pairs: readonly number[]): number[] {
  const found: number[] = [];
  const known = pairs.length > COMPARED_MAX ? new Set<string>() : undefined;
  for (let index = 0; index < pairs.length; index += 2) {
    const [high, low] = [pairs[index]! | 0, pairs[index + 1]! | 0];
    if (known === undefined ? holds(found, high, low) : known.has(`${high} ${low}`)) continue;
    known?.add(`${high} ${low}`);
    found.push(high, low);
  }
  return found;
}

function holds(found: readonly number[], high: number, low: number): boolean {
  for (let index = 0; index < found.length; index += 2) if (found[index + 1] === low && found[index] === high) return true;
  return false;
}

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
