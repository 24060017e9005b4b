import { useMemo, type CSSProperties, type KeyboardEvent } from 'react';
import { LEVELS } from '#modules/consortium/contract/words.ts';
import { useNarrow } from '#platform/web/layout/use-narrow.ts';
import { placeLabels } from '#platform/web/map/labels.ts';
import { useText } from '#platform/web/text/messages.ts';
import { messages } from '../messages.ts';
import type { AreaShape, FlowDrawing } from './flow-model.ts';

const SIZES = { province: 12, city: 12, county: 10, township: 7, village: 3.5 } as const;
const LETTER = 14;
/** The same drawing stands at a third of the width on a phone. */
const NARROW_ZOOM = 1.7;

interface FlowMapProps {
  readonly drawing: FlowDrawing;
  /** 0 to 1 by the organisation that answers for an area; undefined: areas are shaded by coverage. */
  readonly shades: ReadonlyMap<string, number> | undefined;
  readonly leads: ReadonlyMap<string, string>;
  readonly chosen: string | undefined;
  readonly onSite: (organisationId: string) => void;
}

/** The county from its own coordinates, without tiles from outside; a site filters everything beside it. */
export function FlowMap({ drawing, shades, leads, chosen, onSite }: FlowMapProps) {
  const say = useText();
  const zoom = useNarrow() ? NARROW_ZOOM : 1;
  const { frame, areas, sites, marks, flows } = drawing;
  const placeOf = useMemo(() => new Map(marks.map((mark) => [mark.key, mark])), [marks]);
  const labels = useMemo(() => placeLabels({
    marks, letter: LETTER * zoom, mark: 11 * zoom, width: frame.width, wanted: sites.filter(({ level }) => level !== 'village').map(({ id, name }) => ({ key: id, text: name })),
  }), [frame, marks, sites, zoom]);
  const press = (id: string) => (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onSite(id);
  };
  return (
    <svg viewBox={`0 0 ${frame.width} ${frame.height}`} className="cockpit-map" role="group" aria-label={say(messages.map)}>
      <defs>
        {(['up', 'down', 'lateral'] as const).map((direction) => (
          <marker key={direction} id={`cockpit-tip-${direction}`} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="11" markerHeight="11" markerUnits="userSpaceOnUse" orient="auto"><path d="M0,0 L8,4 L0,8 Z" className={`cockpit-tip-${direction}`} /></marker>
        ))}
        <pattern id="cockpit-hatched" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0,0 V8" className="cockpit-hatch" /></pattern>
      </defs>
      {areas.map((shape) => <AreaPath key={shape.area.id} shape={shape} share={shareOf(shape, { shades, leads })} isShaded={shades !== undefined} />)}
      {flows.map(({ key, flow, path, width }) => <path key={key} d={path} strokeWidth={width * zoom} className={`cockpit-flow cockpit-flow-${flow.direction}`} markerEnd={`url(#cockpit-tip-${flow.direction})`}><title>{`${say(messages[flow.direction])} ${flow.submitted}`}</title></path>)}
      {sites.map((site) => {
        const mark = placeOf.get(site.id)!;
        const label = `${site.name} · ${say(LEVELS[site.level])}`;
        return (
          <g key={site.id} transform={`translate(${mark.at[0]},${mark.at[1]})`} role="button" tabIndex={site.level === 'village' ? -1 : 0} aria-label={label} aria-pressed={chosen === site.id} className="cockpit-site" onClick={() => onSite(site.id)} onKeyDown={press(site.id)}>
            <title>{label}</title>
            <circle r={SIZES[site.level] * zoom} className={`cockpit-site-${site.level}${chosen === site.id ? ' cockpit-site-chosen' : ''}`} />
          </g>
        );
      })}
      <g aria-hidden>{labels.map((label) => <text key={label.key} x={label.at[0]} y={label.at[1]} textAnchor={label.anchor} fontSize={LETTER * zoom}>{label.text}</text>)}</g>
    </svg>
  );
}

const shareOf = ({ area }: AreaShape, { shades, leads }: Pick<FlowMapProps, 'shades' | 'leads'>): number | undefined =>
  area.grids.map(({ gridId }) => shades?.get(leads.get(gridId) ?? '')).find((share) => share !== undefined);

/** By value: the higher the darker, hatched where nothing is known; else by coverage. */
function AreaPath({ shape: { area, path, cover }, share, isShaded }: { shape: AreaShape; share: number | undefined; isShaded: boolean }) {
  const say = useText();
  const state = isShaded ? (share === undefined ? 'unknown' : 'shaded') : cover;
  return <path d={path} className={`cockpit-area cockpit-area-${state}`} style={{ '--share': share ?? 0 } as CSSProperties}><title>{`${area.name} · ${say(messages[cover])}`}</title></path>;
}
