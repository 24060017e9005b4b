import type { Sql } from '#platform/database/transaction.ts';
import { listOrganisationSummaries } from '#modules/consortium/server/api.ts';

/** Names of organisations by id, in one statement; null where the consortium room does not know one. */
export async function organisationNames(sql: Sql, ids: readonly (string | null)[]): Promise<(id: string | null) => string | null> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  const summaries = wanted.length === 0 ? [] : await listOrganisationSummaries(sql, wanted);
  const names = new Map(summaries.map(({ id, name }) => [id, name]));
  return (id) => (id === null ? null : (names.get(id) ?? null));
}
