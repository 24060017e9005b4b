import { cpuTime, type CpuTime } from './cpu.ts';

/** Rounds a second, and the middle and slow ones in milliseconds. */
export interface Rate {
  readonly perSecond: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly rounds: number;
  /** Microseconds of processor time of one round, by process. */
  readonly cpu?: CpuTime;
}

export interface Load {
  readonly seconds: number;
  readonly concurrency: number;
  /** The server whose processor time is counted. */
  readonly pid?: number;
}

/** A worker's own connection, then its repeated work; the number counts all rounds of all workers from 0. */
export type Round = (number: number, worker: number) => Promise<unknown>;

export const WARM_UP_SECONDS = 6;

/** A server that has just started compiles while it works (docs/decisions/0050); what it then does for months is measured. Nothing is counted. */
export async function warmUp(load: Load, round: Round): Promise<void> {
  await measure({ ...load, seconds: WARM_UP_SECONDS }, round);
}

/** `concurrency` workers repeat `round` for the time given, after a fifth of it to warm up. */
export async function measure({ seconds, concurrency, pid }: Load, round: Round): Promise<Rate> {
  let number = 0;
  const run = async (until: number): Promise<number[]> => {
    const took: number[] = [];
    await Promise.all(Array.from({ length: concurrency }, async (_, worker) => {
      while (performance.now() < until) {
        const begin = performance.now();
        await round(number++, worker);
        took.push(performance.now() - begin);
      }
    }));
    return took;
  };
  await run(performance.now() + seconds * 200);
  const [before, begin] = [pid === undefined ? undefined : cpuTime(pid), performance.now()];
  const took = await run(begin + seconds * 1000);
  const rate = rateOf(took, (performance.now() - begin) / 1000);
  return before === undefined || pid === undefined ? rate : { ...rate, cpu: spent(before, cpuTime(pid), took.length) };
}

const spent = (from: CpuTime, to: CpuTime, rounds: number): CpuTime => ({
  server: (to.server - from.server) / rounds,
  database: (to.database - from.database) / rounds,
  client: (to.client - from.client) / rounds,
});

export function rateOf(took: number[], seconds: number): Rate {
  took.sort((a, b) => a - b);
  const at = (share: number): number => took[Math.min(Math.floor(took.length * share), took.length - 1)] ?? 0;
  return { perSecond: took.length / seconds, medianMs: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), rounds: took.length };
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

/** Two ways to do a thing, measured in turn so that a busy minute of the machine falls on both. */
export interface Pair {
  readonly ours: Rate;
  readonly plain: Rate;
  /** Median of ours/plain over the rounds. */
  readonly ratio: number;
}

export async function alternate(rounds: number, ours: () => Promise<Rate>, plain: () => Promise<Rate>): Promise<Pair> {
  const [a, b]: [Rate[], Rate[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    a.push(await ours());
    b.push(await plain());
  }
  return { ours: middleOf(a), plain: middleOf(b), ratio: median(a.map((rate, round) => rate.perSecond / b[round]!.perSecond)) };
}

/** Each figure is the median over the rounds. */
export const middleOf = (rates: readonly Rate[]): Rate => ({
  perSecond: median(rates.map((rate) => rate.perSecond)),
  medianMs: median(rates.map((rate) => rate.medianMs)),
  p95Ms: median(rates.map((rate) => rate.p95Ms)),
  p99Ms: median(rates.map((rate) => rate.p99Ms)),
  rounds: rates.reduce((sum, rate) => sum + rate.rounds, 0),
  ...(rates.every((rate) => rate.cpu !== undefined) ? { cpu: middleCpu(rates.map((rate) => rate.cpu!)) } : {}),
});

const middleCpu = (times: readonly CpuTime[]): CpuTime => ({
  server: median(times.map(({ server }) => server)),
  database: median(times.map(({ database }) => database)),
  client: median(times.map(({ client }) => client)),
});
