import type { Slice } from './slices.ts';

/** Millimetres to add to a place in one stack for the same place in the other; undefined where places cannot be compared. */
export type Offset = number | undefined;

const placesOf = (slices: readonly Slice[]): readonly number[] => slices.flatMap(({ place }) => (place === null ? [] : [place]));
const isParallel = (first: Slice | undefined, second: Slice | undefined): boolean =>
  Boolean(first?.orientation && second?.orientation?.every((each, index) => Math.abs(each - first.orientation![index]!) < 0.1));

/** Stacks of one frame of reference share their places; of two visits they are laid over each other where they overlap, middle on middle where not. */
export function startOffset(from: readonly Slice[], to: readonly Slice[]): Offset {
  if (!isParallel(from[0], to[0])) return undefined;
  const [mine, theirs] = [placesOf(from), placesOf(to)];
  if (mine.length !== from.length || theirs.length !== to.length) return undefined;
  if (from[0]!.frameOfReference !== null && from[0]!.frameOfReference === to[0]!.frameOfReference) return 0;
  const [low, high] = [Math.min(...mine), Math.max(...mine)];
  const [otherLow, otherHigh] = [Math.min(...theirs), Math.max(...theirs)];
  const shared = Math.min(high, otherHigh) - Math.max(low, otherLow);
  return shared >= Math.min(high - low, otherHigh - otherLow) / 2 ? 0 : (otherLow + otherHigh) / 2 - (low + high) / 2;
}

/** As the two stacks stand now. */
export function offsetBetween(from: Slice | undefined, to: Slice | undefined): Offset {
  return isParallel(from, to) && from!.place !== null && to!.place !== null ? to!.place - from!.place : undefined;
}

/** Index in `to` of the place that `from[index]` shows; without comparable places, the same share of the way. */
export function linkedIndex(from: readonly Slice[], index: number, { to, offset }: { to: readonly Slice[]; offset: Offset }): number {
  const place = from[index]?.place;
  if (offset === undefined || place === null || place === undefined) return Math.round((index / Math.max(1, from.length - 1)) * Math.max(0, to.length - 1));
  let [best, least] = [0, Infinity];
  to.forEach((slice, at) => {
    const distance = Math.abs((slice.place ?? Infinity) - place - offset);
    if (distance < least) [best, least] = [at, distance];
  });
  return best;
}
