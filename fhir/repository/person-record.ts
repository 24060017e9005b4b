import type { Subject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { combinedKey, hashText, resourceKey } from '#fhir/search/hash.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { rowScope } from './access.ts';
import { arrayLiteral } from './rows.ts';

/** https://terminology.hl7.org/3.1.0/CodeSystem-v3-Confidentiality.html: R restricted, V very restricted. */
const CONFIDENTIALITY = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';
const RESTRICTED_CODES = ['r', 'v'];

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
  /** Matching, but out of the subject's scope or labelled restricted by another organisation. */
  readonly hidden: number;
}

interface Row {
  readonly content: string;
  readonly owner: string | null;
  readonly total: number;
  readonly hidden: number;
}

/**
 * A person's resources of several types, newest first, with the gate in the statement: what is out of scope is counted,
 * never returned. A resource labelled R or V is visible to its owner, to the person and to the platform only.
 */
export async function listPersonRecord(sql: Sql, request: PersonRecordRequest): Promise<PersonRecordPage> {
  const scope = rowScope(request.subject, 'Patient', 9);
  const own = ownCondition(request.subject, 9 + scope.values.length);
  const rows = await sql.query<Row>(
    `with matching as materialized (
       select r.key, r.at_low, ${scope.text} and (${own.text} or not r.keys && $3::bigint[]) as visible
       from fhir.resource r
       where r.person_key = $1 and r.person_id = $2 and not r.deleted and r.resource_type = any($4::text[])
         and ($5::text is null or r.owner_organisation_id = $5)
         and ($6::timestamptz is null or r.at_high >= $6) and ($7::timestamptz is null or (r.at_low <= $7 and r.at_low > '-infinity'))
         and ($8::bigint[] is null or r.keys && $8)
     ), counted as (
       select count(*) filter (where visible) as total, count(*) filter (where not visible) as hidden from matching
     ), page as (
       select key, at_low from matching where visible order by at_low desc, key desc
       limit ${Math.max(0, Math.min(request.limit, 500))} offset ${Math.max(0, request.offset)}
     )
     select r.content, r.owner_organisation_id as owner, counted.total, counted.hidden
     from counted left join page on true left join fhir.resource r on r.person_key = $1 and r.key = page.key
     order by page.at_low desc, page.key desc`,
    [
      resourceKey('Patient', request.personId),
      request.personId,
      arrayLiteral(restrictedKeys(request.types)),
      request.types,
      request.ownerOrganisationId ?? null,
      request.from ?? null,
      request.until ?? null,
      request.anyToken ? arrayLiteral(request.anyToken.map(({ parameter, value }) => tokenKey(parameter, value))) : null,
      ...scope.values,
      ...own.values,
    ],
  );
  return {
    rows: rows.filter((row) => row.content !== null).map((row) => ({ resource: JSON.parse(row.content) as Resource, ownerOrganisationId: row.owner })),
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

function ownCondition(subject: Subject, parameter: number): { text: string; values: unknown[] } {
  if (subject.everyOrganisation || subject.kind === 'resident') return { text: 'true', values: [] };
  return { text: `r.owner_organisation_id = any($${parameter}::text[])`, values: [subject.organisationIds] };
}

const tokenKey = (parameter: string, value: string): string => combinedKey(hashText(parameter), hashText(value.toLowerCase()));

const restrictedKeys = (types: readonly string[]): string[] =>
  types.flatMap((type) => RESTRICTED_CODES.map((code) => combinedKey(hashText(`${type}._security`), hashText(`${CONFIDENTIALITY}|${code}`))));
