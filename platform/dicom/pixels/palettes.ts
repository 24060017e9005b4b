import { DicomFailure } from '../dicom-failure.ts';
import type { DataSet } from '../read-elements.ts';

interface Palette {
  readonly first: number;
  readonly entries: readonly number[];
}

/** The table of red (1), green (2) or blue (3), plain or in segments; entries of 8 bits. */
export function paletteOf(dataSet: DataSet, part: string): Palette {
  const { elements, isLittleEndian } = dataSet;
  const descriptor = elements.get(`0028110${part}`)?.bytes;
  const word = (bytes: Buffer, at: number): number => (isLittleEndian ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const table = elements.get(`0028120${part}`)?.bytes;
  const segments = elements.get(`0028122${part}`)?.bytes;
  if (descriptor === undefined || descriptor.length < 6 || (table === undefined && segments === undefined)) throw new DicomFailure('malformed', 'names a palette that it does not hold');
  const count = word(descriptor, 0) || 65_536;
  const first = word(descriptor, 2);
  if (table === undefined) {
    const isNarrow = word(descriptor, 4) === 8;
    const words = isNarrow ? [...segments!] : Array.from({ length: segments!.length >> 1 }, (_, index) => word(segments!, index * 2));
    const entries = unrolled(words, { count, isNarrow });
    return { first, entries: isNarrow ? entries : entries.map((value) => value >> 8) };
  }
  const is16 = table.length >= count * 2;
  const high = Array.from({ length: Math.min(count, is16 ? table.length >> 1 : table.length) }, (_, index) => (is16 ? word(table, index * 2) : table[index]!));
  // Some writers put 8 bits into words of 16.
  const isNarrow = !is16 || (word(descriptor, 4) === 8 && high.every((value) => value < 256));
  return { first, entries: isNarrow ? high : high.map((value) => value >> 8) };
}

const SEGMENTS_MAX = 65_536;

/** Segmented palettes (PS3.3 C.7.9.2): runs of entries, straight lines between two, and pointers to runs that came before. */
function unrolled(words: readonly number[], { count, isNarrow }: { count: number; isNarrow: boolean }): number[] {
  const entries: number[] = [];
  const segment = (at: number, isPointed: boolean): number => {
    const [kind, length] = [words[at]!, words[at + 1] ?? 0];
    if (kind === 0) {
      entries.push(...words.slice(at + 2, at + 2 + length));
      return at + 2 + length;
    }
    if (kind === 1) {
      const [from, to] = [entries.at(-1), words[at + 2]];
      if (from === undefined || to === undefined) throw new DicomFailure('malformed', 'holds a palette whose line begins nowhere');
      for (let step = 1; step <= length; step += 1) entries.push(Math.round(from + ((to - from) * step) / length));
      return at + 3;
    }
    if (kind !== 2 || isPointed) throw new DicomFailure('malformed', 'holds a palette of unknown segments');
    // The offset is a number of bytes in 32 bits: four entries of 8 bits or two of 16.
    const [width, base] = isNarrow ? [4, 256] : [2, 65_536];
    const offset = Array.from({ length: width }, (_, index) => (words[at + 2 + index] ?? 0) * base ** index).reduce((sum, each) => sum + each, 0);
    let next = isNarrow ? offset : offset / 2;
    for (let run = 0; run < length && next < words.length && entries.length < count; run += 1) next = segment(next, true);
    return at + 2 + width;
  };
  for (let [at, seen] = [0, 0]; at < words.length - 1 && entries.length < count && seen < SEGMENTS_MAX; seen += 1) at = segment(at, false);
  if (entries.length < count) throw new DicomFailure('malformed', 'holds a palette with fewer colours than it says');
  return entries.slice(0, count);
}
