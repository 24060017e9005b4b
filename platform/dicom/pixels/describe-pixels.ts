import { DicomFailure } from '../dicom-failure.ts';
import type { DicomFile } from '../read-file.ts';
import { numberOf, textAt } from '../values.ts';

/** What the image pixel module says (PS3.3 C.7.6.3). */
export interface PixelDescription {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly photometric: string;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  /** The highest of the stored bits; above and below may lie overlays (PS3.5 §8.1.1). */
  readonly highBit: number;
  readonly isSigned: boolean;
  readonly isPlanar: boolean;
  readonly frames: number;
}

const SIDE_MAX = 65_535;
const FRAMES_MAX = 100_000;
/** Samples of one decoded frame: 256 million are more than any whole slide tile or mammogram. */
const SAMPLES_MAX = 256 * 1024 * 1024;

/** Throws `no-pixels` where the object has none, `malformed` where the description cannot be true. */
export function describePixels({ dataSet }: Pick<DicomFile, 'dataSet'>): PixelDescription {
  const rows = numberOf(dataSet, '00280010');
  const columns = numberOf(dataSet, '00280011');
  if (rows === undefined || columns === undefined || !pixelElement({ dataSet })) throw new DicomFailure('no-pixels', 'holds no image');
  const bitsAllocated = numberOf(dataSet, '00280100') ?? 16;
  const bitsStored = numberOf(dataSet, '00280101') ?? bitsAllocated;
  const described: PixelDescription = {
    rows, columns, bitsAllocated, bitsStored,
    highBit: numberOf(dataSet, '00280102') ?? bitsStored - 1,
    samples: numberOf(dataSet, '00280002') ?? 1,
    photometric: textAt(dataSet, '00280004')?.toUpperCase() ?? 'MONOCHROME2',
    isSigned: numberOf(dataSet, '00280103') === 1,
    isPlanar: numberOf(dataSet, '00280006') === 1,
    frames: Math.max(1, numberOf(dataSet, '00280008') ?? 1),
  };
  requirePossible(described);
  return isHalvedInNameOnly(described, pixelElement({ dataSet })?.bytes) ? { ...described, photometric: 'YBR_FULL' } : described;
}

/** Some writers name 4:2:2 and store every sample: the length tells. */
const isHalvedInNameOnly = (described: PixelDescription, bytes: Buffer | undefined): boolean =>
  described.photometric === 'YBR_FULL_422' && bytes !== undefined && bytes.length * 8 >= bitsOfFrame({ ...described, photometric: 'YBR_FULL' }) * described.frames;

export const pixelElement = ({ dataSet }: Pick<DicomFile, 'dataSet'>) =>
  dataSet.elements.get('7FE00010') ?? dataSet.elements.get('7FE00008') ?? dataSet.elements.get('7FE00009');

function requirePossible({ rows, columns, samples, bitsAllocated, bitsStored, frames }: PixelDescription): void {
  const isPossible = rows > 0 && columns > 0 && rows <= SIDE_MAX && columns <= SIDE_MAX && [1, 3, 4].includes(samples) && Number.isInteger(frames) && frames <= FRAMES_MAX
    && [1, 8, 16, 32, 64].includes(bitsAllocated) && bitsStored >= 1 && bitsStored <= bitsAllocated;
  if (!isPossible) throw new DicomFailure('malformed', 'describes an image that cannot be');
  if (rows * columns * samples > SAMPLES_MAX) throw new DicomFailure('too-large', 'holds frames larger than this server decodes');
}

/** Bytes of one uncompressed frame; frames of single bits need not end at a byte. */
export const bitsOfFrame = ({ rows, columns, samples, bitsAllocated, photometric }: PixelDescription): number =>
  rows * columns * (photometric === 'YBR_FULL_422' && samples === 3 ? 2 : samples) * bitsAllocated;
