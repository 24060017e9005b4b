import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** A request of the same process waits for one slice at most. */
const SLICE_MS = 2;
/** The same while somebody is being served: a request comes back to the loop three or four times. */
const SLICE_SERVING_MS = 1;
/** Between two slices while somebody is being served. */
const REST_MS = 6;
/** So long after a request the next may come. */
const SERVING_MS = 60;

let servedAt = -Infinity;

/** Somebody asks this process for something: work that can wait takes shorter slices for a while. */
export function noteServed(): void {
  servedAt = performance.now();
}

const isServing = (): boolean => performance.now() - servedAt < SERVING_MS;

/** Keeps work that can wait from holding up requests: short slices, and rests between them while others use the process. */
export class Slices {
  private begun = performance.now();

  /** Between two pieces of work: undefined while the slice lasts, else to be awaited. */
  turn(): Promise<void> | undefined {
    return performance.now() - this.begun < (isServing() ? SLICE_SERVING_MS : SLICE_MS) ? undefined : this.rest();
  }

  /**
   * After a piece that another process now works at (rows on their way to the database): a rest while somebody is being served, since that process
   * would keep a core as long as there is more.
   */
  handedOn(): Promise<void> | undefined {
    return isServing() ? this.rest() : this.turn();
  }

  private async rest(): Promise<void> {
    if (isServing()) await sleep(REST_MS);
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
