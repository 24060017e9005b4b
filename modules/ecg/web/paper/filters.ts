import type { Trace } from '../../contract/paper.ts';

export interface FilterChoice {
  readonly notch: boolean;
  readonly baseline: boolean;
  /** Hz, or none. */
  readonly lowPass: 40 | 100 | null;
}

interface Biquad {
  readonly b: readonly [number, number, number];
  readonly a: readonly [number, number];
}

const NOTCH_HZ = 50;
const NOTCH_QUALITY = 12;
const BASELINE_HZ = 0.5;

/** Second-order sections by the bilinear transform (R. Bristow-Johnson's formulas). */
function biquad(kind: 'low' | 'high' | 'notch', { hertz, rate, quality = Math.SQRT1_2 }: { hertz: number; rate: number; quality?: number }): Biquad {
  const angle = (2 * Math.PI * hertz) / rate;
  const [cos, alpha] = [Math.cos(angle), Math.sin(angle) / (2 * quality)];
  const scale = 1 + alpha;
  const b: readonly [number, number, number] = kind === 'notch' ? [1, -2 * cos, 1] : kind === 'low' ? [(1 - cos) / 2, 1 - cos, (1 - cos) / 2] : [(1 + cos) / 2, -(1 + cos), (1 + cos) / 2];
  return { b: [b[0] / scale, b[1] / scale, b[2] / scale], a: [(-2 * cos) / scale, (1 - alpha) / scale] };
}

/** Begins as if the first value had stood for ever, so that the page does not begin with a swing. */
function runOnce(values: Float64Array, { b, a }: Biquad): Float64Array {
  const out = new Float64Array(values.length);
  const first = values[0] ?? 0;
  const rest = (first * (b[0] + b[1] + b[2])) / (1 + a[0] + a[1]);
  let [x1, x2, y1, y2] = [first, first, rest, rest];
  values.forEach((value, index) => {
    const y = b[0] * value + b[1] * x1 + b[2] * x2 - a[0] * y1 - a[1] * y2;
    [x2, x1, y2, y1] = [x1, value, y1, y];
    out[index] = y;
  });
  return out;
}

/** There and back: no wave moves in time. */
const bothWays = (values: Float64Array, section: Biquad): Float64Array => runOnce(runOnce(values, section).reverse(), section).reverse();

/** The trace as it is shown; what is stored and measured is never filtered. */
export function filtered(trace: Trace, { notch, baseline, lowPass }: FilterChoice): Trace {
  const rate = trace.sampleRate;
  let values = trace.microvolts;
  if (notch && rate > NOTCH_HZ * 2.2) values = bothWays(values, biquad('notch', { hertz: NOTCH_HZ, rate, quality: NOTCH_QUALITY }));
  if (baseline) values = bothWays(values, biquad('high', { hertz: BASELINE_HZ, rate }));
  if (lowPass !== null && rate > lowPass * 2.2) values = bothWays(values, biquad('low', { hertz: lowPass, rate }));
  return values === trace.microvolts ? trace : { ...trace, microvolts: values };
}
