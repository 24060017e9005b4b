import type { Subject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { resourceKey } from '#fhir/search/hash.ts';
import { maskedRows, rowScope } from './access.ts';
import { placeOf } from './distributed/locator.ts';
import { isWithin } from './scope-limits.ts';
import { openPersons } from './sealed/sealed-person.ts';
import { CONTENT } from './content.ts';

export interface HistoryRow {
  readonly key: string;
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly lastUpdated: Date;
  readonly deleted: boolean;
  readonly personId: string | null;
  readonly content: string;
}

export interface HistoryCursor {
  readonly lastUpdated: Date;
  readonly key: string;
  readonly version: number;
}

export interface HistoryQuery {
  readonly subject: Subject;
  readonly types: readonly string[];
  readonly id?: string;
  readonly since: Date | undefined;
  /** Versions that were current at some time in this span. */
  readonly at: { readonly low: Date; readonly high: Date } | undefined;
  readonly before: HistoryCursor | undefined;
  readonly limit: number;
}

const COLUMNS =
  `r.key::text as key, r.resource_type as type, r.resource_id as id, r.version, r.last_updated as "lastUpdated", r.deleted, r.person_id as "personId", ${CONTENT} as content`;

const TOGETHER = { types: 'r.resource_type = asked.type', later: 'later.key = r.key' };
/** Citus joins within a machine: the types at once, a later version where the earlier one lies. */
const APART = { types: 'r.resource_type = any($1::text[])', later: 'later.person_key = r.person_key and later.key = r.key' };

/**
 * Versions newest first, current and replaced ones together, through the gate. Each type's newest rows come from its own
 * index range, so that the newest page of everything costs a page a type and not a sort of the table.
 */
export async function readHistory(sql: Sql, query: HistoryQuery): Promise<HistoryRow[]> {
  const key = query.id === undefined ? null : resourceKey(query.types[0]!, query.id);
  const { before, at } = query;
  const values: unknown[] = [
    query.types, key, query.id ?? null, query.since ?? null, before?.lastUpdated ?? null, before?.key ?? null, before?.version ?? null,
    query.limit, at?.low ?? null, at?.high ?? null,
  ];
  const scope = rowScope(query.subject, undefined, values.length + 1);
  values.push(...scope.values);
  const place = key === null ? { text: '', values: [] } : await placeOf(sql, [key], { parameter: values.length + 1 });
  values.push(...place.values);
  const { types, later } = sql.isDistributed ? APART : TOGETHER;
  const from = (table: string): string =>
    `(select ${COLUMNS} from ${table} r where ${types}
        and ($2::bigint is null or (r.key = $2 and r.resource_id = $3))
        and ($4::timestamptz is null or r.last_updated >= $4)
        and ($5::timestamptz is null or (r.last_updated, r.key, r.version) < ($5, $6::bigint, $7::integer))
        and ($9::timestamptz is null or (r.last_updated < $10::timestamptz and not exists (
          select 1 from (select person_key, key, version, last_updated from fhir.resource union all select person_key, key, version, last_updated from fhir.history) as later
          where ${later} and later.version = r.version + 1 and later.last_updated <= $9)))
        and ${scope.text}${place.text}
      order by r.last_updated desc, r.key desc, r.version desc limit $8)`;
  const versions = `(${from('fhir.resource')} union all ${from('fhir.history')}) as found`;
  const rows = await sql.query<HistoryRow>(
    `select found.* from ${sql.isDistributed ? versions : `unnest($1::text[]) as asked (type) cross join lateral ${versions}`}
     order by "lastUpdated" desc, key::bigint desc, version desc limit $8`,
    values,
  );
  return maskedRows(query.subject, await openPersons(sql, rows)).filter((row) => isWithin(query.subject, row));
}
