import type { Subject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { resourceKey } from '#fhir/search/hash.ts';
import { compartmentKeys, type Compartment } from '#fhir/search/special/compartment.ts';
import { isResourceType } from '#fhir/types/structure-table.ts';
import { maskedRows, rowScope } from './access.ts';
import { listDistributedCompartment } from './distributed/compartment-distributed.ts';
import type { FoundRow } from './includes.ts';
import { placeOf } from './distributed/locator.ts';
import { queryPrepared } from './prepared.ts';
import { arrayLiteral } from './rows.ts';
import { openPersons } from './sealed/sealed-person.ts';
import { CONTENT } from './content.ts';

export interface CompartmentRequest {
  readonly subject: Subject;
  readonly compartment: Compartment;
  /** Types wanted; undefined for all. */
  readonly types: readonly string[] | undefined;
  readonly since: Date | undefined;
  /** Dates of care: what is dated wholly outside is left out. */
  readonly start: Date | undefined;
  readonly end: Date | undefined;
  readonly after: CompartmentCursor | undefined;
  readonly limit: number;
}

/** Type, main date and key of the last row of a page. */
export type CompartmentCursor = readonly [type: string, at: string, key: string];

/** `person`: whose record the row is part of, null for nobody's. */
export type CompartmentRow = FoundRow & { readonly at: string; readonly person: string | null };

/**
 * One page of a compartment in one statement and one round trip: the focus itself first, then its members by type, newest
 * first. Of a person's record the rows come from the person index; what only mentions the person joins them by key.
 * Planned from its values, hundreds of keys look as if they met a fifth of the table: the sub-select hides them from the planner.
 */
export async function listCompartment(sql: Sql, request: CompartmentRequest): Promise<CompartmentRow[]> {
  const { compartment, after } = request;
  const focus = resourceKey(compartment.type, compartment.id);
  const scope = rowScope(request.subject, undefined, 11);
  const member = `not r.deleted and r.key <> $1 and ($3::text[] is null or r.resource_type = any($3)) and ($4::timestamptz is null or r.last_updated >= $4)
      and ($5::timestamptz is null or r.at_high = '-infinity' or r.at_high > $5) and ($6::timestamptz is null or r.at_low < $6)
      and ($7::text is null or r.resource_type > $7 or (r.resource_type = $7 and (r.at_low, r.key) < ($8::timestamptz, $9::bigint))) and ${scope.text}`;
  const isPerson = compartment.type === 'Patient';
  const focusCondition = `r.key = $1 and $7::text is null and not r.deleted and ($3::text[] is null or r.resource_type = any($3)) and ($4::timestamptz is null or r.last_updated >= $4) and ${scope.text}`;
  const values = [
    focus, arrayLiteral(compartmentKeys(compartment)), request.types ?? null, request.since ?? null, request.start ?? null, request.end ?? null,
    after?.[0] ?? null, after?.[1] ?? null, after?.[2] ?? null, request.limit, ...scope.values,
  ];
  const rows = sql.isDistributed
    ? await listDistributedCompartment<CompartmentRow & { moment: number }>(sql, {
        select: SELECTED, focus, isPerson, isFirstPage: after === undefined, memberCondition: member, values, limit: request.limit,
        focusCondition: `${focusCondition} and ($5::timestamptz is null or true) and ($6::timestamptz is null or true) and ($8::timestamptz is null or true) and ($9::bigint is null or true)`,
      })
    : await queryPrepared<CompartmentRow>(sql, compartmentText({ isPerson, member, focusCondition }), values);
  return [...maskedRows(request.subject, await openPersons(sql, rows))];
}

const SELECTED = `r.resource_type as type, r.resource_id as id, ${CONTENT} as content, r.key::text as key, r.at_low::text as at, r.person_id as person`;

function compartmentText({ isPerson, member, focusCondition }: { isPerson: boolean; member: string; focusCondition: string }): string {
  const columns = 'r.key, r.resource_type, r.at_low';
  const own = isPerson ? `select ${columns} from fhir.resource r where r.person_key = $1 and ${member} union all ` : '';
  const apart = isPerson ? 'and r.person_key <> $1' : '';
  return `with members as (${own}select ${columns} from fhir.resource r where r.keys && array(select unnest($2::bigint[])) ${apart} and ${member}),
     page as (select * from members order by resource_type, at_low desc, key desc limit $10)
     select ${SELECTED} from (
       select key, 0 as part from fhir.resource r where ${focusCondition}
       union all select key, 1 from page) as chosen
       join lateral (select * from fhir.resource r where r.key = chosen.key offset 0) as r on true
     order by chosen.part, r.resource_type, r.at_low desc, r.key desc limit $10`;
}

/** Place of a person in the list of all: main date and key, and the id. */
export type PersonPlace = readonly [at: string, key: string, id: string];

/** The next persons that the subject may see, in the order of an index. */
export async function listPersons(sql: Sql, { subject, after, limit }: { subject: Subject; after: PersonPlace | undefined; limit: number }): Promise<PersonPlace[]> {
  const scope = rowScope(subject, 'Patient', 4);
  // As a value that may be absent the place would not bound the walk along the index.
  const beyond = after === undefined ? '($1::text is null and $2::text is null)' : '(r.at_low, r.key) < ($1::timestamptz, $2::bigint)';
  const rows = await sql.query<{ at: string; key: string; id: string }>(
    `select r.at_low::text as at, r.key::text as key, r.resource_id as id from fhir.resource r
     where r.resource_type = 'Patient' and not r.deleted and ${beyond} and ${scope.text} order by r.at_low desc, r.key desc limit $3`,
    [after?.[0] ?? null, after?.[1] ?? null, limit, ...scope.values],
  );
  return rows.map(({ at, key, id }) => [at, key, id]);
}

const REFERENCE = /"reference":\s*"([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})(?:\/_history\/[^"]*)?"/g;
/** Referenced resources of one page. */
const REFERENCED_MAX = 1000;

/** What the rows refer to, found in their texts, through the gate; without the rows themselves. */
export async function listReferenced(sql: Sql, subject: Subject, rows: readonly FoundRow[]): Promise<FoundRow[]> {
  const addresses = new Set(rows.flatMap((row) => [...row.content.matchAll(REFERENCE)].map((match) => match[1]!)));
  for (const row of rows) addresses.delete(`${row.type}/${row.id}`);
  const split = [...addresses].map((address) => address.split('/') as [string, string]).filter(([type]) => isResourceType(type));
  if (split.length === 0) return [];
  const scope = rowScope(subject, undefined, 2);
  const keys = split.map(([type, id]) => resourceKey(type, id));
  const place = await placeOf(sql, keys, { parameter: 2 + scope.values.length });
  const referenced = await sql.query<FoundRow>(
    `select r.resource_type as type, r.resource_id as id, ${CONTENT} as content, r.key::text as key from fhir.resource r
     where r.key = any($1::bigint[]) and not r.deleted and ${scope.text}${place.text} order by r.resource_type, r.resource_id limit ${REFERENCED_MAX}`,
    [arrayLiteral(keys), ...scope.values, ...place.values],
  );
  return [...maskedRows(subject, await openPersons(sql, referenced))];
}
