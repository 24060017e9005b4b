import { Button } from 'antd';
import { useEffect } from 'react';
import { LineTrend } from '#platform/web/chart/line-trend.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import type { Tile } from '../../contract/operations.ts';
import { messages } from '../messages.ts';
import { amount, LIGHTS } from './tile.tsx';
import { useUnit } from '../units.ts';

interface SlidesProps {
  readonly tiles: readonly Tile[];
  /** From 0; kept in the address, so that a reload or a link shows the same slide. */
  readonly at: number;
  readonly onGo: (to: number) => void;
  readonly onEnd: () => void;
}

/** One number a slide, for a meeting; the arrow keys turn, Escape ends. */
export function Slides({ tiles, at, onGo, onEnd }: SlidesProps) {
  const say = useText();
  const tile = tiles[Math.min(at, tiles.length - 1)];
  useTurning({ at, last: tiles.length - 1, onGo, onEnd });
  if (tile === undefined) return null;
  return (
    <section className="yg-slide" aria-label={say(messages.slides)} aria-live="polite">
      <div className="yg-row yg-print-hidden">
        <Button disabled={at <= 0} onClick={() => onGo(at - 1)}>{say(messages.previous)}</Button>
        <span>{at + 1} / {tiles.length}</span>
        <Button disabled={at >= tiles.length - 1} onClick={() => onGo(at + 1)}>{say(messages.next)}</Button>
        <Button onClick={onEnd}>{say(messages.edit)}</Button>
      </div>
      <Slide tile={tile} />
    </section>
  );
}

function Slide({ tile: { definition, current, former, light, trend, knownAt } }: { tile: Tile }) {
  const say = useText();
  const unitOf = useUnit();
  const format = useFormat();
  return (
    <>
      <div>
        <h2>{definition.id} {say(definition.name)}</h2>
        <p className="yg-slide-value">{current.value === null ? say(definition.shape === 'text' ? messages.evidence : messages.notComputable) : `${current.value} ${unitOf(definition.unit)}`}</p>
        <p>{amount(current.numerator)} / {amount(current.denominator)} · {current.period} · {say(messages.former)} {former.value ?? '—'} · {say(LIGHTS[light])}</p>
      </div>
      <LineTrend title={say(messages.trend)} unit={unitOf(definition.unit)} height={320} series={[{ name: say(definition.name), points: trend.map(({ period, value }) => ({ at: period, value: value === null ? null : Number(value) })) }]} />
      <p className="yg-quiet">{say(messages.version)} {definition.version} · {knownAt === null ? say(messages.noData) : format.dateTime(knownAt)}</p>
    </>
  );
}

function useTurning({ at, last, onGo, onEnd }: { at: number; last: number; onGo: (to: number) => void; onEnd: () => void }): void {
  useEffect(() => {
    const press = ({ key }: KeyboardEvent) => {
      if (key === 'ArrowRight' && at < last) onGo(at + 1);
      if (key === 'ArrowLeft' && at > 0) onGo(at - 1);
      if (key === 'Escape') onEnd();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [at, last, onGo, onEnd]);
}
