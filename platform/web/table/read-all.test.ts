import { describe, expect, it } from 'vitest';
import { readAll } from './read-all.ts';

const listOf = (total: number, calls: [number, number][] = []) => async (offset: number, limit: number) => {
  calls.push([offset, limit]);
  return { rows: Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, index) => offset + index), total, offset, limit };
};

describe('reading a list to its end', () => {
  it('asks page after page and tells how far it is', async () => {
    const progress: number[] = [];
    const answer = await readAll({ readPage: listOf(1_234), rowsMax: 10_000, onProgress: (read) => progress.push(read) });
    expect(answer).toMatchObject({ total: 1_234, complete: true });
    expect(answer.rows).toHaveLength(1_234);
    expect(progress).toEqual([500, 1_000, 1_234]);
  });
  it('stops at the limit and says so', async () => {
    const calls: [number, number][] = [];
    const answer = await readAll({ readPage: listOf(1_234, calls), rowsMax: 700 });
    expect([answer.rows.length, answer.complete, calls]).toEqual([700, false, [[0, 500], [500, 200]]]);
  });
  it('ends when rows vanish meanwhile', async () => {
    const answer = await readAll({ readPage: async (offset, limit) => ({ rows: offset === 0 ? [1, 2] : [], total: 5, offset, limit }), rowsMax: 100 });
    expect(answer).toEqual({ rows: [1, 2], total: 5, complete: false });
  });
  it('stops when told to', async () => {
    const stop = AbortSignal.abort();
    await expect(readAll({ readPage: listOf(5), rowsMax: 10, signal: stop })).rejects.toThrow();
  });
});
