import { expect, it } from 'vitest';
import { arrange, tracesOf } from '../../contract/paper.ts';
import { paperDrawing } from './paper-report.ts';

const SECOND = 500;
const lead = (name: string, samples: number[]) => ({ name, microvoltsPerUnit: 1, offsetMicrovolts: 0, samples });

it('a second is 25 mm and a millivolt 10 mm on the sheet, in every lead', () => {
  // A step of one millivolt at the end of the first second.
  const step = Array.from({ length: SECOND * 10 }, (_, index) => (index < SECOND ? 0 : 1000));
  const names = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];
  const traces = tracesOf([{ kind: 'rhythm', sampleRate: SECOND, startMs: 0, leads: names.map((name) => lead(name, step)) }], 'rhythm');
  const options = { arrangement: '3x4', speed: 25, gain: 10, fromMs: 0 } as const;
  const paper = arrange(traces, options);
  const drawing = paperDrawing(paper, options);
  expect(drawing).toMatch(new RegExp(`viewBox="0 0 ${paper.width} ${paper.height}"`));
  const [first] = [...drawing.matchAll(/stroke-width="0.25"/g)];
  expect(first).toBeDefined();
  const paths = [...drawing.matchAll(/d="(M[\d.]+,[\d.]+L[^"]+)"/g)].map(([, d]) => d!.slice(1).split('L').map((point) => point.split(',').map(Number) as [number, number]));
  expect(paths).toHaveLength(13);
  const [startX, baseline] = paths[0]![0]!;
  const jump = paths[0]!.find(([, y]) => y < baseline - 5)!;
  expect(jump[0] - startX).toBeCloseTo(25, 0);
  expect(baseline - paths[0]!.at(-1)![1]).toBeCloseTo(10, 5);
});
