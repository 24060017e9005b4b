import { deflateRawSync, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { toRgb } from '#platform/dicom/pixels/colour.ts';
import { decodeFrame } from '#platform/dicom/pixels/decode-frame.ts';
import { describePixels } from '#platform/dicom/pixels/describe-pixels.ts';
import { renderFrame, type RenderOptions } from '#platform/dicom/pixels/render.ts';
import { readDicom } from '#platform/dicom/read-file.ts';
import { textAt } from '#platform/dicom/values.ts';
import { shortElement, textElement, writeDicom, writeElements, writeHead, type NewElement } from '#platform/dicom/write-file.ts';

const DEFLATED = '1.2.840.10008.1.2.1.99';
const BIG = '1.2.840.10008.1.2.2';
const named = [textElement('00080016', 'UI', '1.2.840.10008.5.1.4.1.1.7'), textElement('00080018', 'UI', '1.2.3.4')];
const words = (values: readonly number[]): Buffer => Buffer.from(Uint16Array.from(values, (value) => value & 0xffff).buffer);
const numbers = (tag: string, values: readonly number[]): NewElement => ({ tag, vr: 'US', bytes: words(values) });

interface Image {
  readonly rows?: number;
  readonly columns: number;
  readonly samples?: number;
  readonly photometric?: string;
  readonly bits?: readonly [allocated: number, stored: number, high: number];
  readonly isSigned?: boolean;
  readonly frames?: number;
}

const image = ({ rows = 1, columns, samples = 1, photometric = 'MONOCHROME2', bits = [16, 16, 15], isSigned = false, frames = 1 }: Image): NewElement[] => [
  ...named, shortElement('00280002', samples), textElement('00280004', 'CS', photometric), textElement('00280008', 'IS', String(frames)), shortElement('00280010', rows), shortElement('00280011', columns),
  shortElement('00280100', bits[0]), shortElement('00280101', bits[1]), shortElement('00280102', bits[2]), shortElement('00280103', isSigned ? 1 : 0),
];
const pixelData = (bytes: Buffer, vr = 'OW'): NewElement => ({ tag: '7FE00010', vr, bytes });

/** Writes a plain data set in explicit big endian, as old devices do. */
function bigEndian(elements: readonly NewElement[]): Buffer {
  const parts = elements.map(({ tag, vr, bytes = Buffer.alloc(0) }) => {
    const long = vr === 'OW' || vr === 'OB';
    const head = Buffer.alloc(long ? 12 : 8);
    head.writeUInt16BE(parseInt(tag.slice(0, 4), 16), 0);
    head.writeUInt16BE(parseInt(tag.slice(4), 16), 2);
    head.write(vr, 4, 'latin1');
    const even = bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.from([vr === 'OB' || vr === 'OW' || vr === 'UI' ? 0 : 32])]);
    if (long) head.writeUInt32BE(even.length, 8);
    else head.writeUInt16BE(even.length, 6);
    return Buffer.concat([head, vr === 'US' || vr === 'OW' ? Buffer.from(even).swap16() : even]);
  });
  return Buffer.concat(parts);
}
const bigEndianFile = (elements: readonly NewElement[]): Buffer => Buffer.concat([writeHead({ sopClass: '1.2.840.10008.5.1.4.1.1.7', sopUid: '1.2.3.4', transferSyntax: BIG }), bigEndian(elements)]);

async function frameOf(bytes: Buffer, frame = 1) {
  const file = readDicom(bytes);
  return { file, frame: await decodeFrame(file, describePixels(file), frame) };
}

/** Grey values of the rendered frame, read back from its PNG of one line. */
async function rendered(bytes: Buffer, options: Partial<RenderOptions> = {}): Promise<number[]> {
  const { inflateSync } = await import('node:zlib');
  const { file, frame } = await frameOf(bytes);
  const png = renderFrame(frame, file.dataSet, { frame: 1, format: 'image/png', ...options });
  const at = png.indexOf('IDAT');
  return [...inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4))).subarray(1)];
}

