import { crcOf } from '#modules/ecg/server/rules/reading/scp/container.ts';
import { DEFAULT_TABLE, DEFAULT_TABLE_COUNT, type CodeStructure, type HuffmanTable } from '#modules/ecg/server/rules/reading/scp/huffman.ts';

export interface ScpPlan {
  /** Lead number of EN 1064 → samples. */
  readonly leads: readonly (readonly [number, readonly number[]])[];
  readonly difference?: 0 | 1 | 2;
  /** 'none' writes 16-bit samples; 'default' the table of the standard; else tables of one's own. */
  readonly tables?: 'none' | 'default' | readonly HuffmanTable[];
  readonly nanovolts?: number;
  readonly microseconds?: number;
  readonly tags?: readonly (readonly [number, Buffer])[];
  /** Subtracts this beat at each fiducial sample (from 1); `center` is the fiducial within it, from 1. */
  readonly reference?: { readonly beat: readonly number[]; readonly center: number; readonly at: readonly number[] };
  readonly more?: readonly (readonly [number, Buffer])[];
  readonly withoutChecksums?: boolean;
}

const u16 = (value: number): Buffer => Buffer.from([value & 255, (value >> 8) & 255]);
const u32 = (value: number): Buffer => Buffer.concat([u16(value & 0xffff), u16(Math.floor(value / 65536))]);
const s16 = (value: number): Buffer => u16(value & 0xffff);

const differences = (values: readonly number[], order: number): number[] => {
  if (order === 0) return [...values];
  if (order === 1) return values.map((value, index) => (index < 1 ? value : value - values[index - 1]!));
  return values.map((value, index) => (index < 2 ? value : value - 2 * values[index - 1]! + values[index - 2]!));
};

class BitWriter {
  private readonly bits: number[] = [];
  push(value: number, count: number, isLowFirst: boolean): void {
    for (let bit = 0; bit < count; bit += 1) this.bits.push(Math.floor(value / 2 ** (isLowFirst ? bit : count - 1 - bit)) % 2);
  }
  bytes(): Buffer {
    while (this.bits.length % 8 !== 0) this.bits.push(0);
    return Buffer.from(Array.from({ length: this.bits.length / 8 }, (_, index) => this.bits.slice(index * 8, index * 8 + 8).reduce((sum, bit) => sum * 2 + bit, 0)));
  }
}

const fits = ({ prefixBits, entireBits, base, isValue }: CodeStructure, value: number): boolean => {
  const rest = entireBits - prefixBits;
  return isValue && (rest === 0 ? base === value : value >= -(2 ** (rest - 1)) && value < 2 ** (rest - 1));
};

/** With several tables, every value is preceded by a switch to the next table that has one. */
function encode(values: readonly number[], tables: readonly HuffmanTable[]): Buffer {
  const writer = new BitWriter();
  let current = 0;
  for (const value of values) {
    const change = tables[current]!.find(({ isValue }) => !isValue);
    if (change !== undefined) {
      writer.push(change.code, change.prefixBits, true);
      current = change.base - 1;
    }
    const code = tables[current]!.find((each) => fits(each, value));
    if (code === undefined) throw new Error(`no code for ${value}`);
    writer.push(code.code, code.prefixBits, true);
    const rest = code.entireBits - code.prefixBits;
    if (rest > 0) writer.push(value < 0 ? value + 2 ** rest : value, rest, false);
  }
  return writer.bytes();
}

const blocksOf = (values: readonly (readonly number[])[], tables: readonly HuffmanTable[] | undefined): Buffer[] => values.map((each) => (tables === undefined ? Buffer.concat(each.map(s16)) : encode(each, tables)));

function sampleSection(values: readonly (readonly number[])[], { plan, tables }: { plan: ScpPlan; tables: readonly HuffmanTable[] | undefined }): Buffer {
  const blocks = blocksOf(values.map((each) => differences(each, plan.difference ?? 0)), tables);
  return Buffer.concat([u16(plan.nanovolts ?? 1000), u16(plan.microseconds ?? 2000), Buffer.from([plan.difference ?? 0, 0]), ...blocks.map((block) => u16(block.length)), ...blocks]);
}

