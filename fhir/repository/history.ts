import type { Subject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { resourceKey } from '#fhir/search/hash.ts';
import { maskedRows, rowScope } from './access.ts';
import { placeOf } from './distributed/locator.ts';
import { isNarrowed, isWithin } from './scope-limits.ts';
import { fhirProblem } from '../problems.ts';
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
  /** The last version of the page before. */
  readonly before: HistoryCursor | undefined;
  readonly isOldestFirst?: boolean;
  readonly limit: number;
  /** Only these, of each one version or, with null, all. */
  readonly named?: readonly { readonly type: string; readonly id: string; readonly version: number | null }[] | undefined;
}

export interface HistoryPage {
  readonly rows: readonly HistoryRow[];
  /** Behind which there is more. */
  readonly last: HistoryRow | undefined;
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
export async function readHistory(sql: Sql, query: HistoryQuery): Promise<HistoryPage> {
  const { from, values } = await versionsIn(sql, query, COLUMNS);
  const way = query.isOldestFirst ? 'asc' : 'desc';
  const limit = `$${values.push(query.limit + 1)}`;
  const each = (table: string): string => `(${from(table)} order by r.last_updated ${way}, r.key ${way}, r.version ${way} limit ${limit})`;
  const found = await sql.query<HistoryRow>(
    `select found.* from ${around(sql, `(${each('fhir.resource')} union all ${each('fhir.history')}) as found`)} order by "lastUpdated" ${way}, key::bigint ${way}, version ${way} limit ${limit}`,
    values,
  );
  const page = found.slice(0, query.limit);
  const rows = maskedRows(query.subject, await openPersons(sql, page)).filter((row) => isWithin(query.subject, row));
  return { rows, last: found.length > query.limit ? page.at(-1) : undefined };
}

/** Replaced versions of one who sees a part by what resources say are judged one by one: so many at most. */
const JUDGED_MAX = 10_000;

/** How many there are, whatever the page. Throws `fhir.too-costly`. */
export async function countHistory(sql: Sql, query: HistoryQuery): Promise<number> {
  const all = { ...query, before: undefined };
  if (isNarrowed(query.subject)) {
    const { rows, last } = await readHistory(sql, { ...all, limit: JUDGED_MAX });
    if (last) throw fhirProblem('fhir.too-costly');
    return rows.length;
  }
  const { from, values } = await versionsIn(sql, all, '1');
  const rows = await sql.query<{ total: number }>(`select count(*)::float8 as total from ${around(sql, `(${from('fhir.resource')} union all ${from('fhir.history')}) as found`)}`, values);
  return rows[0]?.total ?? 0;
}

const around = (sql: Sql, versions: string): string => (sql.isDistributed ? versions : `unnest($1::text[]) as asked (type) cross join lateral ${versions}`);

/** The versions asked for of one table, behind the page before. */
async function versionsIn(sql: Sql, query: HistoryQuery, columns: string): Promise<{ from: (table: string) => string; values: unknown[] }> {
  const key = query.id === undefined ? null : resourceKey(query.types[0]!, query.id);
  const { before, at, named } = query;
  const values: unknown[] = [
    query.types, key, query.id ?? null, query.since ?? null, before?.lastUpdated ?? null, before?.key ?? null, before?.version ?? null,
    at?.low ?? null, at?.high ?? null,
  ];
  const names = named === undefined ? '' : namesText(named, values);
  const scope = rowScope(query.subject, undefined, values.length + 1);
  values.push(...scope.values);
  const place = key === null ? { text: '', values: [] } : await placeOf(sql, [key], { parameter: values.length + 1 });
  values.push(...place.values);
  const { types, later } = sql.isDistributed ? APART : TOGETHER;
  const behind = query.isOldestFirst ? '>' : '<';
  const from = (table: string): string =>
    `select ${columns} from ${table} r where ${types}
        and ($2::bigint is null or (r.key = $2 and r.resource_id = $3))
        and ($4::timestamptz is null or r.last_updated >= $4)
        and ($5::timestamptz is null or (r.last_updated, r.key, r.version) ${behind} ($5, $6::bigint, $7::integer))
        and ($8::timestamptz is null or (r.last_updated < $9::timestamptz and not exists (
          select 1 from (select person_key, key, version, last_updated from fhir.resource union all select person_key, key, version, last_updated from fhir.history) as later
          where ${later} and later.version = r.version + 1 and later.last_updated <= $8)))
        ${names} and ${scope.text}${place.text}`;
  return { from, values };
}

/** By the keys first, which have an index; then of a resource that is named with a version that one. */
function namesText(named: NonNullable<HistoryQuery['named']>, values: unknown[]): string {
  const keys = values.push(named.map(({ type, id }) => resourceKey(type, id)));
  const versions = values.push(named.map(({ version }) => version));
  return `and r.key = any($${keys}::bigint[]) and exists (select 1 from unnest($${keys}::bigint[], $${versions}::integer[]) as named (key, version) where named.key = r.key and coalesce(named.version, r.version) = r.version)`;
}
