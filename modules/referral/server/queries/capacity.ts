import { findCapacity } from '#modules/scheduling/server/api.ts';
import type { Sql } from '#platform/database/transaction.ts';

export interface CapacityCard {
  readonly slotsFree: number | null;
  readonly bedsFree: number | null;
}

const SITES_MAX = 30;

/** What each site can still take, for cards and forms; at most 30 sites are asked. */
export async function capacityOf(sql: Sql, organisationIds: readonly string[], now: Date): Promise<Record<string, CapacityCard>> {
  const sites = [...new Set(organisationIds)].slice(0, SITES_MAX);
  const found: Record<string, CapacityCard> = {};
  for (const organisationId of sites) {
    const { slots, beds } = await findCapacity(sql, { organisationId, from: now });
    found[organisationId] = { slotsFree: slots.referralFree, bedsFree: beds.free };
  }
  return found;
}
