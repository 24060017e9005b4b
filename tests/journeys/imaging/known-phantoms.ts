import { createHash } from 'node:crypto';
import { shortElement, textElement, writeDicom } from '#platform/dicom/write-file.ts';

/** Pictures of four upright bands, each of one known value, and the colours that a screen must show for them. */
export interface KnownPhantom {
  readonly title: string;
  readonly photometric: string;
  readonly bits: readonly [allocated: number, stored: number];
  readonly isSigned?: boolean;
  /** Centre and width, as LINEAR_EXACT; none for colours. */
  readonly window?: readonly [number, number];
  readonly rescale?: readonly [slope: number, intercept: number];
  /** Bits outside of the stored ones, which say nothing. */
  readonly strayBits?: number;
  /** By frame, the four values (grey) or red, green, blue of each band. */
  readonly frames: readonly (readonly (readonly number[])[])[];
  /** By frame, what the bands must look like. */
  readonly shown: readonly (readonly (readonly [number, number, number])[])[];
}

const grey = (...levels: readonly number[]) => levels.map((level) => [level, level, level] as const);

export const KNOWN: readonly KnownPhantom[] = [
  { title: 'MONOCHROME1', photometric: 'MONOCHROME1', bits: [8, 8], window: [127.5, 255], frames: [[[0], [64], [128], [255]]], shown: [grey(255, 191, 127, 0)] },
  { title: 'signed 16 bit', photometric: 'MONOCHROME2', bits: [16, 16], isSigned: true, window: [0, 2000], frames: [[[-1000], [-500], [0], [500]]], shown: [grey(0, 64, 128, 191)] },
  { title: '12 bit with stray bits above', photometric: 'MONOCHROME2', bits: [16, 12], strayBits: 0xf000, window: [2047.5, 4095], frames: [[[0], [1024], [2048], [4095]]], shown: [grey(0, 64, 128, 255)] },
  { title: 'rescaled', photometric: 'MONOCHROME2', bits: [16, 16], window: [0, 1000], rescale: [2, -1000], frames: [[[250], [400], [600], [750]]], shown: [grey(0, 77, 179, 255)] },
  { title: 'RGB', photometric: 'RGB', bits: [8, 8], frames: [[[255, 0, 0], [0, 255, 0], [0, 0, 255], [10, 120, 230]]], shown: [[[255, 0, 0], [0, 255, 0], [0, 0, 255], [10, 120, 230]]] },
  {
    title: 'multi-frame', photometric: 'MONOCHROME2', bits: [8, 8], window: [127.5, 255],
    frames: [[[0], [10], [20], [30]], [[40], [50], [60], [70]], [[200], [210], [220], [230]]], shown: [grey(0, 10, 20, 30), grey(40, 50, 60, 70), grey(200, 210, 220, 230)],
  },
];

export const uidOf = (text: string): string => `2.25.${BigInt(`0x${createHash('sha256').update(text).digest('hex').slice(0, 31)}`)}`;

const SIDE = 64;
const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';

export function knownFile(phantom: KnownPhantom, seed: string): { studyUid: string; bytes: Buffer } {
  const { photometric, bits: [allocated, stored], window, rescale, frames } = phantom;
  const samples = photometric === 'RGB' ? 3 : 1;
  const studyUid = uidOf(`${seed} ${phantom.title}`);
  const bytes = writeDicom({ elements: [
    textElement('00080016', 'UI', SECONDARY_CAPTURE), textElement('00080018', 'UI', uidOf(`${studyUid} instance`)), textElement('00080020', 'DA', '20260102'), textElement('00080030', 'TM', '080000'),
    textElement('00080060', 'CS', 'OT'), textElement('00081030', 'LO', phantom.title), textElement('00100010', 'PN', 'Known^Phantom'), textElement('00100020', 'LO', `known ${phantom.title}`.slice(0, 60)),
    textElement('0020000D', 'UI', studyUid), textElement('0020000E', 'UI', uidOf(`${studyUid} series`)), textElement('00200011', 'IS', '1'), textElement('00200013', 'IS', '1'),
    shortElement('00280002', samples), textElement('00280004', 'CS', photometric), ...(samples === 3 ? [shortElement('00280006', 0)] : []), ...(frames.length > 1 ? [textElement('00280008', 'IS', String(frames.length))] : []),
    shortElement('00280010', SIDE), shortElement('00280011', SIDE), shortElement('00280100', allocated), shortElement('00280101', stored), shortElement('00280102', stored - 1), shortElement('00280103', phantom.isSigned ? 1 : 0),
    ...(window ? [textElement('00281050', 'DS', String(window[0])), textElement('00281051', 'DS', String(window[1]))] : []),
    ...(rescale ? [textElement('00281052', 'DS', String(rescale[1])), textElement('00281053', 'DS', String(rescale[0])), textElement('00281054', 'LO', 'HU')] : []),
    ...(window ? [textElement('00281056', 'CS', 'LINEAR_EXACT')] : []),
    { tag: '7FE00010', vr: allocated === 8 ? 'OB' : 'OW', bytes: Buffer.concat(frames.map((bands) => pixelsOf(bands, phantom))) },
  ] });
  return { studyUid, bytes };
}

function pixelsOf(bands: readonly (readonly number[])[], { bits: [allocated], strayBits = 0 }: KnownPhantom): Buffer {
  const samples = bands[0]!.length;
  const width = allocated / 8;
  const bytes = Buffer.alloc(SIDE * SIDE * samples * width);
  for (let index = 0; index < SIDE * SIDE * samples; index += 1) {
    const value = bands[Math.floor(((Math.floor(index / samples) % SIDE) * 4) / SIDE)]![index % samples]!;
    if (width === 1) bytes.writeUInt8(value & 0xff, index);
    else bytes.writeUInt16LE((value & 0xffff) | strayBits, index * 2);
  }
  return bytes;
}

/** One STOW-RS request (PS3.18 §10.5). */
export function stowRequest(files: readonly Buffer[]): { data: Buffer; headers: Record<string, string> } {
  const boundary = 'known-phantoms';
  const parts = files.flatMap((file) => [Buffer.from(`\r\n--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`), file]);
  return { data: Buffer.concat([...parts, Buffer.from(`\r\n--${boundary}--\r\n`)]), headers: { 'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}`, accept: 'application/dicom+json', 'x-yigong': '1' } };
}
