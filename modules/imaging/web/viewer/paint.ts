import { apply, toPane, type Affine, type Point, type Size, type View } from './image/geometry.ts';
import type { Frame } from './image/load-frame.ts';
import type { MeasureKind } from './image/measure.ts';
import type { Slice } from './image/slices.ts';
import { ownWindow, paintGrey, type Shown } from './image/windowing.ts';
import type { ViewWindow } from './image/slices.ts';

/** The windowed picture of a pane, kept between draws: pan and zoom do not compute it again. */
export class Plate {
  readonly #canvas = document.createElement('canvas');
  #of = '';
  #frame: Frame | undefined;

  picture(slice: Pick<Slice, 'rows' | 'columns'> & Slice, frame: Frame, shown: Shown): HTMLCanvasElement {
    const of = JSON.stringify([slice.key, slice.presentedBy, frame.kind, shown]);
    if (of === this.#of && frame === this.#frame) return this.#canvas;
    [this.#of, this.#frame] = [of, frame];
    const size = frame.kind === 'picture' ? frame.picture : { width: slice.columns, height: slice.rows };
    if (this.#canvas.width !== size.width || this.#canvas.height !== size.height) Object.assign(this.#canvas, { width: size.width, height: size.height });
    const context = this.#canvas.getContext('2d', { willReadFrequently: true })!;
    if (frame.kind === 'picture') {
      context.drawImage(frame.picture, 0, 0);
      if (shown.isInverted) invert(context, size);
      return this.#canvas;
    }
    const pixels = context.createImageData(size.width, size.height);
    paintGrey(pixels.data, { slice, frame }, shown);
    context.putImageData(pixels, 0, 0);
    return this.#canvas;
  }
}

/** Exact, unlike the filter of the canvas. */
function invert(context: CanvasRenderingContext2D, { width, height }: Size): void {
  const pixels = context.getImageData(0, 0, width, height);
  const words = new Uint32Array(pixels.data.buffer);
  for (let index = 0; index < words.length; index += 1) words[index] = words[index]! ^ 0x00ffffff;
  context.putImageData(pixels, 0, 0);
}

export const windowOf = (slice: Slice, frame: Frame, chosen: ViewWindow | undefined): ViewWindow | undefined => (frame.kind === 'grey' ? (chosen ?? ownWindow(slice, frame)) : undefined);

/** Draws a picture of any size as if it were `shape` large, on black. Returns the way from its pixels to the pane. */
export function drawPicture(context: CanvasRenderingContext2D, picture: HTMLCanvasElement | ImageBitmap, { shape, view, pane }: { shape: Pick<Slice, 'rows' | 'columns' | 'aspect'>; view: View; pane: Size }): Affine {
  const way = toPane(shape, view, pane);
  context.resetTransform();
  context.fillStyle = '#000';
  context.fillRect(0, 0, pane.width, pane.height);
  context.setTransform(way.a, way.b, way.c, way.d, way.e, way.f);
  // Enlarged a lot, single pixels are wanted as they are.
  context.imageSmoothingEnabled = Math.hypot(way.a, way.b) < 4;
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, shape.columns, shape.rows);
  context.resetTransform();
  return way;
}

export interface Drawing {
  readonly kind: MeasureKind;
  readonly points: readonly Point[];
  readonly lines: readonly string[];
  readonly isDraft: boolean;
}

const INK = '#ffe066';
const DRAFT_INK = '#7fe3ff';
const FONT_PX = 13;

export function drawMeasurement(context: CanvasRenderingContext2D, way: Affine, { drawing, ratio }: { drawing: Drawing; ratio: number }): void {
  const points = drawing.points.map((point) => apply(way, point));
  const first = points[0];
  if (first === undefined) return;
  context.strokeStyle = drawing.isDraft ? DRAFT_INK : INK;
  context.lineWidth = 1.5 * ratio;
  context.beginPath();
  outline(context, drawing, { points, way });
  context.stroke();
  for (const { x, y } of points) context.strokeRect(x - 2 * ratio, y - 2 * ratio, 4 * ratio, 4 * ratio);
  const last = points[points.length - 1]!;
  label(context, drawing.lines, { at: { x: last.x + 8 * ratio, y: last.y + 4 * ratio }, ratio });
}

function outline(context: CanvasRenderingContext2D, { kind, points: drawn }: Drawing, { points, way }: { points: readonly Point[]; way: Affine }): void {
  if (kind === 'probe') {
    const { x, y } = points[0]!;
    context.arc(x, y, 6, 0, 2 * Math.PI);
    return;
  }
  if (kind === 'length' || kind === 'angle') {
    points.forEach(({ x, y }, index) => (index === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
    return;
  }
  const [from, to] = drawn as [Point, Point | undefined];
  if (to === undefined) return;
  if (kind === 'rectangle') {
    [from, { x: to.x, y: from.y }, to, { x: from.x, y: to.y }].map((corner) => apply(way, corner)).forEach(({ x, y }, index) => (index === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
    context.closePath();
    return;
  }
  // Quarter turns and mirrors keep the axes: an upright ellipse stays upright.
  const [one, other] = [points[0]!, points[1]!];
  context.ellipse((one.x + other.x) / 2, (one.y + other.y) / 2, Math.abs(other.x - one.x) / 2, Math.abs(other.y - one.y) / 2, 0, 0, 2 * Math.PI);
}

function label(context: CanvasRenderingContext2D, lines: readonly string[], { at, ratio }: { at: Point; ratio: number }): void {
  const height = FONT_PX * 1.3 * ratio;
  context.font = `${FONT_PX * ratio}px sans-serif`;
  context.textBaseline = 'top';
  context.lineWidth = 3 * ratio;
  const width = Math.max(0, ...lines.map((line) => context.measureText(line).width));
  const x = Math.max(0, Math.min(at.x, context.canvas.width - width - 4 * ratio));
  const y = Math.max(0, Math.min(at.y, context.canvas.height - height * lines.length));
  lines.forEach((line, index) => {
    context.fillStyle = context.strokeStyle;
    const ink = context.fillStyle;
    context.strokeStyle = '#000';
    context.strokeText(line, x, y + index * height);
    context.strokeStyle = ink;
    context.fillText(line, x, y + index * height);
  });
}
