import { setFlagsFromString } from 'node:v8';

/** By how much the heap may outgrow what was alive at the last collection; V8's own rule is up to four times. */
const GROWTH_PERCENT = 50;

/**
 * Keeps the process near what it uses: after a large import V8 would hold three times as much and never give it back. Costs some collections
 * more while it grows (docs/guide/bench.md, soak).
 */
export const boundHeapGrowth = (): void => setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
