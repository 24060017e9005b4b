import { DicomFailure } from '../dicom-failure.ts';
import type { DicomFile } from '../read-file.ts';
import { isNative } from '../transfer-syntaxes.ts';
import { littleEndianBytes } from '../values.ts';
import { bitsOfFrame, pixelElement, type PixelDescription } from './describe-pixels.ts';

/** The bytes of one frame (from 1) as they are stored; native ones in little endian. Throws `malformed` where the file holds fewer frames. */
export function frameBytes(file: DicomFile, pixels: PixelDescription, frame: number): Buffer {
  const element = pixelElement(file);
  if (element === undefined) throw new DicomFailure('no-pixels', 'holds no image');
  if (element.fragments !== undefined) return encapsulatedFrame(element.fragments, file, { pixels, frame });
  if (!isNative(file.transferSyntax)) throw new DicomFailure('malformed', 'names a compressed transfer syntax but holds no compressed pixels');
  const bits = bitsOfFrame(pixels);
  const bytes = element.bytes ?? Buffer.alloc(0);
  const from = Math.floor((bits * (frame - 1)) / 8);
  const to = Math.ceil((bits * frame) / 8);
  if (to > bytes.length) throw new DicomFailure('truncated', 'holds fewer pixels than it describes');
  if (file.dataSet.isLittleEndian) return bytes.subarray(from, to);
  if (pixels.bitsAllocated > 8) return littleEndianBytes({ ...element, bytes: bytes.subarray(from, to) }, false, pixels.bitsAllocated / 8);
  if (element.vr !== 'OW') return bytes.subarray(from, to);
  // Bytes lie in words of 16 bits, also where a frame begins or ends in the middle of one (PS3.5 §8.1.1 and A.3).
  const [first, last] = [from - (from % 2), Math.min(bytes.length, to + (to % 2))];
  return littleEndianBytes({ ...element, bytes: bytes.subarray(first, last) }, false, 2).subarray(from - first, to - first);
}

function encapsulatedFrame([table, ...fragments]: readonly Buffer[], { dataSet }: DicomFile, { pixels, frame }: { pixels: PixelDescription; frame: number }): Buffer {
  if (fragments.length === 0) throw new DicomFailure('truncated', 'holds no compressed frame');
  if (pixels.frames === 1) return fragments.length === 1 ? fragments[0]! : Buffer.concat(fragments);
  const offsets = extendedOffsets(dataSet.elements.get('7FE00001')?.bytes) ?? basicOffsets(table);
  const byTable = offsets.length === pixels.frames ? byOffsets(fragments, offsets) : [];
  // A table that leaves a frame without a fragment is not believed.
  const groups = byTable.length > 0 && byTable.every((group) => group.length > 0) ? byTable : byMarkers(fragments, pixels.frames);
  const group = groups[frame - 1];
  if (group === undefined || group.length === 0) throw new DicomFailure('truncated', 'holds fewer frames than it describes');
  return group.length === 1 ? group[0]! : Buffer.concat(group);
}

const basicOffsets = (table: Buffer | undefined): number[] =>
  table === undefined ? [] : Array.from({ length: Math.floor(table.length / 4) }, (_, index) => table.readUInt32LE(index * 4));

const extendedOffsets = (table: Buffer | undefined): number[] | undefined =>
  table === undefined ? undefined : Array.from({ length: Math.floor(table.length / 8) }, (_, index) => Number(table.readBigUInt64LE(index * 8)));

/** Offsets count from the first item's tag, and each item has a head of 8 bytes (PS3.5 A.4). */
function byOffsets(fragments: readonly Buffer[], offsets: readonly number[]): Buffer[][] {
  const groups: Buffer[][] = offsets.map(() => []);
  let at = 0;
  for (const fragment of fragments) {
    let index = offsets.length - 1;
    while (index > 0 && offsets[index]! > at) index -= 1;
    groups[index]!.push(fragment);
    at += 8 + fragment.length;
  }
  return groups;
}

/** Without a table a fragment is a frame, or a frame begins where an image file begins. */
function byMarkers(fragments: readonly Buffer[], frames: number): Buffer[][] {
  if (fragments.length === frames) return fragments.map((fragment) => [fragment]);
  const groups: Buffer[][] = [];
  for (const fragment of fragments) {
    if (groups.length === 0 || beginsImage(fragment)) groups.push([fragment]);
    else groups.at(-1)!.push(fragment);
  }
  return groups;
}

/** JPEG and JPEG-LS begin with FF D8, a JPEG 2000 codestream with FF 4F FF 51, its file form with a box `jP`. */
const beginsImage = (bytes: Buffer): boolean => bytes[0] === 0xff && (bytes[1] === 0xd8 || (bytes[1] === 0x4f && bytes[2] === 0xff)) || bytes.toString('latin1', 4, 6) === 'jP';
