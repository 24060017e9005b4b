/** Whole numbers below 2^32 (Mulberry32): the same seed gives the same numbers. For tests and drawings, not for secrets. */
export function seededWholes(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** As `seededWholes`, from 0 to below 1. */
export function seededRandom(seed: number): () => number {
  const next = seededWholes(seed);
  return () => next() / 4_294_967_296;
}
