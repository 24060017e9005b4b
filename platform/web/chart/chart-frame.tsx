import { useEffect, useId, useMemo, useRef, type ReactNode } from 'react';
import { paletteFor } from '../theme/antd-theme.ts';
import { useDark, useMedia } from '../theme/theme-choice.ts';
import { chartSequence } from '../theme/tokens.ts';
import { defineMessages, useText } from '../text/messages.ts';
import type { ChartLook, ChartTarget } from './chart-options.ts';

const messages = defineMessages({ asTable: ['以表格查看', 'Show as a table'] });

interface ChartFrameProps {
  readonly title: string;
  readonly unit: string | null | undefined;
  readonly target: ChartTarget | undefined;
  readonly height: number;
  readonly optionFor: (look: ChartLook) => Record<string, unknown>;
  /** The same numbers as a table. */
  readonly table: ReactNode;
}

/** A drawn chart that loads its library only when it is on screen, with the same numbers as a table. */
export function ChartFrame({ title, unit, target, height, optionFor, table }: ChartFrameProps) {
  const say = useText();
  const id = useId();
  const place = useRef<HTMLDivElement>(null);
  const dark = useDark();
  const calm = useMedia('(prefers-reduced-motion: reduce)');
  const option = useMemo(
    () => optionFor({ palette: paletteFor(dark), colours: chartSequence[dark ? 'dark' : 'light'], unit: unit ?? '', target, motion: !calm }),
    [calm, dark, optionFor, target, unit],
  );
  useDrawing(place, option);
  return (
    <figure className="yg-chart" aria-labelledby={id}>
      <figcaption id={id} className="yg-strong">{title}</figcaption>
      <div ref={place} style={{ height }} aria-hidden />
      <details className="yg-chart-table">
        <summary>{say(messages.asTable)}</summary>
        {table}
      </details>
    </figure>
  );
}

function useDrawing(place: React.RefObject<HTMLDivElement | null>, option: Record<string, unknown>): void {
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    let end = () => {};
    let stopped = false;
    void import('./echarts-core.ts').then(({ init }) => {
      if (stopped) return;
      const chart = init(element, null, { renderer: 'svg' });
      chart.setOption(option as never);
      const watcher = new ResizeObserver(() => chart.resize());
      watcher.observe(element);
      end = () => {
        watcher.disconnect();
        chart.dispose();
      };
    });
    return () => {
      stopped = true;
      end();
    };
  }, [option, place]);
}
