import type { DataSet } from '../read-elements.ts';
import { numberOf, numbersOf } from '../values.ts';

/** A look-up table of PS3.3 C.11.1.1.1 and C.11.2.1.1: values before `first` take the first entry, values after the last take the last. */
export interface Table {
  readonly first: number;
  readonly entries: ArrayLike<number>;
  /** The largest value that an entry may have. */
  readonly max: number;
}

export const lookedUp = ({ first, entries }: Table, value: number): number => entries[Math.max(0, Math.min(entries.length - 1, Math.round(value) - first))]!;

/** Modality LUT Sequence: stored values become those of the modality, in place of slope and intercept. */
export const modalityTable = (dataSet: DataSet): Table | undefined => tableOf(dataSet.elements.get('00283000')?.items?.[0], dataSet);

/** VOI LUT Sequence: the first table that the object offers, in place of a window. */
export const voiTable = (dataSet: DataSet): Table | undefined => tableOf(dataSet.elements.get('00283010')?.items?.[0], dataSet);

/** Undefined where there is none or where it cannot be what it says. */
function tableOf(item: DataSet | undefined, image: DataSet): Table | undefined {
  const descriptor = item && numbersOf(item.elements.get('00283002'), item).map(Number);
  const data = item?.elements.get('00283006');
  if (item === undefined || descriptor === undefined || descriptor.length < 3 || data?.bytes === undefined) return undefined;
  const count = (descriptor[0]! & 0xffff) || 65_536;
  // The second number is signed where the pixels are; implicit files cannot say so inside of the item.
  const isSigned = numberOf(image, '00280103') === 1;
  const first = isSigned && descriptor[1]! > 0x7fff ? descriptor[1]! - 0x10000 : descriptor[1]!;
  const bits = descriptor[2]!;
  const { bytes } = data;
  // Eight bits an entry may lie in words of 16 (C.11.1.1.1: the length tells).
  const isNarrow = bytes.length < count * 2;
  const entries = Array.from({ length: Math.min(count, isNarrow ? bytes.length : bytes.length >> 1) }, (_, index) => (isNarrow ? bytes[index]! : image.isLittleEndian ? bytes.readUInt16LE(index * 2) : bytes.readUInt16BE(index * 2)));
  if (entries.length === 0 || bits < 1 || bits > 16) return undefined;
  // Some writers say 16 bits and mean fewer, or the other way round: no entry lies above the largest.
  return { first, entries, max: Math.max(2 ** bits - 1, entries.reduce((high, entry) => Math.max(high, entry), 1)) };
}
