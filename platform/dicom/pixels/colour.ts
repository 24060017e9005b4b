import { DicomFailure } from '../dicom-failure.ts';
import type { DataSet } from '../read-elements.ts';
import type { FramePixels } from './decode-frame.ts';

/** Red, green and blue, 8 bits each, of a colour frame; palettes looked up (PS3.3 C.7.6.3.1.2 and C.7.9). */
export function toRgb(frame: FramePixels, dataSet: DataSet): Uint8Array {
  if (frame.photometric === 'PALETTE COLOR') return lookUp(frame, dataSet);
  if (frame.samples < 3) throw new DicomFailure('unsupported', 'holds no colours');
  const data = to8Bits(frame);
  if (!frame.photometric.startsWith('YBR')) return data;
  const rgb = new Uint8Array(data.length);
  const isPartial = frame.photometric.startsWith('YBR_PARTIAL');
  for (let at = 0; at < data.length; at += 3) {
    const luma = isPartial ? (data[at]! - 16) * 1.1644 : data[at]!;
    const [blue, red] = [(data[at + 1]! - 128) * (isPartial ? 1.1384 : 1), (data[at + 2]! - 128) * (isPartial ? 1.1384 : 1)];
    rgb[at] = clamp(luma + 1.402 * red);
    rgb[at + 1] = clamp(luma - 0.344136 * blue - 0.714136 * red);
    rgb[at + 2] = clamp(luma + 1.772 * blue);
  }
  return rgb;
}

const clamp = (value: number): number => Math.max(0, Math.min(255, Math.round(value)));

function to8Bits({ data, samples }: FramePixels): Uint8Array {
  const shift = data instanceof Uint8Array ? 0 : data.BYTES_PER_ELEMENT === 2 ? 256 : 2 ** 24;
  const three = samples === 3 ? data : data.filter((_value, index) => index % samples < 3);
  return shift === 0 ? Uint8Array.from(three) : Uint8Array.from(three, (value) => Math.floor(value / shift));
}

interface Palette {
  readonly first: number;
  readonly entries: readonly number[];
}

function lookUp({ data }: FramePixels, dataSet: DataSet): Uint8Array {
  const palettes = ['1', '2', '3'].map((part) => paletteOf(dataSet, part));
  const rgb = new Uint8Array(data.length * 3);
  for (let index = 0; index < data.length; index += 1) {
    for (let colour = 0; colour < 3; colour += 1) {
      const { first, entries } = palettes[colour]!;
      rgb[index * 3 + colour] = entries[Math.max(0, Math.min(entries.length - 1, data[index]! - first))]!;
    }
  }
  return rgb;
}

function paletteOf({ elements, isLittleEndian }: DataSet, part: string): Palette {
  const descriptor = elements.get(`0028110${part}`)?.bytes;
  const table = elements.get(`0028120${part}`)?.bytes;
  if (descriptor === undefined || descriptor.length < 6 || table === undefined) throw new DicomFailure('malformed', 'names a palette that it does not hold');
  const word = (bytes: Buffer, at: number): number => (isLittleEndian ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const count = word(descriptor, 0) || 65_536;
  const is16 = table.length >= count * 2;
  const high = Array.from({ length: Math.min(count, is16 ? table.length >> 1 : table.length) }, (_, index) => (is16 ? word(table, index * 2) : table[index]!));
  // Some writers put 8 bits into words of 16.
  const isNarrow = !is16 || (word(descriptor, 4) === 8 && high.every((value) => value < 256));
  return { first: word(descriptor, 2), entries: isNarrow ? high : high.map((value) => value >> 8) };
}
