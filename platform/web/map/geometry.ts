export type Point = readonly [x: number, y: number];

export interface Frame {
  /** Drawing units; the view box is `0 0 width height`. */
  readonly width: number;
  readonly height: number;
  readonly place: (position: Point) => Point;
}

const WIDTH = 1000;
const MARGIN = 44;

/** Longitude and latitude to drawing units. Parallels are shortened by the cosine of the middle latitude. */
export function frameOf(positions: readonly Point[]): Frame {
  const [west, east] = reach(positions, 0);
  const [south, north] = reach(positions, 1);
  const narrowing = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = (WIDTH - 2 * MARGIN) / Math.max((east - west) * narrowing, 1e-6);
  const height = Math.round((north - south) * scale + 2 * MARGIN);
  const place = ([x, y]: Point): Point => [round(MARGIN + (x - west) * narrowing * scale), round(MARGIN + (north - y) * scale)];
  return { width: WIDTH, height, place };
}

function reach(positions: readonly Point[], axis: 0 | 1): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const position of positions) {
    low = Math.min(low, position[axis]);
    high = Math.max(high, position[axis]);
  }
  return [low, high];
}

const round = (value: number): number => Math.round(value * 10) / 10;

export const pathOf = (ring: readonly Point[]): string => `M${ring.map(([x, y]) => `${x},${y}`).join(' L')} Z`;

/** Middle of a ring's corners: good enough to move between areas by arrow keys. */
export function middleOf(ring: readonly Point[]): Point {
  const sum = ring.reduce<Point>(([x, y], [dx, dy]) => [x + dx, y + dy], [0, 0]);
  return [sum[0] / Math.max(1, ring.length), sum[1] / Math.max(1, ring.length)];
}

export function contains(ring: readonly Point[], [x, y]: Point): boolean {
  let inside = false;
  ring.forEach(([ax, ay], index) => {
    const [bx, by] = ring[(index + 1) % ring.length]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  });
  return inside;
}

export interface Placed {
  readonly key: string;
  readonly at: Point;
  /** Degrees towards the true place, when that lies outside the frame. */
  readonly outward?: number;
}

const ROUNDS_MAX = 24;

/** Moves marks apart until none lies closer than `gap` to another, and keeps them in the frame. */
export function spread(marks: readonly Placed[], gap: number, frame: Frame): Placed[] {
  const points = marks.map(({ at }): [number, number] => [at[0], at[1]]);
  for (let count = 0; count < ROUNDS_MAX; count += 1) {
    if (!pushApart(points, gap)) break;
    for (const point of points) [point[0], point[1]] = inside(point, frame);
  }
  return marks.map((mark, index) => ({ ...mark, at: [round(points[index]![0]), round(points[index]![1])] as Point }));
}

function pushApart(points: [number, number][], gap: number): boolean {
  let moved = false;
  for (let first = 0; first < points.length; first += 1) {
    for (let second = first + 1; second < points.length; second += 1) {
      const [a, b] = [points[first]!, points[second]!];
      const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
      if (Math.abs(dx) >= gap || Math.abs(dy) >= gap) continue;
      const distance = Math.hypot(dx, dy);
      if (distance >= gap - 0.5) continue;
      moved = true;
      // Marks on one point part in a direction of their own, so that a heap opens like a fan.
      const [ux, uy] = distance > 0.01 ? [dx / distance, dy / distance] : [Math.cos(second * 2.4), Math.sin(second * 2.4)];
      const push = (gap - distance) / 2;
      a[0] -= ux * push;
      a[1] -= uy * push;
      b[0] += ux * push;
      b[1] += uy * push;
    }
  }
  return moved;
}

const EDGE = 30;

const inside = ([x, y]: Point, frame: Frame): Point => [Math.max(EDGE, Math.min(frame.width - EDGE, x)), Math.max(EDGE, Math.min(frame.height - EDGE, y))];

/** Where a mark stands: at its place, or at the frame's edge with the direction outward. */
export function markAt(key: string, position: Point, frame: Frame): Placed {
  const at = frame.place(position);
  const kept = inside(at, frame);
  if (Math.hypot(at[0] - kept[0], at[1] - kept[1]) < EDGE) return { key, at: kept };
  return { key, at: kept, outward: Math.round((Math.atan2(at[1] - kept[1], at[0] - kept[0]) * 180) / Math.PI) };
}

/** The nearest mark in the direction of an arrow key, within 60° of it. */
export function neighbour(marks: readonly Placed[], from: string, key: string): string | undefined {
  const start = marks.find((mark) => mark.key === from);
  const way = ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] } as Readonly<Record<string, Point>>)[key];
  if (start === undefined || way === undefined) return undefined;
  let best: { key: string; cost: number } | undefined;
  for (const mark of marks) {
    const [dx, dy] = [mark.at[0] - start.at[0], mark.at[1] - start.at[1]];
    const distance = Math.hypot(dx, dy);
    const along = dx * way[0] + dy * way[1];
    if (mark.key === from || along <= distance / 2 || distance === 0) continue;
    const cost = distance * (2 - along / distance);
    if (best === undefined || cost < best.cost) best = { key: mark.key, cost };
  }
  return best?.key;
}

/** Edges that belong to one group's areas only: the border between groups. Rings share their corners exactly. */
export function bordersOf(rings: readonly { readonly ring: readonly Point[]; readonly group: string }[]): string {
  const sides = new Map<string, { groups: Set<string>; path: string; count: number }>();
  for (const { ring, group } of rings) {
    ring.forEach((corner, index) => {
      const next = ring[(index + 1) % ring.length]!;
      if (corner[0] === next[0] && corner[1] === next[1]) return;
      const ends = [corner.join(','), next.join(',')].sort();
      const side = sides.get(ends.join(' ')) ?? { groups: new Set<string>(), path: `M${ends[0]} L${ends[1]}`, count: 0 };
      side.groups.add(group);
      side.count += 1;
      sides.set(ends.join(' '), side);
    });
  }
  return [...sides.values()].filter((side) => side.groups.size > 1 || side.count === 1).map((side) => side.path).join(' ');
}
