import type { ResultOf } from '#platform/kernel/contract.ts';
import type { Area, getCoverage } from '../../contract/grids.ts';
import type { OrganisationNode } from '../../contract/organisations.ts';
import { bordersOf, contains, frameOf, markAt, middleOf, pathOf, spread, type Frame, type Placed, type Point } from '#platform/web/map/geometry.ts';

export type Coverage = ResultOf<typeof getCoverage>;
export type CoverageState = 'covered' | 'uncovered' | 'overlapping';

/** What is chosen on the map; kept in the address. */
export interface Choice {
  readonly kind: 'area' | 'site' | 'grid';
  readonly id: string;
}

export interface AreaShape {
  readonly area: Area;
  readonly path: string;
  readonly state: CoverageState;
}

export interface CountyDrawing {
  readonly frame: Frame;
  readonly areas: readonly AreaShape[];
  readonly areaMarks: readonly Placed[];
  readonly sites: readonly OrganisationNode[];
  readonly siteMarks: readonly Placed[];
  readonly borders: string;
}

export const coverageState = (area: Area): CoverageState => (area.grids.length === 0 ? 'uncovered' : area.grids.length === 1 ? 'covered' : 'overlapping');

/** Drawing units between two marks. */
const GAP = 25;
const SMALL_GAP = 15;
const MANY = 80;

const positionOf = (node: OrganisationNode): Point | undefined =>
  node.longitude === null || node.latitude === null ? undefined : [node.longitude, node.latitude];

/** The frame follows the areas; without areas, the sites. */
export function drawCounty(coverage: Coverage, sites: readonly OrganisationNode[]): CountyDrawing | undefined {
  // An alliance sits in its lead's house: it is no site of its own.
  const located = sites.filter((site) => positionOf(site) !== undefined && site.state === 'active' && site.kind !== 'alliance');
  const corners = coverage.areas.flatMap((area) => area.polygon as Point[]);
  const positions = corners.length > 0 ? corners : located.map((site) => positionOf(site)!);
  if (positions.length === 0) return undefined;
  const frame = frameOf(positions);
  const rings = coverage.areas.map((area) => ({ area, ring: area.polygon.map((corner) => frame.place(corner)), group: area.grids[0]?.gridId ?? '' }));
  return {
    frame,
    areas: rings.map(({ area, ring }) => ({ area, path: pathOf(ring), state: coverageState(area) })),
    areaMarks: rings.map(({ area, ring }) => ({ key: area.id, at: middleOf(ring) })),
    sites: located,
    siteMarks: spread(located.map((site) => markAt(site.id, positionOf(site)!, frame)), located.length > MANY ? SMALL_GAP : GAP, frame),
    borders: bordersOf(rings),
  };
}

/** Areas that belong to what is chosen; all without a choice. */
export function areasOf(choice: Choice | undefined, coverage: Coverage, sites: readonly OrganisationNode[]): readonly Area[] {
  if (choice === undefined) return coverage.areas;
  if (choice.kind === 'area') return coverage.areas.filter((area) => area.id === choice.id);
  if (choice.kind === 'grid') return coverage.areas.filter((area) => area.grids.some((grid) => grid.gridId === choice.id));
  const led = new Set(coverage.grids.filter((grid) => grid.leadOrganisationId === choice.id).map((grid) => grid.id));
  const site = sites.find((each) => each.id === choice.id);
  const at = site && positionOf(site);
  return coverage.areas.filter((area) => area.grids.some((grid) => led.has(grid.gridId)) || (at !== undefined && contains(area.polygon as Point[], at)));
}

/** Sites that stand in the areas, or the one chosen. */
export function sitesOf(choice: Choice | undefined, areas: readonly Area[], sites: readonly OrganisationNode[]): readonly OrganisationNode[] {
  if (choice === undefined) return sites;
  return sites.filter((site) => {
    const at = positionOf(site);
    return site.id === choice.id || (at !== undefined && areas.some((area) => contains(area.polygon as Point[], at)));
  });
}
