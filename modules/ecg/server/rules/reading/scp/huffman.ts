import { EcgFailure } from '../ecg-failure.ts';

export interface CodeStructure {
  readonly prefixBits: number;
  readonly entireBits: number;
  /** False: the code means that another table, numbered by `base`, comes into force. */
  readonly isValue: boolean;
  readonly base: number;
  /** First bit of the code in the lowest bit (EN 1064 §5.5.4). */
  readonly code: number;
}

export type HuffmanTable = readonly CodeStructure[];

/** A count of tables that says: the table of the standard, annex C. */
export const DEFAULT_TABLE_COUNT = 19_999;
const TABLES_MAX = 64;
const CODES_MAX = 1024;

/** Small values by unary length and a sign; beyond 8 the value itself follows in 8 or 16 bits. */
export const DEFAULT_TABLE: HuffmanTable = [
  { prefixBits: 1, entireBits: 1, isValue: true, base: 0, code: 0 },
  ...Array.from({ length: 8 }, (_, index) => index + 1).flatMap((size): CodeStructure[] => {
    const ones = (1 << size) - 1;
    return [{ prefixBits: size + 2, entireBits: size + 2, isValue: true, base: size, code: ones }, { prefixBits: size + 2, entireBits: size + 2, isValue: true, base: -size, code: ones | (1 << (size + 1)) }];
  }),
  { prefixBits: 10, entireBits: 18, isValue: true, base: 0, code: 0x1ff },
  { prefixBits: 10, entireBits: 26, isValue: true, base: 0, code: 0x3ff },
];

/** Section 2. Undefined where samples are not Huffman coded. Throws `EcgFailure`. */
export function readTables(body: Buffer | undefined): readonly HuffmanTable[] | undefined {
  if (body === undefined || body.length < 2) return undefined;
  const count = body.readUInt16LE(0);
  if (count === DEFAULT_TABLE_COUNT) return [DEFAULT_TABLE];
  if (count === 0) return undefined;
  if (count > TABLES_MAX) throw new EcgFailure('malformed', 'section 2', `names ${count} tables`);
  let at = 2;
  const need = (bytes: number): void => {
    if (at + bytes > body.length) throw new EcgFailure('truncated', 'section 2', 'ends within a table');
  };
  return Array.from({ length: count }, () => {
    need(2);
    const codes = body.readUInt16LE(at);
    at += 2;
    if (codes === 0 || codes > CODES_MAX) throw new EcgFailure('malformed', 'section 2', `a table has ${codes} codes`);
    return Array.from({ length: codes }, (): CodeStructure => {
      need(9);
      const structure = { prefixBits: body[at]!, entireBits: body[at + 1]!, isValue: body[at + 2] !== 0, base: body.readInt16LE(at + 3), code: body.readUInt32LE(at + 5) };
      at += 9;
      if (structure.prefixBits === 0 || structure.prefixBits > 32 || structure.entireBits < structure.prefixBits || structure.entireBits - structure.prefixBits > 24) throw new EcgFailure('malformed', 'section 2', 'a code has an impossible length');
      return structure;
    });
  });
}

interface Node {
  zero?: Node;
  one?: Node;
  structure?: CodeStructure;
}

function treeOf(table: HuffmanTable): Node {
  const root: Node = {};
  for (const structure of table) {
    let node = root;
    for (let bit = 0; bit < structure.prefixBits; bit += 1) {
      const side = Math.floor(structure.code / 2 ** bit) % 2 === 1 ? 'one' : 'zero';
      node = node[side] ??= {};
    }
    node.structure ??= structure;
  }
  return root;
}

/** Decodes leads: `decode` reads values of one lead until `count` are there or its bytes end. */
export class HuffmanDecoder {
  private readonly trees: readonly Node[];

  constructor(tables: readonly HuffmanTable[]) {
    this.trees = tables.map(treeOf);
  }

  /** Throws `EcgFailure` at a code that no table has. What remains after `count` values is filling. */
  decode(bytes: Buffer, { count, place }: { count: number; place: string }): Int32Array {
    const values = new Int32Array(count);
    const bits = bytes.length * 8;
    let [at, filled] = [0, 0];
    let tree = this.trees[0]!;
    const next = (): number => (bytes[at >> 3]! >> (7 - (at++ & 7))) & 1;
    while (filled < count) {
      let node = tree;
      while (node.structure === undefined) {
        if (at >= bits) return values.subarray(0, filled);
        const down = next() === 1 ? node.one : node.zero;
        if (down === undefined) throw new EcgFailure('malformed', place, `a code that no table has, at bit ${at}`);
        node = down;
      }
      const { structure } = node;
      if (!structure.isValue) {
        const other = this.trees[structure.base - 1];
        if (other === undefined) throw new EcgFailure('malformed', place, 'switches to a table that is not there');
        tree = other;
        continue;
      }
      const rest = structure.entireBits - structure.prefixBits;
      if (at + rest > bits) return values.subarray(0, filled);
      let value = structure.base;
      if (rest > 0) {
        value = 0;
        for (let bit = 0; bit < rest; bit += 1) value = value * 2 + next();
        if (value >= 2 ** (rest - 1)) value -= 2 ** rest;
      }
      values[filled++] = value;
    }
    return values;
  }
}
