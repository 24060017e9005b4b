/** Order in which coefficients are written (ITU T.81 figure A.6). */
export const ZIGZAG: readonly number[] = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44,
  51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/** Cosines of the inverse transform (T.81 A.3.3), `[x * 8 + u]` with the factor of u in. */
export const COSINES: Float64Array = Float64Array.from({ length: 64 }, (_, index) => {
  const u = index % 8;
  return Math.cos(((2 * Math.floor(index / 8) + 1) * u * Math.PI) / 16) * (u === 0 ? Math.SQRT1_2 : 1) * 0.5;
});

/** Codes of a length begin at `first`, their symbols at `offset`. */
export interface HuffmanTable {
  readonly firsts: Int32Array;
  readonly lasts: Int32Array;
  readonly offsets: Int32Array;
  readonly symbols: Buffer;
}

export function huffmanTable(counts: Buffer, symbols: Buffer): HuffmanTable {
  const [firsts, lasts, offsets] = [new Int32Array(17), new Int32Array(17).fill(-1), new Int32Array(17)];
  let code = 0;
  let used = 0;
  for (let length = 1; length <= 16; length += 1) {
    const count = counts[length - 1] ?? 0;
    firsts[length] = code;
    offsets[length] = used;
    if (count > 0) lasts[length] = code + count - 1;
    code = (code + count) << 1;
    used += count;
  }
  return { firsts, lasts, offsets, symbols };
}
