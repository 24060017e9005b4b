import { expect, it } from 'vitest';
import { CostLimit } from './cost-limit.ts';

it('lets an address spend three thousand units at once, then forty a second, and others their own', () => {
  const limit = new CostLimit();
  for (let round = 0; round < 300; round += 1) limit.spend('a', 10, 0);
  expect(() => limit.spend('a', 10, 0)).toThrow(/platform.too-many/);
  expect(() => limit.spend('b', 10, 0)).not.toThrow();
  expect(() => limit.spend('a', 10, 200)).toThrow(/platform.too-many/);
  expect(() => limit.spend('a', 10, 251)).not.toThrow();
  expect(() => limit.spend('a', 3000, 80_000)).not.toThrow();
});

it('keeps a bounded number of addresses', () => {
  const limit = new CostLimit();
  for (let each = 0; each < 120_000; each += 1) limit.spend(`address-${each}`, 1, each);
  expect((limit as unknown as { spent: Map<string, unknown> }).spent.size).toBeLessThanOrEqual(50_000);
});
