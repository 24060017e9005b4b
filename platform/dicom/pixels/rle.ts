import { DicomFailure } from '../dicom-failure.ts';
import type { PixelDescription } from './describe-pixels.ts';

const HEADER_BYTES = 64;

/** PS3.5 annex G: each byte of each sample is a segment, the most significant first. Returns little-endian samples, interleaved by pixel. */
export function decodeRle(bytes: Buffer, { rows, columns, samples, bitsAllocated }: PixelDescription): Buffer {
  if (bytes.length < HEADER_BYTES) throw new DicomFailure('truncated', 'holds a run-length frame without its header');
  const sampleBytes = bitsAllocated / 8;
  const segments = bytes.readUInt32LE(0);
  if (segments !== samples * sampleBytes) throw new DicomFailure('malformed', `holds ${segments} run-length segments in place of ${samples * sampleBytes}`);
  const pixels = rows * columns;
  const decoded = Buffer.alloc(pixels * samples * sampleBytes);
  for (let segment = 0; segment < segments; segment += 1) {
    const from = bytes.readUInt32LE(4 + segment * 4);
    const to = segment + 1 < segments ? bytes.readUInt32LE(8 + segment * 4) : bytes.length;
    const sample = Math.floor(segment / sampleBytes);
    const place = sampleBytes - 1 - (segment % sampleBytes);
    unpackSegment(bytes.subarray(from, to), { decoded, start: sample * sampleBytes + place, step: samples * sampleBytes, pixels });
  }
  return decoded;
}

interface Target {
  readonly decoded: Buffer;
  readonly start: number;
  readonly step: number;
  readonly pixels: number;
}

function unpackSegment(segment: Buffer, { decoded, start, step, pixels }: Target): void {
  let written = 0;
  for (let at = 0; at < segment.length && written < pixels; ) {
    const control = segment.readInt8(at);
    at += 1;
    if (control === -128) continue;
    const count = control >= 0 ? control + 1 : 1 - control;
    for (let index = 0; index < count && written < pixels; index += 1) {
      decoded[start + written * step] = segment[control >= 0 ? at + index : at] ?? 0;
      written += 1;
    }
    at += control >= 0 ? count : 1;
  }
  if (written < pixels) throw new DicomFailure('truncated', 'ends in the middle of a run-length frame');
}
