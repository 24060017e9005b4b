import { listResourcesById } from '#fhir/repository/read.ts';
import type { Sql } from '#platform/database/transaction.ts';

/** Organisation id → name, for the ids that exist. */
export async function organisationNames(sql: Sql, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  const organisations = await listResourcesById(sql, 'Organization', wanted);
  return new Map(organisations.map((organisation) => [organisation.id ?? '', organisation.name ?? '']));
}
