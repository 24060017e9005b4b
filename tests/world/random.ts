/** Pseudo-random numbers that depend on nothing but the seed, the label and the index: each household has its own stream. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** Whole number, both ends included. */
  int(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  weighted<T>(items: readonly Weighted<T>[]): T;
  /** Sum of twelve uniforms (Irwin–Hall): near-normal without transcendental functions, cut at ±6 sd. */
  normal(mean: number, standardDeviation: number): number;
  /** Knuth's method; for means below about 30. */
  poisson(mean: number): number;
}

export interface Weighted<T> {
  readonly value: T;
  readonly weight: number;
}

/** Four 32-bit words from a text (cyrb128). */
export function hashWords(text: string): [number, number, number, number] {
  let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    a = b ^ Math.imul(a ^ code, 597399067);
    b = c ^ Math.imul(b ^ code, 2869860233);
    c = d ^ Math.imul(c ^ code, 951274213);
    d = a ^ Math.imul(d ^ code, 2716044179);
  }
  a = Math.imul(c ^ (a >>> 18), 597399067);
  b = Math.imul(d ^ (b >>> 22), 2869860233);
  c = Math.imul(a ^ (c >>> 17), 951274213);
  d = Math.imul(b ^ (d >>> 19), 2716044179);
  return [(a ^ b ^ c ^ d) >>> 0, (b ^ a) >>> 0, (c ^ a) >>> 0, (d ^ a) >>> 0];
}

/** sfc32. */
function uniformStream(words: [number, number, number, number]): () => number {
  let [a, b, c, d] = words;
  const next = (): number => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let round = 0; round < 12; round += 1) next();
  return next;
}

export function randomOf(seed: number, label: string, index = 0): Random {
  const next = uniformStream(hashWords(`${seed}:${label}:${index}`));
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)]!,
    weighted: (items) => weightedPick(items, next()),
    normal: (mean, standardDeviation) => {
      let sum = -6;
      for (let round = 0; round < 12; round += 1) sum += next();
      return mean + sum * standardDeviation;
    },
    poisson: (mean) => {
      const limit = Math.exp(-mean);
      let count = 0;
      for (let product = next(); product > limit; product *= next()) count += 1;
      return count;
    },
  };
}

function weightedPick<T>(items: readonly Weighted<T>[], uniform: number): T {
  let rest = uniform * items.reduce((sum, item) => sum + item.weight, 0);
  for (const item of items) {
    rest -= item.weight;
    if (rest < 0) return item.value;
  }
  return items[items.length - 1]!.value;
}
