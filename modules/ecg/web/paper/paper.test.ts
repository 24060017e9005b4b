import { describe, expect, it } from 'vitest';
import { filtered } from './filters.ts';
import { arrange, measureBetween, pathOf, tracesOf, type Trace } from '../../contract/paper.ts';

const lead = (name: string, samples: number[]) => ({ name, microvoltsPerUnit: 5, offsetMicrovolts: 0, samples });
const strip = (samples: number[]) => [{ kind: 'rhythm' as const, sampleRate: 500, startMs: 0, leads: ['I', 'II', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'].map((name) => lead(name, samples)) }];
const wave = (hertz: number, length = 5000): Trace => ({ name: 'I', sampleRate: 500, startMs: 0, microvolts: Float64Array.from({ length }, (_, index) => 1000 * Math.sin((2 * Math.PI * hertz * index) / 500)) });
const height = ({ microvolts }: Trace): number => Math.max(...microvolts.subarray(1000, 4000).map(Math.abs));

describe('the paper', () => {
  it('computes III, aVR, aVL and aVF where a device leaves them out', () => {
    const traces = tracesOf([{ kind: 'rhythm', sampleRate: 500, startMs: 0, leads: [lead('I', [100]), lead('II', [160])] }], 'rhythm');
    expect(Object.fromEntries(traces.map(({ name, microvolts }) => [name, microvolts[0]]))).toEqual({ I: 500, II: 800, III: 300, aVR: -650, aVL: 100, aVF: 550 });
  });

  it('is exact: a second is 25 mm, a millivolt 10 mm, in three rows of four and a rhythm', () => {
    const samples = Array.from({ length: 5000 }, (_, index) => (index === 500 ? 200 : 0));
    const options = { arrangement: '3x4' as const, speed: 25, gain: 10, fromMs: 0 };
    const paper = arrange(tracesOf(strip(samples), 'rhythm'), options);
    expect([paper.width, paper.height, paper.segments.length]).toEqual([265, 120, 13]);
    const first = paper.segments[0]!;
    expect(pathOf(first, options)).toContain(`${(first.x + 25).toFixed(2)},${(first.baseline - 10).toFixed(2)}`);
    expect(paper.segments[3]!.x - first.x).toBe(62.5);
  });

  it('loses no spike where a sample is narrower than a tenth of a millimetre', () => {
    const dense: Trace = { name: 'V1', sampleRate: 8000, startMs: 0, microvolts: Float64Array.from({ length: 8000 }, (_, index) => (index === 4003 ? 3000 : 0)) };
    expect(pathOf({ name: 'V1', x: 0, baseline: 50, trace: dense, fromMs: 0, untilMs: 1000 }, { speed: 25, gain: 10 })).toContain(',20.00');
  });

  it('calipers say milliseconds, rate and millivolts', () => {
    expect(measureBetween({ x: 10, y: 30 }, { x: 30, y: 18 }, { speed: 25, gain: 10 })).toEqual({ ms: 800, millivolts: 1.2, perMinute: 75 });
  });

  it('the notch takes 50 Hz and leaves 10; the low-pass takes 120 and leaves 5; the baseline takes a slow drift', () => {
    const none = { notch: false, baseline: false, lowPass: null };
    expect(height(filtered(wave(50), { ...none, notch: true }))).toBeLessThan(20);
    expect(height(filtered(wave(10), { ...none, notch: true }))).toBeGreaterThan(950);
    expect(height(filtered(wave(120), { ...none, lowPass: 40 }))).toBeLessThan(60);
    expect(height(filtered(wave(5), { ...none, lowPass: 40 }))).toBeGreaterThan(980);
    expect(height(filtered(wave(0.1), { ...none, baseline: true }))).toBeLessThan(60);
    expect(height(filtered(wave(8), { ...none, baseline: true }))).toBeGreaterThan(950);
    expect(filtered(wave(8), none).microvolts).toEqual(wave(8).microvolts);
  });
});
