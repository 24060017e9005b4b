import type { Slice } from './slices.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** x' = a·x + c·y + e, y' = b·x + d·y + f. */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/** Part of a picture that fills the pane at zoom 1, in pixels of the image; it may reach beyond the image. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** Pixels of the pane for one of the image, in place of fitting. */
  readonly ratio?: number;
}

/** How a pane shows its picture. `turn` counts quarter turns clockwise, before the flips. */
export interface View {
  readonly zoom: number;
  /** Shift of the picture's middle, in parts of the pane's smaller side. */
  readonly pan: Point;
  readonly turn: number;
  readonly flipX: boolean;
  readonly flipY: boolean;
  /** Undefined = the whole picture. */
  readonly area?: Area;
}

export const PLAIN_VIEW: View = { zoom: 1, pan: { x: 0, y: 0 }, turn: 0, flipX: false, flipY: false };

export interface Size {
  readonly width: number;
  readonly height: number;
}

const QUARTERS = [[1, 0], [0, 1], [-1, 0], [0, -1]] as const;

/** From pixels of the image (0,0 = the corner of the first pixel) to pixels of the pane; the whole picture fits at zoom 1. */
export function toPane({ rows, columns, aspect }: Pick<Slice, 'rows' | 'columns' | 'aspect'>, view: View, pane: Size): Affine {
  const [cos, sin] = QUARTERS[((view.turn % 4) + 4) % 4]!;
  const { left, top, right, bottom, ratio } = view.area ?? { left: 0, top: 0, right: columns, bottom: rows };
  const [width, height] = [right - left, (bottom - top) * aspect];
  const [across, down] = cos === 0 ? [height, width] : [width, height];
  const scale = (ratio ?? Math.min(pane.width / across, pane.height / down)) * view.zoom;
  const [mirrorX, mirrorY] = [view.flipX ? -1 : 1, view.flipY ? -1 : 1];
  const [a, b, c, d] = [mirrorX * cos * scale, mirrorY * sin * scale, -mirrorX * sin * scale * aspect, mirrorY * cos * scale * aspect];
  const side = Math.min(pane.width, pane.height);
  const [middleX, middleY] = [pane.width / 2 + view.pan.x * side, pane.height / 2 + view.pan.y * side];
  return { a, b, c, d, e: middleX - (a * (left + right)) / 2 - (c * (top + bottom)) / 2, f: middleY - (b * (left + right)) / 2 - (d * (top + bottom)) / 2 };
}

export const apply = ({ a, b, c, d, e, f }: Affine, { x, y }: Point): Point => ({ x: a * x + c * y + e, y: b * x + d * y + f });

export function inverse({ a, b, c, d, e, f }: Affine): Affine {
  const area = a * d - b * c;
  return { a: d / area, b: -b / area, c: -c / area, d: a / area, e: (c * f - d * e) / area, f: (b * e - a * f) / area };
}

/** Quarter turn clockwise as it is seen: a mirrored picture turns the other way. */
export const turned = (view: View): View => ({ ...view, turn: (view.turn + (view.flipX === view.flipY ? 1 : 3)) % 4, pan: { x: -view.pan.y, y: view.pan.x } });

const AXES = [['L', 'R'], ['P', 'A'], ['H', 'F']] as const;
const OPPOSITE: Readonly<Record<string, string>> = { L: 'R', R: 'L', P: 'A', A: 'P', H: 'F', F: 'H' };
const PART_MIN = 0.35;

/** Letters of a direction in the patient (PS3.3 C.7.6.1.1.1), the strongest first. */
export function lettersOfDirection(direction: readonly number[]): string {
  const parts = direction.map((value, axis) => ({ value, axis })).filter(({ value }) => Math.abs(value) >= PART_MIN);
  return parts.sort((left, right) => Math.abs(right.value) - Math.abs(left.value)).map(({ value, axis }) => AXES[axis]![value > 0 ? 0 : 1]).join('');
}

export interface EdgeLetters {
  readonly left: string;
  readonly right: string;
  readonly top: string;
  readonly bottom: string;
}

/** What lies beyond each edge of the pane; undefined where the image does not say. */
export function edgeLetters(slice: Slice, view: View): EdgeLetters | undefined {
  const { a, b, c, d } = inverse(toPane({ rows: 1, columns: 1, aspect: 1 }, { ...PLAIN_VIEW, turn: view.turn, flipX: view.flipX, flipY: view.flipY }, { width: 1, height: 1 }));
  const [right, bottom] = [{ x: a, y: b }, { x: c, y: d }].map((step) => lettersAlong(slice, step));
  if (!right || !bottom) return undefined;
  return { right, left: opposite(right), bottom, top: opposite(bottom) };
}

const opposite = (letters: string): string => [...letters].map((letter) => OPPOSITE[letter] ?? '').join('');

function lettersAlong({ orientation, letters }: Slice, { x, y }: Point): string | undefined {
  if (orientation !== null) return lettersOfDirection([0, 1, 2].map((axis) => x * orientation[axis]! + y * orientation[axis + 3]!));
  if (letters === null) return undefined;
  const [along, sign] = Math.abs(x) > Math.abs(y) ? [letters[0]!, x] : [letters[1]!, y];
  return sign > 0 ? along : opposite(along);
}
