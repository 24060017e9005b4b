import { useId, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useText } from '#platform/web/text/messages.ts';
import type { Strip } from '../../contract/records.ts';
import { messages } from '../messages.ts';
import { filtered, type FilterChoice } from './filters.ts';
import { arrange, measureBetween, pathOf, tracesOf, type Paper, type PaperOptions } from '../../contract/paper.ts';

export interface PaperView extends PaperOptions, FilterChoice {
  /** Screen pixels a millimetre; 0 = as wide as the place it stands in. */
  readonly zoom: number;
}

interface Leg {
  readonly x: number;
  readonly y: number;
}

/** A standard ECG paper in millimetres: what is printed is measured with a ruler. */
export function EcgPaper({ strips, view, title }: { strips: readonly Strip[]; view: PaperView; title: string }) {
  const say = useText();
  const { arrangement, notch, baseline, lowPass, zoom } = view;
  const traces = useMemo(() => tracesOf(strips, arrangement === 'median' ? 'median' : 'rhythm').map((trace) => filtered(trace, { notch, baseline, lowPass })), [strips, arrangement, notch, baseline, lowPass]);
  const paper = useMemo(() => arrange(traces, view), [traces, view]);
  const calipers = useCalipers(paper);
  const size = zoom === 0 ? { width: '100%', height: 'auto' } : { width: paper.width * zoom, height: paper.height * zoom };
  return (
    <div className="ecg-scroll">
      <svg
        ref={calipers.ref} className="ecg-paper" viewBox={`0 0 ${paper.width} ${paper.height}`} style={{ ...size, '--ecg-width': `${paper.width}mm`, '--ecg-height': `${paper.height}mm` } as never}
        role="img" aria-label={`${say(messages.paper)} ${title} · ${view.speed} mm/s · ${view.gain} mm/mV`} tabIndex={0} {...calipers.handlers}
      >
        <Grid paper={paper} />
        {paper.rows.map(({ baseline: line, calibrationX: x }) => <path key={line} className="ecg-trace" d={`M${x},${line}h1v${-view.gain}h${view.speed * 0.2}v${view.gain}h1`} />)}
        {paper.segments.map((segment) => (
          <g key={`${segment.name} ${segment.x} ${segment.baseline}`}>
            <path className="ecg-trace" d={pathOf(segment, view)} />
            <text className="ecg-name" x={segment.x + 1} y={segment.baseline - 9}>{segment.name}</text>
          </g>
        ))}
        <text className="ecg-scale" x={2} y={paper.height - 1.5}>{`${view.speed} mm/s  ${view.gain} mm/mV`}</text>
        {calipers.legs && <Calipers legs={calipers.legs} paper={paper} view={view} />}
      </svg>
    </div>
  );
}

function Grid({ paper }: { paper: Paper }) {
  const id = useId();
  return (
    <>
      <defs>
        <pattern id={`${id}-1`} width="1" height="1" patternUnits="userSpaceOnUse"><path className="ecg-fine" d="M1,0H0V1" /></pattern>
        <pattern id={`${id}-5`} width="5" height="5" patternUnits="userSpaceOnUse"><rect width="5" height="5" fill={`url(#${id}-1)`} /><path className="ecg-coarse" d="M5,0H0V5" /></pattern>
      </defs>
      <rect className="ecg-ground" width={paper.width} height={paper.height} />
      <rect width={paper.width} height={paper.height} fill={`url(#${id}-5)`} />
    </>
  );
}

function Calipers({ legs: [a, b], paper, view }: { legs: readonly [Leg, Leg]; paper: Paper; view: PaperView }) {
  const { ms, millivolts, perMinute } = measureBetween(a, b, view);
  const text = `${ms} ms${perMinute === null ? '' : ` · ${perMinute}/min`} · ${millivolts.toFixed(2)} mV`;
  const [x, y] = [Math.min(Math.max(a.x, b.x) + 1, paper.width - 52), Math.max(5, Math.min(a.y, b.y) - 2)];
  return (
    <g className="ecg-calipers" role="status">
      <path d={`M${a.x},0V${paper.height}M${b.x},0V${paper.height}M${a.x},${a.y}H${b.x}M${a.x},${b.y}H${b.x}`} />
      <rect x={x} y={y - 4} width="51" height="5.5" rx="0.8" />
      <text x={x + 1} y={y}>{text}</text>
    </g>
  );
}

const MOVES: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Dragged with the pointer, or moved with the arrow keys by half a millimetre. */
function useCalipers(paper: Paper) {
  const ref = useRef<SVGSVGElement>(null);
  const [legs, setLegs] = useState<readonly [Leg, Leg]>();
  const dragging = useRef(false);
  const place = (event: PointerEvent): Leg => {
    const box = ref.current!.getBoundingClientRect();
    const scale = box.width / paper.width;
    return { x: (event.clientX - box.left) / scale, y: (event.clientY - box.top) / scale };
  };
  const handlers = {
    onPointerDown: (event: PointerEvent<SVGSVGElement>) => {
      if (event.pointerType === 'touch') return;
      dragging.current = true;
      event.currentTarget.setPointerCapture(event.pointerId);
      setLegs([place(event), place(event)]);
    },
    onPointerMove: (event: PointerEvent) => {
      if (dragging.current) setLegs((now) => now && [now[0], place(event)]);
    },
    onPointerUp: () => void (dragging.current = false),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Escape') return setLegs(undefined);
      const move = MOVES[event.key];
      if (move === undefined) return;
      event.preventDefault();
      const middle = { x: paper.width / 2, y: paper.height / 2 };
      const step = event.shiftKey ? 5 : 0.5;
      setLegs((now) => {
        const [a, b] = now ?? [middle, middle];
        return [a, { x: b.x + move[0] * step, y: b.y + move[1] * step }];
      });
    },
  };
  return { ref, legs, handlers };
}
