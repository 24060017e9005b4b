import type { Point } from './geometry.ts';
import type { Slice } from './slices.ts';
import { modalityOf, unitOf, type GreyFrame } from './windowing.ts';

export type MeasureKind = 'length' | 'angle' | 'rectangle' | 'ellipse' | 'probe';

/** Drawn by a person; points in pixels of the image. */
export interface Measurement {
  readonly id: string;
  readonly kind: MeasureKind;
  readonly seriesUid: string;
  /** Key of the slice. */
  readonly slice: string;
  readonly points: readonly Point[];
  readonly result: Result;
}

export const POINTS_OF: Readonly<Record<MeasureKind, number>> = { length: 2, angle: 3, rectangle: 2, ellipse: 2, probe: 1 };

/** Numbers of a measurement. Lengths are millimetres with spacing, pixels without. */
export interface Result {
  readonly isMillimetres: boolean;
  readonly length?: number;
  /** Degrees. */
  readonly angle?: number;
  /** mm² or pixels. */
  readonly area?: number;
  readonly values?: { readonly mean: number; readonly deviation: number; readonly low: number; readonly high: number; readonly count: number; /** Null: as stored by the device. */ readonly unit: string | null };
}

/** `frame` gives the values; without it (colour, or not loaded) there are none. */
export function measured(kind: MeasureKind, points: readonly Point[], { slice, frame }: { slice: Slice; frame: GreyFrame | undefined }): Result {
  const isMillimetres = slice.spacing !== null;
  const scaled = points.map(({ x, y }) => ({ x: x * (slice.spacing?.column ?? 1), y: y * (slice.spacing?.row ?? 1) }));
  const [first, second, third] = scaled as [Point, Point, Point];
  if (kind === 'length') return { isMillimetres, length: distance(first, second) };
  if (kind === 'angle') return { isMillimetres, angle: angleAt(first, second, third) };
  const values = frame && valuesIn(kind, points, { slice, frame });
  if (kind === 'probe') return { isMillimetres, ...(values ? { values } : {}) };
  const [width, height] = [Math.abs(second.x - first.x), Math.abs(second.y - first.y)];
  return { isMillimetres, area: width * height * (kind === 'ellipse' ? Math.PI / 4 : 1), ...(values ? { values } : {}) };
}

const distance = (first: Point, second: Point): number => Math.hypot(second.x - first.x, second.y - first.y);

/** At the second point. */
function angleAt(first: Point, corner: Point, last: Point): number {
  const [ax, ay, bx, by] = [first.x - corner.x, first.y - corner.y, last.x - corner.x, last.y - corner.y];
  return (Math.abs(Math.atan2(ax * by - ay * bx, ax * bx + ay * by)) * 180) / Math.PI;
}

/** Of the pixels whose middle lies inside; sample standard deviation. */
function valuesIn(kind: MeasureKind, points: readonly Point[], { slice, frame }: { slice: Slice; frame: GreyFrame }): Result['values'] {
  const inside = insideOf(kind, points);
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [fromX, toX] = [Math.max(0, Math.floor(Math.min(...xs))), Math.min(slice.columns - 1, Math.floor(Math.max(...xs)))];
  const [fromY, toY] = [Math.max(0, Math.floor(Math.min(...ys))), Math.min(slice.rows - 1, Math.floor(Math.max(...ys)))];
  const modality = modalityOf(slice);
  let [count, mean, squares, low, high] = [0, 0, 0, Infinity, -Infinity];
  for (let y = fromY; y <= toY; y += 1) {
    for (let x = fromX; x <= toX; x += 1) {
      if (!inside(x + 0.5, y + 0.5)) continue;
      const value = modality(frame.values[y * slice.columns + x]!);
      // Welford: no loss with large values.
      count += 1;
      const step = value - mean;
      mean += step / count;
      squares += step * (value - mean);
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return count === 0 ? undefined : { mean, deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : 0, low, high, count, unit: unitOf(slice) };
}

function insideOf(kind: MeasureKind, points: readonly Point[]): (x: number, y: number) => boolean {
  if (kind === 'probe') return () => true;
  const [first, second] = points as [Point, Point];
  const [left, right, top, bottom] = [Math.min(first.x, second.x), Math.max(first.x, second.x), Math.min(first.y, second.y), Math.max(first.y, second.y)];
  if (kind === 'rectangle') return (x, y) => x >= left && x <= right && y >= top && y <= bottom;
  const [radiusX, radiusY] = [Math.max(1e-6, (right - left) / 2), Math.max(1e-6, (bottom - top) / 2)];
  return (x, y) => ((x - (left + right) / 2) / radiusX) ** 2 + ((y - (top + bottom) / 2) / radiusY) ** 2 <= 1;
}
