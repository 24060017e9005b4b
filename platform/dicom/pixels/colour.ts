import { DicomFailure } from '../dicom-failure.ts';
import type { DataSet } from '../read-elements.ts';
import type { FramePixels } from './decode-frame.ts';
import { paletteOf } from './palettes.ts';

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
