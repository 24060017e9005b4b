import { platformProblem } from '#platform/errors/platform-problems.ts';

/** Units that somebody may spend at once, and how fast they come back. */
export interface Allowance {
  readonly unitsMax: number;
  readonly unitsPerSecond: number;
}

/** Of an address that is not signed in: four Argon2 hashes a second. */
const OF_ADDRESS = { unitsMax: 3_000, unitsPerSecond: 40 };
const ADDRESSES_MAX = 50_000;

/**
 * Limits by cost what one address may make this process work without being signed in: a password hash costs more than a
 * code. Kept in memory, each process its own; what must hold across processes (wrong passwords) is counted in the database.
 */
export class CostLimit {
  private readonly spent = new Map<string, { units: number; at: number }>();
  private readonly allowance: Allowance;

  constructor(allowance: Allowance = OF_ADDRESS) {
    this.allowance = allowance;
  }

  /** Throws `platform.too-many`. `now` in milliseconds. */
  spend(address: string, units: number, now = performance.now()): void {
    const { unitsMax, unitsPerSecond } = this.allowance;
    const before = this.spent.get(address);
    const left = before ? Math.max(0, before.units - ((now - before.at) / 1000) * unitsPerSecond) : 0;
    if (left + units > unitsMax) throw platformProblem('platform.too-many');
    if (this.spent.size >= ADDRESSES_MAX) this.forgetIdle(now);
    this.spent.set(address, { units: left + units, at: now });
  }

  /** Of what was spent and turned out not to be owed. */
  giveBack(address: string, units: number): void {
    const before = this.spent.get(address);
    if (before !== undefined) before.units = Math.max(0, before.units - units);
  }

  private forgetIdle(now: number): void {
    const { unitsMax, unitsPerSecond } = this.allowance;
    for (const [address, { at }] of this.spent) if (now - at > (unitsMax / unitsPerSecond) * 1000) this.spent.delete(address);
    if (this.spent.size >= ADDRESSES_MAX) this.spent.clear();
  }
}
