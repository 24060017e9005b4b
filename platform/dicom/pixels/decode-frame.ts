import { DicomFailure } from '../dicom-failure.ts';
import type { DicomFile } from '../read-file.ts';
import { syntaxOf } from '../transfer-syntaxes.ts';
import { decodeByWasm, decodeJpegLossless, type Decoded } from './codecs.ts';
import type { PixelDescription } from './describe-pixels.ts';
import { frameBytes } from './frames.ts';
import { decodeJpeg, yccOf } from './jpeg.ts';
import { decodeRle } from './rle.ts';

export type Samples = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/** One decoded frame: stored values, interleaved by pixel; colours are RGB or what `photometric` says. */
export interface FramePixels {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly data: Samples;
  readonly photometric: string;
}

/** Frames count from 1. Throws `DicomFailure`: `unsupported` for a syntax that is only kept here. */
export async function decodeFrame(file: DicomFile, pixels: PixelDescription, frame: number): Promise<FramePixels> {
  const syntax = syntaxOf(file.transferSyntax);
  if (syntax === undefined) throw new DicomFailure('unsupported', 'is of a transfer syntax that is not decoded here');
  const bytes = frameBytes(file, pixels, frame);
  const { rows, columns, samples, photometric } = pixels;
  switch (syntax.coding) {
    case 'raw':
      return nativeFrame(file, pixels, { bytes, frame });
    case 'rle': {
      const data = typed(decodeRle(bytes, pixels), pixels);
      return { rows, columns, samples, photometric, data };
    }
    case 'jpeg':
      return jpegFrame(bytes, pixels);
    case 'jpeg-lossless':
      return decodedFrame(decodeJpegLossless(bytes), pixels);
    default:
      return decodedFrame(await decodeByWasm(syntax.coding, bytes), pixels);
  }
}

function nativeFrame(file: DicomFile, pixels: PixelDescription, { bytes, frame }: { bytes: Buffer; frame: number }): FramePixels {
  const { rows, columns, samples, photometric, bitsAllocated, isPlanar } = pixels;
  if (bitsAllocated === 1) return { rows, columns, samples, photometric, data: unpackBits(bytes, pixels, frame) };
  const isFloat = file.dataSet.elements.has('7FE00008') || file.dataSet.elements.has('7FE00009');
  const data = isFloat ? floats(bytes, bitsAllocated) : typed(bytes, pixels);
  if (photometric === 'YBR_FULL_422' && samples === 3) return { rows, columns, samples, photometric: 'YBR_FULL', data: spread422(data, rows * columns) };
  return { rows, columns, samples, photometric, data: isPlanar && samples > 1 ? interleave(data, samples) : data };
}

/** Eight pixels a byte, the first in the lowest bit (PS3.5 §8.1.1); a frame may begin inside a byte. */
function unpackBits(bytes: Buffer, { rows, columns, samples }: PixelDescription, frame: number): Uint8Array {
  const count = rows * columns * samples;
  const shift = ((frame - 1) * count) % 8;
  return Uint8Array.from({ length: count }, (_, index) => (bytes[(index + shift) >> 3]! >> ((index + shift) & 7)) & 1);
}

function jpegFrame(bytes: Buffer, pixels: PixelDescription): FramePixels {
  const image = decodeJpeg(bytes);
  const { rows, columns, samples } = image;
  requireSame(image, pixels);
  const data = pixels.bitsAllocated <= 8 ? Uint8Array.from(image.data) : pixels.isSigned ? signExtend(image.data, pixels.bitsStored) : Uint16Array.from(image.data);
  if (samples !== 3) return { rows, columns, samples, photometric: pixels.photometric, data };
  return { rows, columns, samples, photometric: yccOf(pixels.photometric, image.adobeTransform), data };
}

function decodedFrame(decoded: Decoded, pixels: PixelDescription): FramePixels {
  const { width, height, samples, bits, bytes } = decoded;
  requireSame({ rows: height, columns: width, samples }, pixels);
  const wide = bytes.length >= width * height * samples * 4 ? 32 : bytes.length >= width * height * samples * 2 ? 16 : 8;
  const raw = typedOf(bytes, wide, decoded.isSigned);
  const data = decoded.isPlanar && samples > 1 ? interleave(raw, samples) : raw;
  const settled = pixels.isSigned ? signExtend(data, Math.min(bits, pixels.bitsStored)) : decoded.isSigned ? unsign(data, pixels.bitsStored) : data;
  // The colour transforms of JPEG 2000 are undone by its decoder.
  const photometric = pixels.photometric === 'YBR_RCT' || pixels.photometric === 'YBR_ICT' ? 'RGB' : pixels.photometric;
  return { rows: height, columns: width, samples, photometric, data: settled };
}

function requireSame(found: { rows: number; columns: number; samples: number }, pixels: PixelDescription): void {
  if (found.rows === pixels.rows && found.columns === pixels.columns && found.samples === pixels.samples) return;
  throw new DicomFailure('malformed', 'describes another image than the one it holds');
}

/** As the decoders of a whole byte row give it: sign from the highest stored bit. */
function signExtend(data: Samples, bits: number): Int16Array | Int32Array | Int8Array {
  const shift = 32 - bits;
  const target = bits <= 8 && data.BYTES_PER_ELEMENT === 1 ? new Int8Array(data.length) : bits <= 16 ? new Int16Array(data.length) : new Int32Array(data.length);
  for (let index = 0; index < data.length; index += 1) target[index] = (data[index]! << shift) >> shift;
  return target;
}

const unsign = (data: Samples, bits: number): Uint16Array | Uint32Array => {
  const mask = bits >= 32 ? 0xffffffff : 2 ** bits - 1;
  return bits <= 16 ? Uint16Array.from(data, (value) => value & mask) : Uint32Array.from(data, (value) => value & mask);
};

const typed = (bytes: Buffer, { bitsAllocated, isSigned }: PixelDescription): Samples => typedOf(bytes, bitsAllocated, isSigned);

function typedOf(bytes: Buffer, bits: number, isSigned: boolean): Samples {
  const copy = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length - (bytes.length % (bits / 8))) as ArrayBuffer;
  if (bits === 8) return isSigned ? new Int8Array(copy) : new Uint8Array(copy);
  if (bits === 16) return isSigned ? new Int16Array(copy) : new Uint16Array(copy);
  if (bits === 32) return isSigned ? new Int32Array(copy) : new Uint32Array(copy);
  throw new DicomFailure('unsupported', `holds samples of ${bits} bits`);
}

function floats(bytes: Buffer, bits: number): Samples {
  const copy = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  return bits === 64 ? new Float64Array(copy) : new Float32Array(copy);
}

function interleave(data: Samples, samples: number): Samples {
  const plane = data.length / samples;
  const target = data.slice();
  for (let sample = 0; sample < samples; sample += 1) for (let index = 0; index < plane; index += 1) target[index * samples + sample] = data[sample * plane + index]!;
  return target;
}

/** Y Y Cb Cr of two pixels (PS3.3 C.7.6.3.1.2). */
function spread422(data: Samples, pixels: number): Uint8Array {
  const target = new Uint8Array(pixels * 3);
  for (let pair = 0; pair < pixels / 2; pair += 1) {
    const [first, second, blue, red] = [data[pair * 4]!, data[pair * 4 + 1]!, data[pair * 4 + 2]!, data[pair * 4 + 3]!];
    target.set([first, blue, red, second, blue, red].slice(0, (pixels - pair * 2) * 3), pair * 6);
  }
  return target;
}
