import type { ResultOf } from '#platform/kernel/contract.ts';
import type { getCoverage } from '#modules/consortium/contract/grids.ts';
import type { OrganisationNode } from '#modules/consortium/contract/organisations.ts';
import { frameOf, markAt, pathOf, spread, type Frame, type Placed, type Point } from '#platform/web/map/geometry.ts';
import type { getReferralFlows, MatrixSite } from '../../contract/views.ts';

export type Flow = ResultOf<typeof getReferralFlows>['flows'][number];
type Coverage = ResultOf<typeof getCoverage>;
type Area = Coverage['areas'][number];

export interface FlowShape {
  readonly key: string;
  readonly flow: Flow;
  readonly path: string;
  readonly width: number;
}

export interface AreaShape {
  readonly area: Area;
  readonly path: string;
  readonly cover: 'covered' | 'uncovered' | 'overlapping';
}

export interface FlowDrawing {
  readonly frame: Frame;
  readonly areas: readonly AreaShape[];
  readonly sites: readonly OrganisationNode[];
  readonly marks: readonly Placed[];
  readonly flows: readonly FlowShape[];
}

const GAP = 25;
const SMALL_GAP = 13;
const MANY = 80;
/** More curves would hide each other; the table holds them all. */
export const FLOWS_MAX = 80;
const WIDTH_MIN = 1.5;
const WIDTH_MAX = 14;
/** How far a curve bends aside, as a part of its length: the way up and the way down part. */
const BEND = 0.16;
/** Drawing units that a curve towards an outside place is long. */
const STUB = 46;

const positionOf = ({ longitude, latitude }: OrganisationNode): Point | undefined => (longitude === null || latitude === null ? undefined : [longitude, latitude]);

/** Sites at their places, areas by coverage, flows as curves whose width follows their count. Villages are drawn only where something flows. */
export function drawFlows({ coverage, nodes, flows }: { coverage: Coverage; nodes: readonly OrganisationNode[]; flows: readonly Flow[] }): FlowDrawing | undefined {
  const ends = new Set(flows.flatMap(({ fromOrganisationId, toOrganisationId }) => [fromOrganisationId, toOrganisationId]));
  const sites = nodes.filter((node) => positionOf(node) !== undefined && node.state === 'active' && node.kind !== 'alliance' && (node.level !== 'village' || ends.has(node.id)));
  const corners = coverage.areas.flatMap(({ polygon }) => polygon as Point[]);
  const positions = corners.length > 0 ? corners : sites.map((site) => positionOf(site)!);
  if (positions.length === 0) return undefined;
  const frame = frameOf(positions);
  const marks = spread(sites.map((site) => markAt(site.id, positionOf(site)!, frame)), sites.length > MANY ? SMALL_GAP : GAP, frame);
  return {
    frame, sites, marks, flows: shapesOf(flows, marks),
    areas: coverage.areas.map((area) => ({ area, path: pathOf(area.polygon.map((corner) => frame.place(corner))), cover: area.grids.length === 0 ? 'uncovered' : area.grids.length === 1 ? 'covered' : 'overlapping' })),
  };
}

function shapesOf(flows: readonly Flow[], marks: readonly Placed[]): FlowShape[] {
  const placeOf = new Map(marks.map(({ key, at }) => [key, at]));
  const drawn = flows.filter(({ fromOrganisationId, toOrganisationId }) => placeOf.has(fromOrganisationId) && (toOrganisationId === null || placeOf.has(toOrganisationId))).slice(0, FLOWS_MAX);
  const most = Math.max(1, ...drawn.map(({ submitted }) => submitted));
  return drawn.map((flow) => {
    const from = placeOf.get(flow.fromOrganisationId)!;
    const to = flow.toOrganisationId === null ? ([from[0] + STUB, from[1] - STUB] as const) : placeOf.get(flow.toOrganisationId)!;
    return { key: `${flow.fromOrganisationId}|${flow.toOrganisationId ?? ''}|${flow.direction}`, flow, path: curve(from, to), width: Math.max(WIDTH_MIN, (flow.submitted / most) * WIDTH_MAX) };
  });
}

const short = (value: number): number => Math.round(value * 10) / 10;

/** Bends to the left of its way. */
function curve([x, y]: Point, [toX, toY]: Point): string {
  const [dx, dy] = [toX - x, toY - y];
  return `M${short(x)},${short(y)} Q${short((x + toX) / 2 + dy * BEND)},${short((y + toY) / 2 - dx * BEND)} ${short(toX)},${short(toY)}`;
}

/** 0 (lowest) to 1 (highest) for each organisation with a value; undefined where there is nothing to compare. */
export function sharesOf(sites: readonly MatrixSite[], indicatorId: string): { shares: ReadonlyMap<string, number>; low: number; high: number } | undefined {
  const known = sites.flatMap(({ organisationId, cells }) => {
    const value = cells.find((cell) => cell.indicatorId === indicatorId)?.value;
    return value == null ? [] : [[organisationId, Number(value)] as const];
  });
  if (known.length < 2) return undefined;
  const [low, high] = [Math.min(...known.map(([, value]) => value)), Math.max(...known.map(([, value]) => value))];
  return { low, high, shares: new Map(known.map(([id, value]) => [id, high === low ? 1 : (value - low) / (high - low)])) };
}
