import type { Slice } from './slices.ts';

export interface Kept {
  readonly byteCount: number;
}

export interface FrameStoreOptions<Frame extends Kept> {
  readonly load: (slice: Slice, signal: AbortSignal) => Promise<Frame>;
  readonly bytesMax: number;
  readonly parallelMax: number;
}

/** Frames in memory, fetched in the order of wish, a few at a time; what nobody wishes for leaves first, then the least wanted. */
export class FrameStore<Frame extends Kept> {
  readonly #options: FrameStoreOptions<Frame>;
  /** In the order of last use. */
  readonly #kept = new Map<string, Frame>();
  readonly #running = new Map<string, AbortController>();
  readonly #failed = new Map<string, Error>();
  readonly #wishes = new Map<string, readonly Slice[]>();
  /** Wished for, but there was no room beside what is wished for more. */
  readonly #refused = new Set<string>();
  readonly #listeners = new Set<() => void>();
  #bytes = 0;
  #isClosed = false;

  constructor(options: FrameStoreOptions<Frame>) {
    this.#options = options;
  }

  get byteCount(): number {
    return this.#bytes;
  }

  get keptCount(): number {
    return this.#kept.size;
  }

  get(key: string): Frame | undefined {
    const frame = this.#kept.get(key);
    if (frame === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, frame);
    return frame;
  }

  /** Like `get`, without counting as a use. */
  has(key: string): boolean {
    return this.#kept.has(key);
  }

  failureOf(key: string): Error | undefined {
    return this.#failed.get(key);
  }

  /** What one pane wants, the most wanted first; takes the place of its former wish. */
  want(owner: string, slices: readonly Slice[]): void {
    const former = this.#wishes.get(owner);
    if (former?.length !== slices.length || former.some(({ key }, rank) => key !== slices[rank]!.key)) this.#refused.clear();
    this.#wishes.set(owner, slices);
    this.#pump();
  }

  retry(key: string): void {
    this.#failed.delete(key);
    this.#pump();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#isClosed = true;
    this.#running.forEach((control) => control.abort());
    this.#kept.clear();
    this.#bytes = 0;
  }

  open(): void {
    this.#isClosed = false;
    this.#pump();
  }

  #pump(): void {
    while (!this.#isClosed && this.#running.size < this.#options.parallelMax) {
      const next = this.#next();
      if (next === undefined) return;
      void this.#fetch(next);
    }
  }

  /** The most wanted that is missing; nothing once memory is full of what is wanted more. */
  #next(): Slice | undefined {
    for (const slice of this.#inOrder()) {
      if (this.#refused.has(slice.key)) return undefined;
      if (!this.#kept.has(slice.key) && !this.#running.has(slice.key) && !this.#failed.has(slice.key)) return slice;
    }
    return undefined;
  }

  /** Panes take turns: the first wish of each, then the second. */
  *#inOrder(): Generator<Slice> {
    const lists = [...this.#wishes.values()];
    const longest = Math.max(0, ...lists.map((list) => list.length));
    for (let rank = 0; rank < longest; rank += 1) {
      for (const list of lists) yield* list.slice(rank, rank + 1);
    }
  }

  async #fetch(slice: Slice): Promise<void> {
    const control = new AbortController();
    this.#running.set(slice.key, control);
    try {
      const frame = await this.#options.load(slice, control.signal);
      if (!this.#isClosed) this.#keep(slice.key, frame);
    } catch (error) {
      if (!control.signal.aborted) this.#failed.set(slice.key, error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#running.delete(slice.key);
    }
    if (this.#isClosed) return;
    this.#listeners.forEach((listener) => listener());
    this.#pump();
  }

  #keep(key: string, frame: Frame): void {
    this.#kept.set(key, frame);
    this.#bytes += frame.byteCount;
    if (this.#bytes <= this.#options.bytesMax) return;
    const shown = new Set([...this.#wishes.values()].flatMap((list) => list.slice(0, 1).map((slice) => slice.key)));
    const wished = [...new Set([...this.#inOrder()].map((slice) => slice.key))];
    const isWished = new Set(wished);
    const unwished = [...this.#kept.keys()].filter((old) => !isWished.has(old));
    for (const old of [...unwished, ...wished.toReversed()]) {
      if (this.#bytes <= this.#options.bytesMax) return;
      const left = this.#kept.get(old);
      if (left === undefined || shown.has(old)) continue;
      this.#kept.delete(old);
      this.#bytes -= left.byteCount;
      if (isWished.has(old)) this.#refused.add(old);
    }
  }
}

/** The slice itself, then its neighbours outwards, ahead a little more than behind, as many as fit into `bytesMax`. */
export function wishAround(slices: readonly Slice[], index: number, bytesMax: number): Slice[] {
  const wish: Slice[] = [];
  let bytes = 0;
  const add = (at: number): void => {
    const slice = slices[at];
    if (slice === undefined || bytes > bytesMax) return;
    bytes += bytesOf(slice);
    if (wish.length === 0 || bytes <= bytesMax) wish.push(slice);
  };
  add(index);
  for (let step = 1; step < slices.length; step += 1) {
    add(index + step);
    add(index - step);
  }
  return wish;
}

/** In memory once decoded: four bytes a pixel for pictures in colour. */
const bytesOf = ({ rows, columns, pixels }: Slice): number => rows * columns * (pixels.samples > 1 || pixels.bitsAllocated === 1 || !pixels.photometric.startsWith('MONOCHROME') ? 4 : Math.max(1, pixels.bitsAllocated / 8));
