import { NO_MEASURES, type EcgFile, type EcgMeasures, type EcgStrip } from '../reading/ecg-file.ts';
import { averageBeat, findBeats, type Signal } from './beats.ts';

/** A suggestion of this machine, never a finding: a reader confirms or changes it. */
export interface Suggestion {
  readonly measures: EcgMeasures;
  /** Milliseconds of the R of each beat, from the start of the strip. */
  readonly beats: readonly number[];
  /** QTc after Bazett and after Fridericia. */
  readonly qtcFridericia: number | null;
  readonly statements: readonly SuggestedStatement[];
}

const suggestedStatements = ['bradycardia', 'tachycardia', 'irregular', 'long-pr', 'wide-qrs', 'long-qtc', 'short-qtc', 'left-axis', 'right-axis', 'pause'] as const;
export type SuggestedStatement = (typeof suggestedStatements)[number];

const SECONDS_MIN = 2;
/** Below this the ripple before a QRS is no P wave; root mean square over leads, microvolts. */
const P_MICROVOLTS_MIN = 18;

/** Measures the longest rhythm strip; undefined where it is too short or shows no beats. */
export function suggest(file: EcgFile): Suggestion | undefined {
  const strip = file.strips.filter(({ kind }) => kind === 'rhythm').sort((a, b) => b.leads.length * durationOf(b) - a.leads.length * durationOf(a))[0];
  if (strip === undefined || durationOf(strip) < SECONDS_MIN) return undefined;
  const signal = signalOf(strip);
  const beats = findBeats(signal);
  if (beats.length < 2) return undefined;
  const gaps = beats.slice(1).map((beat, index) => ((beat - beats[index]!) * 1000) / signal.rate);
  const rr = median(gaps);
  const measures = { ...NO_MEASURES, rr: Math.round(rr), rate: Math.round(60_000 / rr), ...intervalsOf(signal, { beats, rr }), qrsAxis: axisOf(signal, beats) };
  const qtc = measures.qt === null ? null : Math.round(measures.qt / Math.sqrt(rr / 1000));
  const whole: EcgMeasures = { ...measures, qtc };
  return {
    measures: whole, beats: beats.map((beat) => Math.round((beat * 1000) / signal.rate)), qtcFridericia: whole.qt === null ? null : Math.round(whole.qt / Math.cbrt(rr / 1000)), statements: statementsOf(whole, gaps),
  };
}

const durationOf = ({ leads, sampleRate }: EcgStrip): number => Math.min(...leads.map(({ samples }) => samples.length)) / sampleRate;
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Leads in microvolts, as long as the shortest, without the pulse of calibration that stands alike in every lead. */
function signalOf({ leads, sampleRate }: EcgStrip): Signal {
  const length = Math.min(...leads.map(({ samples }) => samples.length));
  const end = calibrationStart(leads.map(({ samples }) => samples), { length, window: Math.round(sampleRate * 0.15) });
  return { rate: sampleRate, names: leads.map(({ name }) => name), leads: leads.map(({ samples, microvoltsPerUnit }) => Float64Array.from(samples.subarray(0, end), (sample) => sample * microvoltsPerUnit)) };
}

/** A stretch at the end in which all leads are equal is no heart: Goldberger's leads cannot be. */
function calibrationStart(leads: readonly Int32Array[], { length, window }: { length: number; window: number }): number {
  if (leads.length < 4) return length;
  let start = length;
  while (start > 0 && leads.every((lead) => lead[start - 1] === leads[0]![start - 1])) start -= 1;
  return length - start >= window ? Math.max(0, start - Math.round(window / 10)) : length;
}

type Intervals = Pick<EcgMeasures, 'p' | 'pr' | 'qrs' | 'qt'>;

/** On the average beat: QRS by spatial velocity, P and T by tangents to the root mean square over the leads. */
function intervalsOf(signal: Signal, { beats, rr }: { beats: readonly number[]; rr: number }): Intervals {
  const { rate } = signal;
  const at = (ms: number): number => Math.round((ms * rate) / 1000);
  const before = Math.min(at(320), at(rr * 0.45));
  const beat = averageBeat(signal, { beats, before, after: Math.min(at(650), at(rr * 0.75)) });
  if (beat === undefined) return { p: null, pr: null, qrs: null, qt: null };
  const { velocity, leads } = beat;
  const edges = qrsEdges(velocity, { center: before, at });
  const level = leads.map((lead) => mean(lead, Math.max(0, edges.from - at(24)), Math.max(1, edges.from - at(4))));
  const power = Float64Array.from({ length: velocity.length }, (_, index) => Math.sqrt(leads.reduce((sum, lead, number) => sum + (lead[index]! - level[number]!) ** 2, 0) / leads.length));
  const ms = (samples: number): number => Math.round((samples * 1000) / rate);
  const tEnd = tangentEnd(power, { from: edges.until + at(70), until: power.length - at(10), at });
  const p = pWave(power, { until: edges.from - at(16), at });
  return { p: p === undefined ? null : ms(p.until - p.from), pr: p === undefined ? null : ms(edges.from - p.from), qrs: ms(edges.until - edges.from), qt: tEnd === undefined ? null : ms(tEnd - edges.from) };
}

