import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useNarrow } from '#platform/web/layout/use-narrow.ts';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import type { OrganisationNode } from '../../contract/organisations.ts';
import { KINDS, LEVELS } from '../../contract/words.ts';
import { levelShape } from '../level-mark.tsx';
import { wordOf } from '../words.ts';
import { neighbour, type Placed } from '#platform/web/map/geometry.ts';
import { placeLabels, type Label } from '#platform/web/map/labels.ts';
import type { AreaShape, Choice, CountyDrawing } from './map-model.ts';
import { coverageText } from './coverage-text.ts';
import { mapMessages } from './messages.ts';
import { Patterns } from './map-patterns.tsx';

interface CountyMapProps {
  readonly drawing: CountyDrawing;
  readonly choice: Choice | undefined;
  /** Areas that stand out because of the choice. */
  readonly lit: ReadonlySet<string>;
  readonly onChoose: (choice: Choice | undefined) => void;
}

const LABELS_MAX = 30;

/** Areas and sites as two groups with one tab stop each; arrow keys move to the nearest in their direction. */
export function CountyMap({ drawing, choice, lit, onChoose }: CountyMapProps) {
  const say = useText();
  const { frame, areas, sites, borders } = drawing;
  const areaKeys = useArrowKeys(drawing.areaMarks, { kind: 'area', onChoose });
  const siteKeys = useArrowKeys(drawing.siteMarks, { kind: 'site', onChoose });
  const zoom = useZoom(sites.length);
  const labels = useLabels(drawing, zoom);
  return (
    <svg
      viewBox={`0 0 ${frame.width} ${frame.height}`} className="consortium-map" role="group"
      aria-label={say(mapMessages.mapLabel, { areas: areas.length, sites: sites.length })}
    >
      <Patterns />
      <g role="group" aria-label={say(mapMessages.areas)} ref={areaKeys.group} onKeyDown={areaKeys.press}>
        {areas.map((shape) => (
          <AreaPath
            key={shape.area.id} shape={shape} lit={lit.has(shape.area.id)} chosen={choice?.kind === 'area' && choice.id === shape.area.id}
            stop={areaKeys.stop === shape.area.id} onChoose={() => onChoose({ kind: 'area', id: shape.area.id })}
          />
        ))}
      </g>
      <path d={borders} className="consortium-map-border" aria-hidden />
      <g role="group" aria-label={say(mapMessages.sites)} ref={siteKeys.group} onKeyDown={siteKeys.press}>
        {sites.map((site) => (
          <SiteMark
            key={site.id} site={site} mark={drawing.siteMarks.find((each) => each.key === site.id)!} zoom={zoom}
            chosen={choice?.kind === 'site' && choice.id === site.id} stop={siteKeys.stop === site.id} onChoose={() => onChoose({ kind: 'site', id: site.id })}
          />
        ))}
      </g>
      <g aria-hidden>
        {labels.map((label) => <text key={label.key} x={label.at[0]} y={label.at[1]} textAnchor={label.anchor} fontSize={LETTER * zoom}>{label.text}</text>)}
      </g>
    </svg>
  );
}

const LETTER = 15;
const MARK = 12;
const MANY = 80;

/** A phone shows the same drawing at a third of the width, so marks and letters grow; many marks shrink. */
function useZoom(count: number): number {
  return (useNarrow() ? 1.7 : 1) * (count > MANY ? 0.75 : 1);
}

function useLabels({ sites, siteMarks, frame }: CountyDrawing, zoom: number): readonly Label[] {
  return useMemo(
    () => placeLabels({
      marks: siteMarks, wanted: labelledSites(sites).map((site) => ({ key: site.id, text: site.name })), letter: LETTER * zoom, mark: MARK * zoom, width: frame.width,
    }),
    [sites, siteMarks, frame, zoom],
  );
}

/** The highest levels carry their names as long as there is room. */
function labelledSites(sites: readonly OrganisationNode[]): readonly OrganisationNode[] {
  const big = sites.filter((site) => site.kind === 'township-hospital' || (site.level !== 'village' && site.bedCount >= 80));
  return big.length <= LABELS_MAX ? big : big.filter((site) => site.level !== 'township');
}

function useArrowKeys(marks: readonly Placed[], { kind, onChoose }: { kind: Choice['kind']; onChoose: CountyMapProps['onChoose'] }) {
  const group = useRef<SVGGElement>(null);
  const [at, setAt] = useState<string>();
  const stop = marks.some((mark) => mark.key === at) ? at : marks[0]?.key;
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return onChoose(undefined);
    if (stop === undefined) return undefined;
    const focused = (event.target as Element).getAttribute('data-key') ?? stop;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      return onChoose({ kind, id: focused });
    }
    const next = neighbour(marks, focused, event.key);
    if (event.key.startsWith('Arrow')) event.preventDefault();
    if (next === undefined) return undefined;
    setAt(next);
    group.current?.querySelector<SVGElement>(`[data-key="${CSS.escape(next)}"]`)?.focus();
    return undefined;
  };
  return { group, stop, press };
}

interface AreaPathProps {
  readonly shape: AreaShape;
  readonly lit: boolean;
  readonly chosen: boolean;
  readonly stop: boolean;
  readonly onChoose: () => void;
}

function AreaPath({ shape, lit, chosen, stop, onChoose }: AreaPathProps) {
  const say = useText();
  const format = useFormat();
  const { area, path, state } = shape;
  const label = say(mapMessages.areaLabel, { name: area.name, people: format.number(area.population), coverage: coverageText(area, say) });
  return (
    <path
      d={path} role="button" tabIndex={stop ? 0 : -1} data-key={area.id} aria-label={label} aria-pressed={chosen} onClick={onChoose}
      className={['consortium-area', `consortium-area-${state}`, lit && 'consortium-area-lit', chosen && 'consortium-area-chosen'].filter(Boolean).join(' ')}
    >
      <title>{label}</title>
    </path>
  );
}

interface SiteMarkProps {
  readonly site: OrganisationNode;
  readonly mark: Placed;
  readonly zoom: number;
  readonly chosen: boolean;
  readonly stop: boolean;
  readonly onChoose: () => void;
}

const SIZES = { province: 15, city: 15, county: 12, township: 11, village: 7 } as const;

function SiteMark({ site, mark, zoom, chosen, stop, onChoose }: SiteMarkProps) {
  const say = useText();
  const size = SIZES[site.level] * zoom;
  const label = say(mapMessages.siteLabel, { name: site.name, level: say(wordOf(LEVELS, site.level)), kind: say(wordOf(KINDS, site.kind)) });
  return (
    <g
      transform={`translate(${mark.at[0]},${mark.at[1]})`} role="button" tabIndex={stop ? 0 : -1} data-key={site.id} aria-label={label} aria-pressed={chosen}
      className={chosen ? 'consortium-site consortium-site-chosen' : 'consortium-site'} onClick={onChoose}
    >
      <title>{label}</title>
      <circle r={size + 5} className="consortium-site-hit" />
      <path d={levelShape(site.level)} transform={`scale(${size})`} className={`consortium-level-${site.level}${site.ownership === 'private' ? ' consortium-level-private' : ''}`} />
      {mark.outward !== undefined && <path d="M0,-7 L12,0 L0,7 Z" transform={`rotate(${mark.outward}) translate(${size + 3},0)`} className="consortium-outward" />}
    </g>
  );
}
