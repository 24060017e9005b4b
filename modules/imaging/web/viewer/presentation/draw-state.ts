import { apply, type Affine, type Area, type Point } from '../image/geometry.ts';
import { speaksOf, type Annotation, type Graphic, type PresentationState, type Shutter, type TextMark, type Units } from './read-state.ts';
import type { Slice } from '../image/slices.ts';

/** Where things of a state lie on the canvas. */
interface Ground {
  readonly context: CanvasRenderingContext2D;
  /** From pixels of the image to pixels of the canvas. */
  readonly way: Affine;
  readonly area: Area;
  readonly ratio: number;
}

const INK = '#ffb454';
const FONT_PX = 14;
const STEPS = 72;

/** Covers what the state hides and draws what it says, over the picture. */
export function drawState(state: PresentationState, slice: Slice, ground: Ground): void {
  if (state.shutter !== undefined) drawShutter(state.shutter, slice, ground);
  for (const annotation of state.annotations) if (speaksOf(annotation.of, slice)) drawAnnotation(annotation, ground);
}

function drawShutter({ rectangle, circle, polygon, ink }: Shutter, { columns, rows }: Slice, { context, way }: Ground): void {
  context.setTransform(way.a, way.b, way.c, way.d, way.e, way.f);
  context.fillStyle = ink;
  const cover = (shape: () => void): void => {
    context.beginPath();
    context.rect(0, 0, columns, rows);
    shape();
    context.fill('evenodd');
  };
  if (rectangle) cover(() => context.rect(rectangle.left, rectangle.top, rectangle.right - rectangle.left, rectangle.bottom - rectangle.top));
  if (circle) cover(() => {
    context.moveTo(circle.centre.x + circle.radius, circle.centre.y);
    context.arc(circle.centre.x, circle.centre.y, circle.radius, 0, 2 * Math.PI);
  });
  if (polygon) cover(() => {
    polygon.forEach(({ x, y }, index) => (index === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
    context.closePath();
  });
  context.resetTransform();
}

/** A point of an annotation on the canvas. */
function placed({ way, area }: Ground, units: Units): (point: Point) => Point {
  if (units === 'PIXEL') return (point) => apply(way, point);
  const corners = [apply(way, { x: area.left, y: area.top }), apply(way, { x: area.right, y: area.bottom })];
  const [left, right] = [Math.min(corners[0]!.x, corners[1]!.x), Math.max(corners[0]!.x, corners[1]!.x)];
  const [top, bottom] = [Math.min(corners[0]!.y, corners[1]!.y), Math.max(corners[0]!.y, corners[1]!.y)];
  return ({ x, y }) => ({ x: left + x * (right - left), y: top + y * (bottom - top) });
}

function drawAnnotation({ graphics, texts, ink = INK }: Annotation, ground: Ground): void {
  const { context, ratio } = ground;
  for (const graphic of graphics) {
    context.strokeStyle = ink;
    context.fillStyle = ink;
    context.lineWidth = 1.5 * ratio;
    context.beginPath();
    outline(graphic, ground);
    if (graphic.isFilled) context.fill();
    context.stroke();
  }
  for (const text of texts) drawText(text, { ...ground, ink });
}

function outline(graphic: Graphic, ground: Ground): void {
  const { context, ratio } = ground;
  const place = placed(ground, graphic.units);
  if (graphic.kind === 'POINT') {
    const { x, y } = place(graphic.points[0]!);
    context.moveTo(x - 5 * ratio, y);
    context.lineTo(x + 5 * ratio, y);
    context.moveTo(x, y - 5 * ratio);
    context.lineTo(x, y + 5 * ratio);
    return;
  }
  const line = graphic.kind === 'CIRCLE' ? circleLine(graphic.points) : graphic.kind === 'ELLIPSE' ? ellipseLine(graphic.points) : graphic.points;
  const points = line.map(place);
  if (graphic.kind === 'INTERPOLATED') return curve(context, points);
  points.forEach(({ x, y }, index) => (index === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
}

const round = (at: (angle: number) => Point): Point[] => Array.from({ length: STEPS + 1 }, (_, step) => at((step * 2 * Math.PI) / STEPS));

/** Centre and a point of the line. */
function circleLine([centre, rim]: readonly Point[]): Point[] {
  const radius = Math.hypot(rim!.x - centre!.x, rim!.y - centre!.y);
  return round((angle) => ({ x: centre!.x + radius * Math.cos(angle), y: centre!.y + radius * Math.sin(angle) }));
}

/** Ends of the major axis, then of the minor one. */
function ellipseLine([a, b, c, d]: readonly Point[]): Point[] {
  const middle = { x: (a!.x + b!.x) / 2, y: (a!.y + b!.y) / 2 };
  const [long, short] = [{ x: (b!.x - a!.x) / 2, y: (b!.y - a!.y) / 2 }, { x: (d!.x - c!.x) / 2, y: (d!.y - c!.y) / 2 }];
  return round((angle) => ({ x: middle.x + long.x * Math.cos(angle) + short.x * Math.sin(angle), y: middle.y + long.y * Math.cos(angle) + short.y * Math.sin(angle) }));
}

/** Through all points (Catmull-Rom). */
function curve(context: CanvasRenderingContext2D, points: readonly Point[]): void {
  context.moveTo(points[0]!.x, points[0]!.y);
  for (let index = 0; index + 1 < points.length; index += 1) {
    const [before, from, to, after] = [points[index - 1] ?? points[index]!, points[index]!, points[index + 1]!, points[index + 2] ?? points[index + 1]!];
    context.bezierCurveTo(from.x + (to.x - before.x) / 6, from.y + (to.y - before.y) / 6, to.x - (after.x - from.x) / 6, to.y - (after.y - from.y) / 6, to.x, to.y);
  }
}

function drawText({ lines, box, anchor }: TextMark, ground: Ground & { ink: string }): void {
  const { context, ratio, ink } = ground;
  const height = FONT_PX * 1.3 * ratio;
  const anchored = anchor && placed(ground, anchor.units)(anchor.at);
  const corners = box?.corners.map(placed(ground, box.units));
  const [left, right] = corners ? [Math.min(corners[0]!.x, corners[1]!.x), Math.max(corners[0]!.x, corners[1]!.x)] : [0, 0];
  const align = box?.align ?? 'left';
  const at = corners ? { x: align === 'right' ? right : align === 'center' ? (left + right) / 2 : left, y: Math.min(corners[0]!.y, corners[1]!.y) } : anchored && { x: anchored.x + 8 * ratio, y: anchored.y + 4 * ratio };
  if (at === undefined) return;
  context.font = `${FONT_PX * ratio}px sans-serif`;
  context.textBaseline = 'top';
  context.textAlign = align;
  lines.forEach((line, index) => {
    context.lineWidth = 3 * ratio;
    context.strokeStyle = '#000';
    context.strokeText(line, at.x, at.y + index * height);
    context.fillStyle = ink;
    context.fillText(line, at.x, at.y + index * height);
  });
  context.textAlign = 'left';
  if (!anchored || !anchor.isVisible || !corners) return;
  context.lineWidth = ratio;
  context.strokeStyle = ink;
  context.beginPath();
  context.moveTo(at.x, at.y + height * lines.length);
  context.lineTo(anchored.x, anchored.y);
  context.stroke();
}