const mean = (values: Float64Array, from: number, until: number): number => values.subarray(from, Math.max(from + 1, until)).reduce((sum, value) => sum + value, 0) / Math.max(1, until - from);

/** Outwards from the steepest moment until the velocity stays low for 12 ms. */
function qrsEdges(velocity: Float64Array, { center, at }: { center: number; at: (ms: number) => number }): { from: number; until: number } {
  const [low, high] = [Math.max(0, center - at(110)), Math.min(velocity.length - 1, center + at(130))];
  const peak = velocity.subarray(low, high).reduce((most, value) => Math.max(most, value), 0);
  const floor = median([...velocity.subarray(Math.max(0, center - at(200)), Math.max(1, center - at(80)))]);
  const limit = floor + (peak - floor) * 0.04;
  const hold = Math.max(2, at(12));
  const walk = (step: -1 | 1): number => {
    let [quiet, edge] = [0, center];
    for (let index = center; index >= low && index <= high; index += step) {
      quiet = velocity[index]! < limit ? quiet + 1 : 0;
      if (quiet === 0) edge = index + step;
      if (quiet >= hold && Math.abs(index - center) > at(15)) break;
    }
    return edge;
  };
  return { from: walk(-1), until: walk(1) };
}

function peakIn(power: Float64Array, from: number, until: number): number {
  let best = from;
  for (let index = from; index < until; index += 1) if (power[index]! > power[best]!) best = index;
  return best;
}

/** Where the steepest fall after the highest point of T meets the ground. */
function tangentEnd(power: Float64Array, { from, until, at }: { from: number; until: number; at: (ms: number) => number }): number | undefined {
  if (until - from < at(80)) return undefined;
  const peak = peakIn(power, from, until);
  const reach = Math.min(until, peak + at(200));
  const step = Math.max(1, at(8));
  let [steepest, slope] = [-1, 0];
  for (let index = peak + step; index + step < reach; index += 1) {
    const here = (power[index + step]! - power[index - step]!) / (2 * step);
    if (here < slope) [steepest, slope] = [index, here];
  }
  if (steepest < 0 || power[peak]! < 25) return undefined;
  const ground = Math.min(...power.subarray(steepest, reach));
  return Math.min(reach, steepest + (power[steepest]! - ground) / -slope);
}

function pWave(power: Float64Array, { until, at }: { until: number; at: (ms: number) => number }): { from: number; until: number } | undefined {
  const begin = Math.max(0, until - at(260));
  if (until - begin < at(100)) return undefined;
  const peak = peakIn(power, begin + at(30), until - at(10));
  const [left, right] = [Math.max(0, peak - at(90)), Math.min(until, peak + at(90))];
  const ground = Math.min(...power.subarray(left, peak + 1));
  const height = power[peak]! - ground;
  if (height < P_MICROVOLTS_MIN || peak <= begin + at(32)) return undefined;
  const edge = (step: -1 | 1, end: number): number => {
    let index = peak;
    while (index !== end && power[index]! - ground > height * 0.18) index += step;
    return index;
  };
  return { from: edge(-1, left), until: edge(1, right) };
}

/** Frontal axis from the net areas of QRS in I and aVF. */
function axisOf(signal: Signal, beats: readonly number[]): number | null {
  const lead = (name: string): Float64Array | undefined => signal.leads[signal.names.indexOf(name)];
  const [one, foot] = [lead('I'), lead('aVF')];
  if (one === undefined || foot === undefined) return null;
  const half = Math.round(signal.rate * 0.06);
  const area = (values: Float64Array): number => median(beats.filter((beat) => beat > half * 2 && beat + half < values.length).map((beat) => {
    const level = mean(values, beat - half * 2, beat - half);
    return values.subarray(beat - half, beat + half).reduce((sum, value) => sum + value - level, 0);
  }));
  const [x, y] = [area(one), (area(foot) * 2) / Math.sqrt(3)];
  return x === 0 && y === 0 ? null : Math.round((Math.atan2(y, x) * 180) / Math.PI);
}

/** Plain thresholds of adults; domain 4.3 asks for pauses over three seconds. */
function statementsOf({ rate, pr, qrs, qtc, qrsAxis }: EcgMeasures, gaps: readonly number[]): SuggestedStatement[] {
  const is = (given: boolean, statement: SuggestedStatement): SuggestedStatement[] => (given ? [statement] : []);
  const middle = median(gaps);
  return [
    ...is(rate !== null && rate < 60, 'bradycardia'), ...is(rate !== null && rate > 100, 'tachycardia'), ...is(gaps.filter((gap) => Math.abs(gap - middle) > middle * 0.15).length > gaps.length / 4, 'irregular'), ...is(gaps.some((gap) => gap > 3000), 'pause'),
    ...is(pr !== null && pr > 200, 'long-pr'), ...is(qrs !== null && qrs > 120, 'wide-qrs'), ...is(qtc !== null && qtc > 460, 'long-qtc'), ...is(qtc !== null && qtc < 340, 'short-qtc'),
    ...is(qrsAxis !== null && qrsAxis < -30, 'left-axis'), ...is(qrsAxis !== null && qrsAxis > 90, 'right-axis'),
  ];
}
