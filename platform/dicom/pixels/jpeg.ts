import { DicomFailure } from '../dicom-failure.ts';
import { COSINES, huffmanTable, ZIGZAG, type HuffmanTable } from './jpeg-tables.ts';

interface Component {
  readonly id: number;
  readonly across: number;
  readonly down: number;
  readonly quantiser: number;
  readonly blocksAcross: number;
  readonly blocksDown: number;
  readonly samples: Int16Array;
  dc: HuffmanTable | undefined;
  ac: HuffmanTable | undefined;
  before: number;
}

interface Frame {
  readonly precision: number;
  readonly rows: number;
  readonly columns: number;
  readonly components: readonly Component[];
  readonly acrossMax: number;
  readonly downMax: number;
}

export interface JpegImage {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly precision: number;
  /** Interleaved by pixel, colours as they are stored: no transform is done here. */
  readonly data: Int16Array;
  /** Transform of the Adobe segment: 0 none, 1 YCbCr; undefined where there is none. */
  readonly adobeTransform: number | undefined;
}

/** What a decoded JPEG of three components holds: its own Adobe segment knows better than the header. */
export function yccOf(photometric: string, adobeTransform: number | undefined): string {
  if (adobeTransform === 1) return 'YBR_FULL';
  if (adobeTransform === 0) return 'RGB';
  return photometric.startsWith('YBR') ? 'YBR_FULL' : photometric;
}

const PIXELS_MAX = 256 * 1024 * 1024;

/**
 * Decodes sequential DCT JPEG of 8 and 12 bits (ITU T.81 processes 1, 2 and 4), which no decoder on npm does for 12 bits. Throws `DicomFailure`.
 */
export function decodeJpeg(bytes: Buffer): JpegImage {
  const quantisers: Uint16Array[] = [];
  const tables = { dc: [] as HuffmanTable[], ac: [] as HuffmanTable[] };
  let frame: Frame | undefined;
  let restartInterval = 0;
  let adobeTransform: number | undefined;
  let at = 2;
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw broken('does not begin as JPEG');
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) {
      at += 1;
      continue;
    }
    const marker = bytes[at + 1]!;
    if (marker === 0xd9) break;
    if (marker === 0xff || marker === 0x00 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    const length = bytes.readUInt16BE(at + 2);
    const segment = bytes.subarray(at + 4, at + 2 + length);
    at += 2 + length;
    if (marker === 0xdb) readQuantisers(segment, quantisers);
    else if (marker === 0xc4) readHuffman(segment, tables);
    else if (marker === 0xc0 || marker === 0xc1) frame = readFrame(segment);
    else if (marker === 0xdd) restartInterval = segment.readUInt16BE(0);
    else if (marker === 0xee && segment.toString('latin1', 0, 5) === 'Adobe') adobeTransform = segment[11];
    else if (marker >= 0xc2 && marker <= 0xcf && marker !== 0xcc && marker !== 0xc8) throw new DicomFailure('unsupported', 'holds JPEG of a process that is not decoded here');
    else if (marker === 0xda) at = readScan({ bytes, at, segment, restartInterval }, frame ?? fail(), { quantisers, tables });
  }
  if (frame === undefined) throw broken('holds no frame');
  return { ...assemble(frame), adobeTransform };
}

const fail = (): never => {
  throw broken('has a scan before its frame');
};
const broken = (what: string): DicomFailure => new DicomFailure('malformed', `holds JPEG that ${what}`);

function readQuantisers(segment: Buffer, quantisers: Uint16Array[]): void {
  for (let at = 0; at < segment.length; ) {
    const head = segment[at]!;
    const is16 = head >> 4 === 1;
    at += 1;
    if (at + (is16 ? 128 : 64) > segment.length) throw broken('has a short table');
    quantisers[head & 15] = Uint16Array.from({ length: 64 }, (_, index) => (is16 ? segment.readUInt16BE(at + index * 2) : segment[at + index]!));
    at += is16 ? 128 : 64;
  }
}

function readHuffman(segment: Buffer, tables: { dc: HuffmanTable[]; ac: HuffmanTable[] }): void {
  for (let at = 0; at + 17 <= segment.length; ) {
    const head = segment[at]!;
    const counts = segment.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    (head >> 4 === 0 ? tables.dc : tables.ac)[head & 15] = huffmanTable(counts, segment.subarray(at + 17, at + 17 + total));
    at += 17 + total;
  }
}

