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

it('takes an allowance of its own, and gives back what was not owed', () => {
  const limit = new CostLimit({ unitsMax: 10, unitsPerSecond: 1 });
  limit.spend('a', 10, 0);
  expect(() => limit.spend('a', 1, 0)).toThrow(/platform.too-many/);
  limit.giveBack('a', 9);
  expect(() => limit.spend('a', 9, 0)).not.toThrow();
  expect(() => limit.spend('a', 1, 500)).toThrow(/platform.too-many/);
  expect(() => limit.spend('a', 1, 1000)).not.toThrow();
});
