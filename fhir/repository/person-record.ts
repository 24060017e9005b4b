import type { Subject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { combinedKey, hashText, resourceKey } from '#fhir/search/hash.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { rowScope } from './access.ts';
import { arrayLiteral } from './rows.ts';
import { openPersons } from './sealed/sealed-person.ts';
import { CONTENT } from './content.ts';

export interface PersonRecordRequest {
  readonly subject: Subject;
  readonly personId: string;
  /** FHIR types wanted. */
  readonly types: readonly string[];
  readonly ownerOrganisationId?: string | undefined;
  /** Instants, both ends included; an undated item has none and is left out when one is given. */
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  /** FHIR tokens of which one must match, such as `Encounter.class` with `|IMP`; written `<Type>.<parameter>` and value. */
  readonly anyToken?: readonly { parameter: string; value: string }[] | undefined;
  readonly offset: number;
  readonly limit: number;
}

export interface PersonRecordRow {
  readonly resource: Resource;
  readonly ownerOrganisationId: string | null;
}

export interface PersonRecordPage {
  readonly rows: readonly PersonRecordRow[];
  /** Matching and visible. */
  readonly total: number;
  /** Matching, but out of the subject's scope, or sensitive and not uncovered. */
  readonly hidden: number;
}

interface Row {
  readonly type: string;
  readonly id: string;
  readonly content: string;
  readonly owner: string | null;
  readonly total: number;
  readonly hidden: number;
}

/**
 * A person's resources of several types, newest first, with the gate in the statement: what is out of scope is counted,
 * never returned.
 */
export async function listPersonRecord(sql: Sql, request: PersonRecordRequest): Promise<PersonRecordPage> {
  const scope = rowScope(request.subject, 'Patient', 8);
  const rows = await sql.query<Row>(
    `with matching as materialized (
       select r.key, r.at_low, ${scope.text} as visible
       from fhir.resource r
       where r.person_key = $1 and r.person_id = $2 and not r.deleted and r.resource_type = any($3::text[])
         and ($4::text is null or r.owner_organisation_id = $4)
         and ($5::timestamptz is null or r.at_high >= $5) and ($6::timestamptz is null or (r.at_low <= $6 and r.at_low > '-infinity'))
         and ($7::bigint[] is null or r.keys && $7)
     ), counted as (
       select count(*) filter (where visible) as total, count(*) filter (where not visible) as hidden from matching
     ), page as (
       select key, at_low from matching where visible order by at_low desc, key desc
       limit ${Math.max(0, Math.min(request.limit, 500))} offset ${Math.max(0, request.offset)}
     )
     select ${CONTENT} as content, r.resource_type as type, r.resource_id as id, r.owner_organisation_id as owner, counted.total, counted.hidden
     from counted left join page on true left join fhir.resource r on r.person_key = $1 and r.key = page.key
     order by page.at_low desc, page.key desc`,
    [
      resourceKey('Patient', request.personId),
      request.personId,
      request.types,
      request.ownerOrganisationId ?? null,
      request.from ?? null,
      request.until ?? null,
      request.anyToken ? arrayLiteral(request.anyToken.map(({ parameter, value }) => tokenKey(parameter, value))) : null,
      ...scope.values,
    ],
  );
  const found = await openPersons(sql, rows.filter((row) => row.content !== null));
  return {
    rows: found.map((row) => ({ resource: JSON.parse(row.content) as Resource, ownerOrganisationId: row.owner })),
    total: rows[0]?.total ?? 0,
    hidden: rows[0]?.hidden ?? 0,
  };
}

/** How many visible resources each organisation has in a person's record, most first. */
export async function countPersonSources(
  sql: Sql,
  { subject, personId, types }: Pick<PersonRecordRequest, 'subject' | 'personId' | 'types'>,
): Promise<{ organisationId: string; items: number }[]> {
  const scope = rowScope(subject, 'Patient', 4);
  return sql.query(
    `select r.owner_organisation_id as "organisationId", count(*) as items from fhir.resource r
     where r.person_key = $1 and r.person_id = $2 and not r.deleted and r.resource_type = any($3::text[])
       and r.owner_organisation_id is not null and ${scope.text}
     group by 1 order by 2 desc, 1 limit 200`,
    [resourceKey('Patient', personId), personId, types, ...scope.values],
  );
}

const tokenKey = (parameter: string, value: string): string => combinedKey(hashText(parameter), hashText(value.toLowerCase()));

/** What an item says about itself to the gate, without its content. */
export interface ItemOwnership {
  readonly personId: string | null;
  readonly ownerOrganisationId: string | null;
  readonly restricted: boolean;
}

/** Whose an item is (`Type/id`), whatever the asker may see; undefined where there is none. */
export async function findItemOwnership(sql: Sql, reference: string): Promise<ItemOwnership | undefined> {
  const [type = '', id = ''] = reference.split('/');
  const rows = await sql.query<ItemOwnership>(
    `select person_id as "personId", owner_organisation_id as "ownerOrganisationId", restricted from fhir.resource
     where key = $1 and resource_type = $2 and resource_id = $3 and not deleted`,
    [resourceKey(type, id), type, id],
  );
  return rows[0];
}

export interface RestrictedItem {
  readonly reference: string;
  readonly at: string;
  readonly ownerOrganisationId: string | null;
}

/** The restricted items of a record that the subject does not see: their place, time and owner, newest first. */
export async function listRestrictedItems(sql: Sql, { subject, personId, types }: Pick<PersonRecordRequest, 'subject' | 'personId' | 'types'>): Promise<RestrictedItem[]> {
  const scope = rowScope(subject, 'Patient', 4);
  return sql.query<RestrictedItem>(
    `select r.resource_type || '/' || r.resource_id as reference, coalesce(nullif(r.at_low, '-infinity'), r.last_updated)::text as at, r.owner_organisation_id as "ownerOrganisationId"
     from fhir.resource r where r.person_key = $1 and r.person_id = $2 and not r.deleted and r.restricted and r.resource_type = any($3::text[]) and not ${scope.text}
     order by r.at_low desc, r.key desc limit 100`,
    [resourceKey('Patient', personId), personId, types, ...scope.values],
  );
}