function readFrame(segment: Buffer): Frame {
  const [precision, rows, columns, count] = [segment[0]!, segment.readUInt16BE(1), segment.readUInt16BE(3), segment[5]!];
  if ((precision !== 8 && precision !== 12) || rows === 0 || columns === 0 || count < 1 || count > 4 || rows * columns * count > PIXELS_MAX) throw broken('has an impossible frame');
  const heads = Array.from({ length: count }, (_, index) => segment.subarray(6 + index * 3, 9 + index * 3));
  const [acrossMax, downMax] = [Math.max(...heads.map((head) => head[1]! >> 4)), Math.max(...heads.map((head) => head[1]! & 15))];
  if (acrossMax < 1 || downMax < 1 || acrossMax > 4 || downMax > 4) throw broken('has an impossible sampling');
  const components = heads.map((head): Component => {
    const [across, down] = [head[1]! >> 4, head[1]! & 15];
    const blocksAcross = Math.ceil(columns / 8 / acrossMax) * across;
    const blocksDown = Math.ceil(rows / 8 / downMax) * down;
    return { id: head[0]!, across, down, quantiser: head[2]!, blocksAcross, blocksDown, samples: new Int16Array(blocksAcross * blocksDown * 64), dc: undefined, ac: undefined, before: 0 };
  });
  return { precision, rows, columns, components, acrossMax, downMax };
}

interface ScanSource {
  readonly bytes: Buffer;
  readonly at: number;
  readonly segment: Buffer;
  readonly restartInterval: number;
}

interface Tables {
  readonly quantisers: readonly Uint16Array[];
  readonly tables: { readonly dc: readonly HuffmanTable[]; readonly ac: readonly HuffmanTable[] };
}

/** Decodes the entropy-coded segment; returns where the next marker stands. */
function readScan({ bytes, at, segment, restartInterval }: ScanSource, frame: Frame, { quantisers, tables }: Tables): number {
  const chosen = Array.from({ length: segment[0]! }, (_, index) => {
    const component = frame.components.find(({ id }) => id === segment[1 + index * 2]);
    if (component === undefined) throw broken('scans a component that it does not have');
    component.dc = tables.dc[segment[2 + index * 2]! >> 4];
    component.ac = tables.ac[segment[2 + index * 2]! & 15];
    component.before = 0;
    return component;
  });
  const bits = new BitReader(bytes, at);
  const single = chosen.length === 1 ? chosen[0] : undefined;
  // A component alone is written in its own blocks, without those that only fill up (T.81 A.2.2).
  const across = single ? Math.ceil((Math.ceil(frame.columns / 8) * single.across) / frame.acrossMax) : Math.ceil(frame.columns / 8 / frame.acrossMax);
  const down = single ? Math.ceil((Math.ceil(frame.rows / 8) * single.down) / frame.downMax) : Math.ceil(frame.rows / 8 / frame.downMax);
  const block = new Float64Array(64);
  const scale = { shift: 2 ** (frame.precision - 1), max: 2 ** frame.precision - 1 };
  for (let unit = 0; unit < across * down; unit += 1) {
    if (restartInterval > 0 && unit > 0 && unit % restartInterval === 0) {
      bits.restart();
      for (const component of chosen) component.before = 0;
    }
    const [column, row] = [unit % across, Math.floor(unit / across)];
    for (const component of chosen) {
      const [wide, high] = single ? [1, 1] : [component.across, component.down];
      for (let part = 0; part < wide * high; part += 1) {
        readBlock(bits, component, { block, quantiser: quantisers[component.quantiser] ?? fail() });
        putBlock(block, component, { ...scale, column: column * wide + (part % wide), row: row * high + Math.floor(part / wide) });
      }
    }
  }
  return bits.endOfScan();
}

function readBlock(bits: BitReader, component: Component, { block, quantiser }: { block: Float64Array; quantiser: Uint16Array }): void {
  const { dc, ac } = component;
  if (dc === undefined || ac === undefined) throw broken('names a table that it does not have');
  block.fill(0);
  const size = bits.symbol(dc);
  component.before += size === 0 ? 0 : bits.signed(size);
  block[0] = component.before * quantiser[0]!;
  for (let index = 1; index < 64; ) {
    const symbol = bits.symbol(ac);
    const [zeros, length] = [symbol >> 4, symbol & 15];
    if (length === 0) {
      if (zeros < 15) return;
      index += 16;
      continue;
    }
    index += zeros;
    if (index > 63) throw broken('runs past the end of a block');
    block[ZIGZAG[index]!] = bits.signed(length) * quantiser[index]!;
    index += 1;
  }
}

