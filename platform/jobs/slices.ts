import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** A request of the same process waits for one slice at most. */
const SLICE_MS = 2;
/** The same while somebody is being served: a request comes back to the loop three or four times. */
const SLICE_SERVING_MS = 1;
/** Between two slices while somebody is being served. */
const REST_MS = 3;
/** What the loop does beside our slices, as a share of the time, before that counts as serving. */
const SERVING_MIN = 0.15;
const WINDOW_MS = 60;

/** Keeps work that can wait from holding up requests: short slices, and rests between them while others use the process. */
export class Slices {
  private begun = performance.now();
  private window = { at: this.begun, active: performance.eventLoopUtilization().active, own: 0 };
  private isServing = false;

  /** Between two pieces of work: undefined while the slice lasts, else to be awaited. */
  turn(): Promise<void> | undefined {
    return performance.now() - this.begun < (this.isServing ? SLICE_SERVING_MS : SLICE_MS) ? undefined : this.rest();
  }

  private async rest(): Promise<void> {
    const now = performance.now();
    this.window.own += now - this.begun;
    const past = now - this.window.at;
    if (past >= WINDOW_MS) {
      const { active } = performance.eventLoopUtilization();
      this.isServing = (active - this.window.active - this.window.own) / past > SERVING_MIN;
      this.window = { at: now, active, own: 0 };
    }
    if (this.isServing) await sleep(REST_MS);
    else await new Promise((resolve) => setImmediate(resolve));
    this.begun = performance.now();
  }
}

/** `Array.map` in slices; `work` is called in order. */
export async function mapInSlices<Item, Result>(items: Iterable<Item>, work: (item: Item, index: number) => Result): Promise<Result[]> {
  const slices = new Slices();
  const results: Result[] = [];
  for (const item of items) {
    results.push(work(item, results.length));
    const rest = slices.turn();
    if (rest) await rest;
  }
  return results;
}
