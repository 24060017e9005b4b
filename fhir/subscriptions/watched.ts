import type { Sql } from '#platform/database/transaction.ts';

/** Types that somebody is subscribed to; empty in most houses, and then a write costs nothing more. */
let watched: ReadonlySet<string> = new Set();

export const isWatched = (type: string): boolean => watched.has(type);

/** Reads the index anew: at start-up and whenever some process changes a subscription. */
export async function refreshWatched(sql: Sql): Promise<void> {
  const rows = await sql.query<{ type: string }>("select distinct resource_type as type from fhir.subscription where state = 'active'");
  watched = new Set(rows.map(({ type }) => type));
}
