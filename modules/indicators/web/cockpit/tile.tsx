import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import type { Tile as TileData } from '../../contract/operations.ts';
import { messages } from '../messages.ts';
import { Sparkline } from '../sparkline.tsx';
import { useUnit } from '../units.ts';

/** Digits in groups; decimals stay as they are. */
export const amount = (text: string | null): string => {
  if (text === null) return '—';
  const [whole = '', part] = text.split('.');
  return `${whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')}${part === undefined ? '' : `.${part}`}`;
};

export const LIGHTS = { green: messages.achieved, amber: messages.near, red: messages.missed, grey: messages.unjudged } as const;

export function Tile({ tile, onOpen }: { tile: TileData; onOpen: () => void }) {
  const say = useText();
  const unitOf = useUnit();
  const { definition, current, former, light, trend, knownAt, isFrozen } = tile;
  const shown = definition.shape === 'text' ? say(messages.evidence) : current.value === null ? say(messages.notComputable) : `${current.value} ${unitOf(definition.unit)}`;
  return (
    <button type="button" className={`yg-tile yg-tile-${light}`} onClick={onOpen}>
      <span className="yg-strong">{definition.id} {say(definition.name)}</span>
      <span className={current.value === null ? 'yg-quiet' : 'yg-tile-value'}>{shown}</span>
      <Sparkline values={trend.map(({ value }) => value)} />
      <span className="yg-quiet">{amount(current.numerator)} / {amount(current.denominator)} · {current.period}</span>
      <span className="yg-quiet">{say(messages.former)} {former.value ?? '—'} · {say(LIGHTS[light])} · {say(isFrozen ? messages.frozen : messages.open)}</span>
      <span className="yg-quiet">{knownAt === null ? say(messages.noData) : <TimeAgo at={knownAt} />}</span>
    </button>
  );
}
