import { listOrganisationSummaries } from '#modules/consortium/server/api.ts';
import type { Sql } from '#platform/database/transaction.ts';

/** Identity knows organisations by id only; their names are the consortium room's. */
export async function listOrganisationNames(sql: Sql, organisationIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (organisationIds.length === 0) return new Map();
  const summaries = await listOrganisationSummaries(sql, organisationIds);
  return new Map(summaries.map(({ id, name }) => [id, name]));
}