const rowsOfBlock = new Float64Array(64);

function putBlock(block: Float64Array, component: Component, { column, row, shift, max }: { column: number; row: number; shift: number; max: number }): void {
  for (let v = 0; v < 8; v += 1) {
    for (let x = 0; x < 8; x += 1) {
      let sum = 0;
      for (let u = 0; u < 8; u += 1) sum += block[v * 8 + u]! * COSINES[x * 8 + u]!;
      rowsOfBlock[v * 8 + x] = sum;
    }
  }
  const stride = component.blocksAcross * 8;
  const start = row * 8 * stride + column * 8;
  for (let y = 0; y < 8; y += 1) {
    for (let x = 0; x < 8; x += 1) {
      let sum = shift;
      for (let v = 0; v < 8; v += 1) sum += rowsOfBlock[v * 8 + x]! * COSINES[y * 8 + v]!;
      component.samples[start + y * stride + x] = Math.max(0, Math.min(max, Math.round(sum)));
    }
  }
}

function assemble({ rows, columns, components, acrossMax, downMax, precision }: Frame): Omit<JpegImage, 'adobeTransform'> {
  const samples = components.length;
  const data = new Int16Array(rows * columns * samples);
  components.forEach((component, sample) => {
    const stride = component.blocksAcross * 8;
    const [wide, high] = [acrossMax / component.across, downMax / component.down];
    for (let y = 0; y < rows; y += 1) {
      const line = Math.floor(y / high) * stride;
      for (let x = 0; x < columns; x += 1) data[(y * columns + x) * samples + sample] = component.samples[line + Math.floor(x / wide)]!;
    }
  });
  return { rows, columns, samples, precision, data };
}

/** Bits of an entropy-coded segment: FF 00 is a byte FF (T.81 B.1.1.5). Past the end come zeros, as all decoders do for cut files. */
class BitReader {
  private readonly bytes: Buffer;
  private at: number;
  private held = 0;
  private count = 0;
  private pastEnd = 0;

  constructor(bytes: Buffer, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  bit(): number {
    if (this.count === 0) {
      const byte = this.bytes[this.at];
      const isMarker = byte === 0xff && this.bytes[this.at + 1] !== 0;
      if (byte === undefined || isMarker) {
        this.pastEnd += 1;
        if (this.pastEnd > 4096) throw new DicomFailure('truncated', 'ends in the middle of a JPEG scan');
        this.held = 0;
      } else {
        this.held = byte;
        this.at += byte === 0xff ? 2 : 1;
      }
      this.count = 8;
    }
    this.count -= 1;
    return (this.held >> this.count) & 1;
  }

  symbol(table: HuffmanTable): number {
    let code = 0;
    for (let length = 1; length <= 16; length += 1) {
      code = (code << 1) | this.bit();
      if (code <= table.lasts[length]!) return table.symbols[table.offsets[length]! + code - table.firsts[length]!] ?? 0;
    }
    throw broken('holds a code that its tables lack');
  }

  /** T.81 F.2.2.1 EXTEND. */
  signed(length: number): number {
    let value = 0;
    for (let index = 0; index < length; index += 1) value = (value << 1) | this.bit();
    return value < 1 << (length - 1) ? value - (1 << length) + 1 : value;
  }

  restart(): void {
    this.count = 0;
    while (this.at + 1 < this.bytes.length && !(this.bytes[this.at] === 0xff && this.bytes[this.at + 1]! >= 0xd0 && this.bytes[this.at + 1]! <= 0xd7)) this.at += 1;
    this.at += 2;
  }

  endOfScan(): number {
    while (this.at + 1 < this.bytes.length && !(this.bytes[this.at] === 0xff && this.bytes[this.at + 1] !== 0 && !(this.bytes[this.at + 1]! >= 0xd0 && this.bytes[this.at + 1]! <= 0xd7))) this.at += 1;
    return this.at;
  }
}
