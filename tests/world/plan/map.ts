import { planIds } from '../ids.ts';
import { randomOf, type Random } from '../random.ts';
import { COUNTY, SEAT_COMMUNITIES, TOWNSHIPS, villageName, type PlaceName } from './place-names.ts';
import { SHARE_TOWN, SHARE_VILLAGE, SIZES, type SizeSettings } from './sizes.ts';
import type { Area, Position, Township, WorldSize } from './types.ts';

/** An area before organisations exist. */
export type MapArea = Omit<Area, 'firstContactId'>;

export interface CountyMap {
  readonly townships: readonly Township[];
  readonly areas: readonly MapArea[];
}

interface Cell {
  readonly column: number;
  readonly row: number;
  kind: MapArea['kind'];
  township: number;
}

const ORIGIN: Position = [0.05, 0.05];
/** Degrees per cell; about 2.8 km. */
const CELL_DEGREES = 0.025;
const NODE_JITTER = 0.28;
const SEAT = 0;

/**
 * A lattice with jittered nodes, so neighbouring cells share their borders exactly. The seat takes the middle, township towns lie on a spiral round it,
 * and every other cell is a village of the nearest town.
 */
export function countyMap(size: WorldSize, seed: number): CountyMap {
  const settings = SIZES[size];
  const nodes = latticeNodes(settings, randomOf(seed, 'map-nodes'));
  const cells = settleCells(settings);
  const ring = ringOf(settings, nodes);
  const areas = nameAreas(cells, { settings, seed, ring });
  const townships = [{ name: `${COUNTY.name}城关街道`, pinyin: 'chengguan' }, ...TOWNSHIPS.slice(0, settings.townships)].map((place, index) =>
    townshipOf(place, index, { cells, areas, settings, nodes }),
  );
  return { townships, areas };
}

function latticeNodes(settings: SizeSettings, random: Random): Position[] {
  const nodes: Position[] = [];
  for (let row = 0; row <= settings.rows; row += 1) {
    for (let column = 0; column <= settings.columns; column += 1) {
      const shift = (): number => (random.next() * 2 - 1) * NODE_JITTER;
      nodes.push([degrees(ORIGIN[0], column + shift()), degrees(ORIGIN[1], row + shift())]);
    }
  }
  return nodes;
}

const degrees = (origin: number, cells: number): number => Math.round((origin + cells * CELL_DEGREES) * 1e6) / 1e6;

function settleCells(settings: SizeSettings): Cell[] {
  const cells: Cell[] = [];
  for (let row = 0; row < settings.rows; row += 1) {
    for (let column = 0; column < settings.columns; column += 1) cells.push({ column, row, kind: 'village', township: -1 });
  }
  const middle = { column: (settings.columns - 1) / 2, row: (settings.rows - 1) / 2 };
  for (const cell of byDistance(cells, middle).slice(0, settings.seatAreas)) Object.assign(cell, { kind: 'seat', township: SEAT });
  const towns = Array.from({ length: settings.townships }, (_, index) => {
    const angle = (index / settings.townships) * 2 * Math.PI + 0.4;
    const reach = index % 2 === 0 ? 0.72 : 0.6;
    const wanted = { column: middle.column * (1 + reach * Math.cos(angle)), row: middle.row * (1 + reach * Math.sin(angle)) };
    const town = byDistance(cells.filter((cell) => cell.kind === 'village'), wanted)[0]!;
    return Object.assign(town, { kind: 'town' as const, township: index + 1 });
  });
  for (const cell of cells) if (cell.kind === 'village') cell.township = byDistance(towns, cell)[0]!.township;
  return cells;
}

const byDistance = <T extends { column: number; row: number }>(cells: readonly T[], to: { column: number; row: number }): T[] =>
  [...cells].sort((a, b) => distance(a, to) - distance(b, to) || a.row - b.row || a.column - b.column);

const distance = (a: { column: number; row: number }, b: { column: number; row: number }): number => (a.column - b.column) ** 2 + (a.row - b.row) ** 2;

const nodeNumber = (settings: SizeSettings, column: number, row: number): number => row * (settings.columns + 1) + column;

const cornersOf = (settings: SizeSettings, cell: Cell): number[] => [
  nodeNumber(settings, cell.column, cell.row),
  nodeNumber(settings, cell.column + 1, cell.row),
  nodeNumber(settings, cell.column + 1, cell.row + 1),
  nodeNumber(settings, cell.column, cell.row + 1),
];

const ringOf = (settings: SizeSettings, nodes: readonly Position[]) => (cell: Cell): Position[] => {
  const corners = cornersOf(settings, cell).map((node) => nodes[node]!);
  return [...corners, corners[0]!];
};

