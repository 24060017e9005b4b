import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';

/** By how much the heap may outgrow what was alive at the last collection; V8's own rule is up to four times. */
const GROWTH_PERCENT = 50;

/** On so few cores the helpers of a collection of the young would take them from PostgreSQL and from the clients. */
const FEW_CORES = 2;

/**
 * Keeps the process near what it uses: after a large import V8 would hold three times as much and never give it back. Costs some collections
 * more while it grows (docs/guide/bench.md, soak). On few cores the young are collected by one thread: a seventh less processor time for writes.
 */
export function boundHeap(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
  if (availableParallelism() <= FEW_CORES) setFlagsFromString('--no-parallel-scavenge');
}
