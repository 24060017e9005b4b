import { seededRandom } from '#platform/kernel/random.ts';
import { MACHINE, type Inputs } from './inputs.ts';
import type { GrowthPlan } from './plan.ts';

export interface Simulated {
  readonly read: Quantiles;
  readonly search: Quantiles;
  readonly fanOut: Quantiles;
  readonly write: Quantiles;
  /** Share of its cores that the middle and the busiest worker used. */
  readonly meanLoad: number;
  readonly worstLoad: number;
  /** Cores of the coordinator in use, of all its statements. */
  readonly coordinatorCores: number;
}

export interface Quantiles {
  readonly medianMs: number;
  readonly p95Ms: number;
}

export interface SimulationOptions {
  readonly seconds: number;
  readonly seed: number;
  /** Times the peak hour's rates, to see how far it is to the cliff. */
  readonly loadFactor?: number;
  /** Workers that are down; their shards are served by standbys that share the machine of their neighbour. */
  readonly failedWorkers?: number;
}

type Kind = 'read' | 'search' | 'fanOut' | 'write';
const TASKS_MAX = 600_000;
/** Residents that stand for all: enough that the busiest are as busy as among millions. */
const SAMPLE = 200_000;

/**
 * The peak hour as a queueing system, event after event: Poisson arrivals, exponential service on the cores of the worker that holds
 * the resident's shard, first come first served; what asks all workers waits for the slowest.
 */
export function simulate(plan: GrowthPlan, inputs: Inputs, { seconds: asked, seed, loadFactor = 1, failedWorkers = 0 }: SimulationOptions): Simulated {
  const random = seededRandom(seed);
  const rates: readonly (readonly [Kind, number, number])[] = [
    ['write', plan.writes * loadFactor, inputs.writeCoreSeconds],
    ['read', plan.reads * loadFactor, inputs.readCoreSeconds],
    ['search', plan.searches * (1 - inputs.fanOutShare) * loadFactor, inputs.searchCoreSeconds],
    ['fanOut', plan.searches * inputs.fanOutShare * loadFactor, inputs.searchCoreSeconds],
  ];
  const total = rates.reduce((sum, [, rate]) => sum + rate, 0);
  const seconds = Math.min(asked, TASKS_MAX / total);
  const shardOf = busyShards(plan.shards, inputs.skewSigma, random);
  const workers = Array.from({ length: plan.workers }, () => ({ free: new Float64Array(MACHINE.cores), busy: 0 }));
  const holder = (shard: number): number => {
    const worker = shard % plan.workers;
    return worker < failedWorkers ? (worker + failedWorkers) % plan.workers : worker;
  };
  const took: Record<Kind, number[]> = { read: [], search: [], fanOut: [], write: [] };
  const hop = plan.workers === 1 ? 0 : MACHINE.hopSeconds;
  const serve = (index: number, at: number, mean: number): number => {
    const worker = workers[index]!;
    const core = worker.free.indexOf(Math.min(...worker.free));
    const service = -Math.log(1 - random()) * mean;
    const end = Math.max(at, worker.free[core]!) + service;
    worker.free[core] = end;
    worker.busy += service;
    return end;
  };
  for (let at = exponential(random, total); at < seconds; at += exponential(random, total)) {
    const [kind, , mean] = pick(rates, random() * total);
    // A search over everybody costs each worker a small part of its own: half of the work is the merge of pages.
    const end = kind === 'fanOut'
      ? Math.max(...workers.map((_, index) => serve(index, at, mean * 0.5)))
      : serve(holder(shardOf()), at, mean);
    // Reads ask the locator first; writes enter their keys there and commit on two machines.
    const hops = kind === 'search' || kind === 'fanOut' ? 1 : kind === 'read' ? 2 : 4;
    took[kind].push(end - at + hops * hop);
  }
  const loads = workers.map(({ busy }) => busy / (seconds * MACHINE.cores));
  const statements = plan.workers === 1 ? 0 : rates.reduce((sum, [kind, rate]) => sum + rate * (kind === 'read' ? 2 : kind === 'write' ? 3 : kind === 'fanOut' ? plan.shards : 1), 0);
  return {
    read: quantiles(took.read), search: quantiles(took.search), fanOut: quantiles(took.fanOut), write: quantiles(took.write),
    meanLoad: loads.reduce((sum, load) => sum + load, 0) / loads.length,
    worstLoad: Math.max(...loads),
    coordinatorCores: statements * MACHINE.routeCoreSeconds,
  };
}

const exponential = (random: () => number, rate: number): number => -Math.log(1 - random()) / rate;

function pick(rates: readonly (readonly [Kind, number, number])[], at: number): readonly [Kind, number, number] {
  let rest = at;
  for (const rate of rates) {
    rest -= rate[1];
    if (rest < 0) return rate;
  }
  return rates.at(-1)!;
}

/** Shards are asked as often as the residents on them are busy: few residents make a large part of the work. */
function busyShards(shards: number, sigma: number, random: () => number): () => number {
  const weights = new Float64Array(shards);
  for (let resident = 0; resident < SAMPLE; resident += 1) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    weights[Math.floor(random() * shards)]! += Math.exp(sigma * normal);
  }
  const sums = new Float64Array(shards);
  let sum = 0;
  for (let shard = 0; shard < shards; shard += 1) sums[shard] = sum += weights[shard]!;
  return () => {
    const sought = random() * sum;
    let [low, high] = [0, shards - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! > sought) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

function quantiles(seconds: readonly number[]): Quantiles {
  const sorted = [...seconds].sort((a, b) => a - b);
  const at = (share: number): number => 1000 * (sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? 0);
  return { medianMs: at(0.5), p95Ms: at(0.95) };
}