interface Naming {
  readonly settings: SizeSettings;
  readonly seed: number;
  readonly ring: (cell: Cell) => Position[];
}

function nameAreas(cells: readonly Cell[], naming: Naming): MapArea[] {
  const { settings, seed, ring } = naming;
  const ids = planIds(seed, 1);
  const random = randomOf(seed, 'map-population');
  const counts = { village: 0, town: 0, seat: 0 };
  const inTownship = new Map<number, number>();
  const villages = cells.filter((cell) => cell.kind === 'village').length;
  const shares = { village: SHARE_VILLAGE / villages, town: SHARE_TOWN / settings.townships, seat: (1 - SHARE_VILLAGE - SHARE_TOWN) / settings.seatAreas };
  const raw = cells.map((cell) => {
    const serial = (inTownship.get(cell.township) ?? 0) + 1;
    inTownship.set(cell.township, serial);
    const place = placeOf(cell, counts[cell.kind]);
    counts[cell.kind] += 1;
    const polygon = ring(cell);
    return {
      id: ids.newId(),
      code: townshipCode(cell.township) + String(200 + serial),
      name: place.name,
      pinyin: place.pinyin,
      kind: cell.kind,
      townshipCode: townshipCode(cell.township),
      polygon,
      centre: centreOf(polygon),
      population: shares[cell.kind] * (0.7 + 0.6 * random.next()),
    };
  });
  return scalePopulation(raw, settings.residents, shares);
}

/** Random sizes per area, but the totals of villages, towns and seat stay as stated. */
function scalePopulation(areas: MapArea[], residents: number, shares: Record<MapArea['kind'], number>): MapArea[] {
  return areas.map((area) => {
    const same = areas.filter((other) => other.kind === area.kind);
    const sum = same.reduce((total, other) => total + other.population, 0);
    return { ...area, population: Math.round((area.population / sum) * shares[area.kind] * same.length * residents) };
  });
}

function placeOf(cell: Cell, index: number): PlaceName {
  if (cell.kind === 'village') return villageName(index);
  if (cell.kind === 'seat') return SEAT_COMMUNITIES[index]!;
  const township = TOWNSHIPS[cell.township - 1]!;
  return { name: `${township.name}居民社区`, pinyin: `${township.pinyin}shequ` };
}

const townshipCode = (township: number): string => `${COUNTY.divisionCode}${String(township === SEAT ? 1 : 100 + township).padStart(3, '0')}`;

function centreOf(ring: readonly Position[]): Position {
  const corners = ring.slice(0, -1);
  const mean = (axis: 0 | 1): number => Math.round((corners.reduce((sum, corner) => sum + corner[axis], 0) / corners.length) * 1e6) / 1e6;
  return [mean(0), mean(1)];
}

interface Drawn {
  readonly cells: readonly Cell[];
  readonly areas: readonly MapArea[];
  readonly settings: SizeSettings;
  readonly nodes: readonly Position[];
}

function townshipOf(place: PlaceName, index: number, drawn: Drawn): Township {
  const own = drawn.cells.filter((cell) => cell.township === index);
  return {
    code: townshipCode(index),
    name: place.name,
    pinyin: place.pinyin,
    seat: index === SEAT,
    outline: outlineOf(own.map((cell) => cornersOf(drawn.settings, cell))).map((node) => drawn.nodes[node]!),
    areaIds: drawn.cells.flatMap((cell, position) => (cell.township === index ? [drawn.areas[position]!.id] : [])),
  };
}

/** The longest closed chain of edges that belong to one cell only. */
function outlineOf(rings: readonly number[][]): number[] {
  const edges = new Map<string, [number, number]>();
  for (const ring of rings) {
    ring.forEach((from, index) => {
      const to = ring[(index + 1) % ring.length]!;
      if (!edges.delete(`${to}>${from}`)) edges.set(`${from}>${to}`, [from, to]);
    });
  }
  let longest: number[] = [];
  while (edges.size > 0) {
    const chain = takeChain(edges);
    if (chain.length > longest.length) longest = chain;
  }
  return longest;
}

function takeChain(edges: Map<string, [number, number]>): number[] {
  const [first] = edges.values();
  const chain = [first![0]];
  for (let edge: [number, number] | undefined = first; edge !== undefined; ) {
    edges.delete(`${edge[0]}>${edge[1]}`);
    chain.push(edge[1]);
    const end: number = edge[1];
    edge = end === chain[0] ? undefined : [...edges.values()].find(([from]) => from === end);
  }
  return chain;
}