describe('encodings that devices write', () => {
  const colours = Array.from({ length: 54 }, (_, index) => index * 4 + 1);
  it('bytes in words of 16 bits, big endian, frames of odd length', async () => {
    const file = bigEndianFile([...image({ rows: 3, columns: 3, samples: 3, photometric: 'RGB', bits: [8, 8, 7], frames: 2 }), pixelData(Buffer.from(colours))]);
    expect([...(await frameOf(file, 1)).frame.data]).toEqual(colours.slice(0, 27));
    expect([...(await frameOf(file, 2)).frame.data]).toEqual(colours.slice(27));
  });
  it('single bits in words of 16 bits, big endian', async () => {
    const file = bigEndianFile([...image({ rows: 1, columns: 16, bits: [1, 1, 0] }), pixelData(Buffer.from([0b1, 0b10]))]);
    expect([...(await frameOf(file)).frame.data]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  });
  it.each([['bare', deflateRawSync], ['with the head of zlib', deflateSync]])('a deflated data set, %s', (_name, pack) => {
    const head = writeHead({ sopClass: '1.2.840.10008.5.1.4.1.1.7', sopUid: '1.2.3.4', transferSyntax: DEFLATED });
    expect(textAt(readDicom(Buffer.concat([head, pack(writeElements([...named, textElement('00100020', 'LO', 'P1')]))])).dataSet, '00100020')).toBe('P1');
  });
  it('names big endian and is little, names little endian and is big', () => {
    const elements = [...named, textElement('00100020', 'LO', 'P1')];
    const head = (transferSyntax: string): Buffer => writeHead({ sopClass: '1.2', sopUid: '1.2.3.4', transferSyntax });
    expect(textAt(readDicom(Buffer.concat([head(BIG), writeElements(elements)])).dataSet, '00100020')).toBe('P1');
    expect(textAt(readDicom(Buffer.concat([head('1.2.840.10008.1.2.1'), bigEndian(elements)])).dataSet, '00100020')).toBe('P1');
  });
  it('colours named 4:2:2 of which every sample is stored', async () => {
    const full = Buffer.from([100, 128, 128, 50, 128, 128]);
    const { file, frame } = await frameOf(writeDicom({ elements: [...image({ columns: 2, samples: 3, photometric: 'YBR_FULL_422', bits: [8, 8, 7] }), pixelData(full, 'OB')] }));
    expect([...toRgb(frame, file.dataSet)]).toEqual([100, 100, 100, 50, 50, 50]);
  });
  it('a sequence written as UN in explicit form, and one that is no sequence', () => {
    const inner = writeElements([textElement('00080100', 'SH', 'T-A0100')]);
    const item = Buffer.concat([Buffer.from('feff00e0', 'hex'), words([inner.length, 0]), inner]);
    const read = readDicom(writeDicom({ elements: [...named, { tag: '00082218', vr: 'UN', bytes: item }, { tag: '00081140', vr: 'UN', bytes: Buffer.from('no items') }, textElement('00100020', 'LO', 'P1')] }));
    expect(textAt(read.dataSet.elements.get('00082218')!.items![0]!, '00080100')).toBe('T-A0100');
    expect(read.dataSet.elements.get('00081140')!.vr).toBe('UN');
    expect(textAt(read.dataSet, '00100020')).toBe('P1');
  });
  it('a VR that nobody knows, with a short length', () => {
    const bytes = writeDicom({ elements: [...named, textElement('00081010', 'SH', 'STATION1'), textElement('00100020', 'LO', 'P1')] });
    bytes.write('QX', bytes.indexOf('SHSTATION1'.slice(0, 2), bytes.indexOf(Buffer.from([0x08, 0, 0x10, 0x10]))), 'latin1');
    expect(textAt(readDicom(bytes).dataSet, '00100020')).toBe('P1');
  });
});

describe('brightness', () => {
  const grey = (columns: number, more: readonly NewElement[], pixels: readonly number[], form: Partial<Image> = {}): Buffer => writeDicom({ elements: [...image({ columns, ...form }), ...more, pixelData(words(pixels))] });
  const lut = (tag: string, descriptor: readonly number[], entries: readonly number[]): NewElement => ({ tag, vr: 'SQ', items: [[numbers('00283002', descriptor), numbers('00283006', entries)]] });

  it('goes through the table of the modality before the window', async () => {
    const window = [textElement('00281050', 'DS', '100.5'), textElement('00281051', 'DS', '201')];
    expect(await rendered(grey(4, [...window, lut('00283000', [3, 10, 16], [0, 100, 200])], [10, 11, 12, 500]))).toEqual([0, 128, 255, 255]);
  });
  it('goes through the table of interest unless a window is asked for', async () => {
    const file = grey(4, [lut('00283010', [4, 0, 8], [255, 170, 85, 0])], [0, 1, 2, 3]);
    expect(await rendered(file)).toEqual([255, 170, 85, 0]);
    expect(await rendered(file, { window: { centre: 1.5, width: 3, shape: 'linear-exact' } })).toEqual([0, 85, 170, 255]);
  });
  it('takes a table of signed pixels that begins below zero', async () => {
    expect(await rendered(grey(3, [lut('00283010', [3, -1, 8], [10, 20, 30])], [-1, 0, 1], { isSigned: true }))).toEqual([10, 20, 30]);
  });
  it('leaves out overlays in unused bits', async () => {
    const plain = await rendered(grey(3, [], [0, 2048, 4095], { bits: [16, 12, 11] }));
    expect(await rendered(grey(3, [], [0 | 0x8000, 2048, 4095 | 0x1000], { bits: [16, 12, 11] }))).toEqual(plain);
    expect(plain[2]).toBe(255);
  });
  it('is an error of the file where a segmented palette has too few colours, and its colours otherwise', async () => {
    const palette = (segments: readonly number[]): NewElement[] => ['1', '2', '3'].flatMap((part) => [numbers(`0028110${part}`, [6, 0, 16]), { tag: `0028122${part}`, vr: 'OW', bytes: words(segments) }]);
    const of = (segments: readonly number[]): Buffer => writeDicom({ elements: [...image({ columns: 6, photometric: 'PALETTE COLOR', bits: [8, 8, 7] }), ...palette(segments), pixelData(Buffer.from([0, 1, 2, 3, 4, 5]))] });
    // Two entries, a line of two to 0x4000, and the first run once more.
    const { file, frame } = await frameOf(of([0, 2, 0, 0x2000, 1, 2, 0x4000, 2, 1, 0, 0]));
    expect([...toRgb(frame, file.dataSet)].filter((_value, index) => index % 3 === 0)).toEqual([0, 0x20, 0x30, 0x40, 0, 0x20]);
    const short = await frameOf(of([0, 2, 0, 0x2000]));
    expect(() => toRgb(short.frame, short.file.dataSet)).toThrow(/fewer colours/);
  });
});
