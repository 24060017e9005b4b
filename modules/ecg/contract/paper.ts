import type { Strip } from './records.ts';

/** A lead in microvolts, on the clock of its strip. */
export interface Trace {
  readonly name: string;
  readonly sampleRate: number;
  readonly startMs: number;
  readonly microvolts: Float64Array;
}

export type Arrangement = '3x4' | '12x1' | 'median';

export interface PaperOptions {
  readonly arrangement: Arrangement;
  /** mm a second. */
  readonly speed: number;
  /** mm a millivolt. */
  readonly gain: number;
  /** Where the page begins, ms from the start. */
  readonly fromMs: number;
}

/** One stretch of one lead on the paper; all lengths in mm from the left upper corner. */
export interface Segment {
  readonly name: string;
  readonly x: number;
  readonly baseline: number;
  readonly trace: Trace;
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface Paper {
  readonly width: number;
  readonly height: number;
  readonly segments: readonly Segment[];
  /** Where each row begins: the pulse of one millivolt stands there. */
  readonly rows: readonly { readonly baseline: number; readonly calibrationX: number }[];
}

export const STANDARD = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const;
const COLUMNS = [['I', 'II', 'III'], ['aVR', 'aVL', 'aVF'], ['V1', 'V2', 'V3'], ['V4', 'V5', 'V6']] as const;
/** Room before the first second: the pulse of 5 mm and air on both sides. */
const LEFT = 10;
const RIGHT = 5;
const ROW = 30;
const NARROW_ROW = 20;
const PAGE_MS = 10_000;

/** Leads of the rhythm (or of the representative beat) in microvolts; III and the augmented leads are computed from I and II where a device leaves them out. */
export function tracesOf(strips: readonly Strip[], kind: Strip['kind']): Trace[] {
  const traces = strips.filter((strip) => strip.kind === kind).flatMap(({ sampleRate, startMs, leads }) =>
    leads.map(({ name, microvoltsPerUnit, offsetMicrovolts, samples }): Trace => ({ name, sampleRate, startMs, microvolts: Float64Array.from(samples, (sample) => sample * microvoltsPerUnit + offsetMicrovolts) })));
  const unique = [...new Map(traces.map((trace) => [trace.name, trace])).values()];
  return [...unique, ...derived(unique)];
}

function derived(traces: readonly Trace[]): Trace[] {
  const [one, two] = ['I', 'II'].map((name) => traces.find((trace) => trace.name === name));
  if (one === undefined || two === undefined || one.sampleRate !== two.sampleRate || one.startMs !== two.startMs) return [];
  const make = (name: string, value: (first: number, second: number) => number): Trace[] =>
    traces.some((trace) => trace.name === name) ? [] : [{ ...one, name, microvolts: one.microvolts.map((first, index) => value(first, two.microvolts[index] ?? 0)) }];
  return [...make('III', (first, second) => second - first), ...make('aVR', (first, second) => -(first + second) / 2), ...make('aVL', (first, second) => first - second / 2), ...make('aVF', (first, second) => second - first / 2)];
}

const durationOf = (traces: readonly Trace[]): number => Math.max(0, ...traces.map(({ startMs, microvolts, sampleRate }) => startMs + (microvolts.length / sampleRate) * 1000));

/** Standard paper: 25 mm a second, 10 mm a millivolt, squares of 1 and 5 mm. */
export function arrange(traces: readonly Trace[], options: PaperOptions): Paper {
  if (options.arrangement === '3x4' && COLUMNS.flat().every((name) => traces.some((trace) => trace.name === name))) return threeByFour(traces, options);
  return oneBelowAnother(traces, options);
}

const widthOf = (ms: number, speed: number): number => (ms / 1000) * speed;

function threeByFour(traces: readonly Trace[], { speed, fromMs }: PaperOptions): Paper {
  const find = (name: string): Trace => traces.find((trace) => trace.name === name)!;
  const step = PAGE_MS / COLUMNS.length;
  const segments = COLUMNS.flatMap((names, column) => names.map((name, row): Segment => ({
    name, x: LEFT + widthOf(step * column, speed), baseline: ROW * (row + 0.5), trace: find(name), fromMs: fromMs + step * column, untilMs: fromMs + step * (column + 1),
  })));
  const rhythm: Segment = { name: 'II', x: LEFT, baseline: ROW * 3.5, trace: find('II'), fromMs, untilMs: fromMs + PAGE_MS };
  return { width: LEFT + widthOf(PAGE_MS, speed) + RIGHT, height: ROW * 4, segments: [...segments, rhythm], rows: [0.5, 1.5, 2.5, 3.5].map((row) => ({ baseline: ROW * row, calibrationX: 2 })) };
}

function oneBelowAnother(traces: readonly Trace[], { arrangement, speed, fromMs }: PaperOptions): Paper {
  const length = arrangement === 'median' ? Math.min(PAGE_MS, durationOf(traces)) : PAGE_MS;
  const ordered = [...STANDARD.flatMap((name) => traces.find((trace) => trace.name === name) ?? []), ...traces.filter(({ name }) => !(STANDARD as readonly string[]).includes(name))];
  const row = ordered.length > 6 ? NARROW_ROW : ROW;
  const columns = arrangement === 'median' ? Math.min(4, ordered.length) : 1;
  const perColumn = Math.ceil(ordered.length / Math.max(1, columns));
  const columnWidth = LEFT + widthOf(length, speed);
  return {
    width: columnWidth * Math.max(1, columns) + RIGHT, height: row * Math.max(1, perColumn),
    segments: ordered.map((trace, index) => ({ name: trace.name, x: LEFT + columnWidth * Math.floor(index / perColumn), baseline: row * ((index % perColumn) + 0.5), trace, fromMs, untilMs: fromMs + length })),
    rows: Array.from({ length: perColumn }, (_, index) => ({ baseline: row * (index + 0.5), calibrationX: 2 })),
  };
}

/** An SVG path in mm. Of more samples than the paper can show, the highest and lowest of each tenth of a millimetre are drawn: no spike is lost. */
export function pathOf({ x, baseline, trace, fromMs, untilMs }: Segment, { speed, gain }: Pick<PaperOptions, 'speed' | 'gain'>): string {
  const { microvolts, sampleRate, startMs } = trace;
  const first = Math.max(0, Math.ceil(((fromMs - startMs) / 1000) * sampleRate));
  const last = Math.min(microvolts.length, Math.floor(((untilMs - startMs) / 1000) * sampleRate));
  const across = (index: number): number => x + widthOf(startMs + (index / sampleRate) * 1000 - fromMs, speed);
  const down = (index: number): number => baseline - (microvolts[index]! / 1000) * gain;
  const step = Math.max(1, Math.floor((sampleRate / speed) * 0.1));
  const points: string[] = [];
  const add = (index: number): void => void points.push(`${across(index).toFixed(2)},${down(index).toFixed(2)}`);
  for (let index = first; index < last; index += step) {
    if (step === 1) {
      add(index);
      continue;
    }
    let [low, high] = [index, index];
    for (let inner = index; inner < Math.min(last, index + step); inner += 1) {
      if (microvolts[inner]! < microvolts[low]!) low = inner;
      if (microvolts[inner]! > microvolts[high]!) high = inner;
    }
    add(Math.min(low, high));
    if (low !== high) add(Math.max(low, high));
  }
  return points.length === 0 ? '' : `M${points.join('L')}`;
}

/** What lies between the legs of the calipers. */
export function measureBetween(a: { x: number; y: number }, b: { x: number; y: number }, { speed, gain }: Pick<PaperOptions, 'speed' | 'gain'>): { ms: number; millivolts: number; perMinute: number | null } {
  const ms = Math.round((Math.abs(b.x - a.x) / speed) * 1000);
  return { ms, millivolts: Math.round((Math.abs(b.y - a.y) / gain) * 100) / 100, perMinute: ms < 100 ? null : Math.round(60_000 / ms) };
}
