import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { mapInSlices, noteServed, Slices } from './slices.ts';

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

  it('rests between shorter slices while somebody is being served', async () => {
    const restsOf = async (): Promise<number> => {
      const slices = new Slices();
      let rests = 0;
      for (let piece = 0; piece < 40; piece += 1) {
        noteServed();
        busyFor(0.5);
        const rest = slices.turn();
        if (rest) rests += 1;
        await rest;
      }
      return rests;
    };
    expect(await restsOf()).toBeGreaterThanOrEqual(13);
  });

  it('rests after each piece handed to another process while somebody is being served', async () => {
    noteServed();
    const [slices, begin] = [new Slices(), performance.now()];
    for (let piece = 0; piece < 5; piece += 1) {
      const rest = slices.handedOn();
      expect(rest).toBeInstanceOf(Promise);
      await rest;
      noteServed();
    }
    // Timers may be early by a part of a millisecond.
    expect(performance.now() - begin).toBeGreaterThan(12);
    await sleep(80);
    expect(new Slices().handedOn()).toBeUndefined();
  });
});
