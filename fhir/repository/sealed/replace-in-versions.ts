import { resourceKey } from '#fhir/search/hash.ts';
import type { Sql } from '#platform/database/transaction.ts';

interface Replacing {
  readonly type: string;
  readonly id: string;
  /** JSON string values, as they are to be read. */
  readonly from: string;
  readonly to: string;
}

/** Puts another value in place of one that should never have been stored, in every version that was replaced; the version in force is its room's to write anew. Answers how many. */
export const replaceInVersions = (sql: Sql, { type, id, from, to }: Replacing): Promise<number> =>
  sql.execute(
    'update fhir.history set content = replace(content, $2, $3) where key = $1::bigint and position($2 in content) > 0',
    [resourceKey(type, id), JSON.stringify(from), JSON.stringify(to)],
  );
