import type { Sql } from '#platform/database/transaction.ts';
import { combinedKey, hashText } from '#fhir/search/hash.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { CONTENT } from '../repository/content.ts';

/** Resources of one address: versions of a value set or map. */
const VERSIONS_MAX = 100;

interface Canonical {
  readonly url?: string;
  readonly version?: string;
}

/** The stored resource with a canonical address, the newest of the version asked (or of any). */
export async function findStoredCanonical<T extends Resource & Canonical>(sql: Sql, type: T['resourceType'], { url, version }: Canonical & { readonly url: string }): Promise<T | undefined> {
  const rows = await sql.query<{ content: string }>(
    `select ${CONTENT} as content from fhir.resource r where r.keys && array[$1::bigint] and r.resource_type = $2 and not r.deleted order by r.last_updated desc, r.key limit ${VERSIONS_MAX}`,
    [combinedKey(hashText(`${type}.url`), hashText(url)), type],
  );
  return rows.map(({ content }) => JSON.parse(content) as T).find((each) => each.url === url && (version === undefined || each.version === version));
}
