import { useText } from '#platform/web/text/messages.ts';
import type { IndicatorCard } from '../contract/operations.ts';
import { messages } from './messages.ts';
import { Sparkline } from './sparkline.tsx';
import { useUnit } from './units.ts';

const SHOWN_MAX = 48;

/** One small trend a site, all of one scale, so that they can be compared. */
export function Multiples({ card: { sites, definition } }: { card: IndicatorCard }) {
  const say = useText();
  const unitOf = useUnit();
  const known = sites.filter(({ trend }) => trend.filter((value) => value !== null).length > 1).sort((a, b) => (a.rank ?? SHOWN_MAX) - (b.rank ?? SHOWN_MAX) || a.name.localeCompare(b.name, 'zh'));
  if (known.length < 2) return null;
  const all = known.flatMap(({ trend }) => trend.flatMap((value) => (value === null ? [] : [Number(value)])));
  const range: readonly [number, number] = [Math.min(...all), Math.max(...all)];
  return (
    <>
      <p className="yg-quiet">{say(messages.multiplesScale, { low: range[0], high: range[1], unit: unitOf(definition.unit) })}</p>
      <ul className="cockpit-multiples">
        {known.slice(0, SHOWN_MAX).map(({ organisationId, name, trend, value }) => (
          <li key={organisationId}>
            <span className="cockpit-multiple-name">{name}</span>
            <Sparkline values={trend} range={range} />
            <span className="yg-quiet">{value === null ? say(messages.notComputable) : `${value} ${unitOf(definition.unit)}`}</span>
          </li>
        ))}
      </ul>
      {known.length > SHOWN_MAX && <p className="yg-quiet">{say(messages.moreAlerts, { shown: SHOWN_MAX, total: known.length })}</p>}
    </>
  );
}
