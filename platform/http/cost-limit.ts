import { platformProblem } from '#platform/errors/platform-problems.ts';

/** Units that an address may spend at once, and how fast they come back: four Argon2 hashes a second. */
const UNITS_MAX = 3_000;
const UNITS_PER_SECOND = 40;
const ADDRESSES_MAX = 50_000;

/**
 * Limits by cost what one address may make this process work without being signed in: a password hash costs more than a
 * code. Kept in memory, each process its own; what must hold across processes (wrong passwords) is counted in the database.
 */
export class CostLimit {
  private readonly spent = new Map<string, { units: number; at: number }>();

  /** Throws `platform.too-many`. `now` in milliseconds. */
  spend(address: string, units: number, now = performance.now()): void {
    const before = this.spent.get(address);
    const left = before ? Math.max(0, before.units - ((now - before.at) / 1000) * UNITS_PER_SECOND) : 0;
    if (left + units > UNITS_MAX) throw platformProblem('platform.too-many');
    if (this.spent.size >= ADDRESSES_MAX) this.forgetIdle(now);
    this.spent.set(address, { units: left + units, at: now });
  }

  private forgetIdle(now: number): void {
    for (const [address, { at }] of this.spent) if (now - at > (UNITS_MAX / UNITS_PER_SECOND) * 1000) this.spent.delete(address);
    if (this.spent.size >= ADDRESSES_MAX) this.spent.clear();
  }
}