const tableSection = (tables: readonly HuffmanTable[]): Buffer =>
  Buffer.concat([u16(tables.length), ...tables.flatMap((table) => [u16(table.length), ...table.map((each) => Buffer.concat([Buffer.from([each.prefixBits, each.entireBits, each.isValue ? 1 : 0]), s16(each.base), u32(each.code)]))])]);

/** Writes a record by the paragraphs of EN 1064, apart from the reader: what it reads back is compared sample by sample. */
export function writeScp(plan: ScpPlan): Buffer {
  const named = plan.tables ?? 'default';
  const tables = named === 'none' ? undefined : named === 'default' ? [DEFAULT_TABLE] : named;
  const length = plan.leads[0]![1].length;
  const { reference } = plan;
  const rest = plan.leads.map(([, samples]) => {
    const left = [...samples];
    for (const fiducial of reference?.at ?? []) reference!.beat.forEach((value, index) => {
      const place = fiducial - reference!.center + index;
      if (place >= 0 && place < left.length) left[place]! -= value;
    });
    return left;
  });
  const bodies: (readonly [number, Buffer])[] = [[1, Buffer.concat([...(plan.tags ?? []).map(([tag, value]) => Buffer.concat([Buffer.from([tag]), u16(value.length), value])), Buffer.from([255, 0, 0])])]];
  if (tables !== undefined) bodies.push([2, named === 'default' ? u16(DEFAULT_TABLE_COUNT) : tableSection(tables)]);
  bodies.push([3, Buffer.concat([Buffer.from([plan.leads.length, (reference === undefined ? 0 : 1) | 4 | (plan.leads.length << 3)]), ...plan.leads.map(([id]) => Buffer.concat([u32(1), u32(length), Buffer.from([id])]))])]);
  if (reference !== undefined) {
    const from = (fiducial: number): number => fiducial - reference.center + 1;
    bodies.push([4, Buffer.concat([u16(reference.beat.length * 2), u16(reference.center), u16(reference.at.length), ...reference.at.map((fiducial) => Buffer.concat([u16(0), u32(Math.max(1, from(fiducial))), u32(fiducial), u32(Math.min(length, from(fiducial) + reference.beat.length - 1))]))])]);
    bodies.push([5, sampleSection(plan.leads.map(() => reference.beat), { plan, tables })]);
  }
  bodies.push([6, sampleSection(rest, { plan, tables })], ...(plan.more ?? []));
  return assemble(bodies, plan.withoutChecksums === true);
}

function assemble(bodies: readonly (readonly [number, Buffer])[], withoutChecksums: boolean): Buffer {
  const seal = (bytes: Buffer): Buffer => {
    if (!withoutChecksums) bytes.writeUInt16LE(crcOf(bytes.subarray(2)), 0);
    return bytes;
  };
  const section = (id: number, body: Buffer): Buffer => {
    const even = body.length % 2 === 0 ? body : Buffer.concat([body, Buffer.alloc(1)]);
    const head = Buffer.concat([u16(0), u16(id), u32(16 + even.length), Buffer.from([13, 13]), id === 0 ? Buffer.from('SCPECG', 'latin1') : Buffer.alloc(6)]);
    return seal(Buffer.concat([head, even]));
  };
  const sections = bodies.map(([id, body]) => [id, section(id, body)] as const);
  const pointerLength = 16 + (sections.length + 1) * 10;
  let at = 6 + pointerLength;
  const pointers = sections.map(([id, bytes]) => {
    const pointer = Buffer.concat([u16(id), u32(bytes.length), u32(at + 1)]);
    at += bytes.length;
    return pointer;
  });
  const table = section(0, Buffer.concat([u16(0), u32(pointerLength), u32(7), ...pointers]));
  return seal(Buffer.concat([u16(0), u32(6 + table.length + sections.reduce((sum, [, bytes]) => sum + bytes.length, 0)), table, ...sections.map(([, bytes]) => bytes)]));
}
