import type { Sql } from '#platform/database/transaction.ts';

/** Finds the resolution of a number among those of the bodies of an organisation. */
export type ResolutionSource = (sql: Sql, asked: { number: string; organisationId: string }) => Promise<{ readonly kind: string } | undefined>;

/** Kinds that may lay a task down. */
const KINDS = ['exception', 'general'];

let source: ResolutionSource | undefined;

/** Said once, when the rooms are put together, by the room that keeps resolutions. Without it no resolution is known, and none can be cited. */
export function takeResolutionsFrom(given: ResolutionSource): void {
  source = given;
}

export async function isCitable(sql: Sql, asked: { number: string; organisationId: string }): Promise<boolean> {
  const found = await source?.(sql, asked);
  return found !== undefined && KINDS.includes(found.kind);
}
