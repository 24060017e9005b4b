import { useState } from 'react';
import { newKey } from '#platform/web/client/call.ts';
import type { Point } from './image/geometry.ts';
import { measured, POINTS_OF, type MeasureKind, type Measurement } from './image/measure.ts';
import type { Slice } from './image/slices.ts';
import type { Frame } from './image/load-frame.ts';

/** A measurement that is being drawn: the last point still follows the pointer. */
export interface Sketch {
  readonly kind: MeasureKind;
  readonly slice: string;
  readonly points: readonly Point[];
}

/** Shorter movements in pixels of the image are clicks. */
const CLICK_MAX = 2;

export interface DrawingHands {
  readonly sketch: Sketch | undefined;
  readonly down: (kind: MeasureKind, point: Point) => void;
  readonly move: (point: Point) => void;
  readonly up: (point: Point) => void;
  readonly cancel: () => void;
}

/** Points are set by clicks or by dragging from one to the next. */
export function useDrawing({ slice, frame, add }: { slice: Slice | undefined; frame: Frame | undefined; add: (measurement: Measurement) => void }): DrawingHands {
  const [kept, setSketch] = useState<Sketch>();
  const sketch = kept?.slice === slice?.key ? kept : undefined;
  /** Fixes the last point; ends the measurement when all are there. */
  const fix = (kind: MeasureKind, points: readonly Point[], next: Point): void => {
    if (slice === undefined) return;
    if (points.length < POINTS_OF[kind]) return setSketch({ kind, slice: slice.key, points: [...points, next] });
    setSketch(undefined);
    const result = measured(kind, points, { slice, frame: frame?.kind === 'grey' ? frame : undefined });
    add({ id: newKey(), kind, seriesUid: slice.seriesUid, slice: slice.key, points, result });
  };
  return {
    sketch,
    down: (kind, point) => fix(kind, sketch?.kind === kind ? [...sketch.points.slice(0, -1), point] : [point], point),
    move: (point) => sketch && setSketch({ ...sketch, points: [...sketch.points.slice(0, -1), point] }),
    up: (point) => {
      const before = sketch?.points[sketch.points.length - 2];
      if (sketch && before && Math.hypot(point.x - before.x, point.y - before.y) > CLICK_MAX) fix(sketch.kind, [...sketch.points.slice(0, -1), point], point);
    },
    cancel: () => setSketch(undefined),
  };
}
