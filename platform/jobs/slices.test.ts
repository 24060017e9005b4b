import { describe, expect, it } from 'vitest';
import { mapInSlices } from './slices.ts';

const busyFor = (ms: number): void => {
  for (const end = performance.now() + ms; performance.now() < end; );
};

describe('work in slices', () => {
  it('keeps order and lets others run in between', async () => {
    let turns = 0;
    const beat = setInterval(() => (turns += 1), 1);
    const results = await mapInSlices(Array.from({ length: 100 }, (_, index) => index), (item) => {
      busyFor(0.5);
      return item * 2;
    });
    clearInterval(beat);
    expect(results).toEqual(Array.from({ length: 100 }, (_, index) => index * 2));
    expect(turns).toBeGreaterThan(10);
  });

  it('rests while the process serves others', async () => {
    let served = 0;
    const serve = setInterval(() => {
      busyFor(1);
      served += 1;
    }, 2);
    const begin = performance.now();
    await mapInSlices(Array.from({ length: 200 }), () => busyFor(0.5));
    clearInterval(serve);
    const seconds = (performance.now() - begin) / 1000;
    expect(served).toBeGreaterThan(20);
    expect(seconds).toBeGreaterThan(0.15);
  });
});
