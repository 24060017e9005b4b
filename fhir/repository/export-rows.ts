import type { Subject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { Bindings } from '#fhir/search/bindings.ts';
import { parameterCondition } from '#fhir/search/conditions.ts';
import { resourceKey } from '#fhir/search/hash.ts';
import { lookUp } from '#fhir/search/lookups/look-up.ts';
import type { RawParameter } from '#fhir/search/query-string.ts';
import { searchProblem } from '#fhir/search/search-problem.ts';
import { maskedText, rowScope } from './access.ts';
import { arrayLiteral } from './rows.ts';
import { openPersons } from './sealed/sealed-person.ts';
import { CONTENT } from './content.ts';

/** Where an export of one type stands: everything up to this version and key is out. */
export interface ExportPlace {
  readonly at: string;
  readonly key: string;
}

export interface ExportQuery {
  readonly subject: Subject;
  readonly type: string;
  readonly after: ExportPlace | null;
  readonly since: string | null;
  /** Null for every person and for what belongs to nobody. */
  readonly personIds: readonly string[] | null;
  /** Only what belongs to a person's record. */
  readonly ofPersons: boolean;
  readonly limit: number;
  /** Queries of which a resource must fit one, each as its parameters; none asks for everything. */
  readonly filters?: readonly (readonly RawParameter[])[];
  /** Types that chains of these may pass; default every type. */
  readonly mayRead?: (type: string) => boolean;
  readonly now: Date;
}

export type ExportRow = ExportPlace & { readonly content: string };

/**
 * The next current versions of a type, oldest change first, through the gate. A resource that changes while the export
 * runs moves to the end and comes out there, so that none is lost.
 */
export async function readExportRows(sql: Sql, query: ExportQuery): Promise<ExportRow[]> {
  const bindings = new Bindings(sql.isDistributed);
  bindings.append([
    query.type,
    query.after?.at ?? null,
    query.after?.key ?? null,
    query.since,
    query.ofPersons,
    query.personIds === null ? null : arrayLiteral(query.personIds.map((id) => resourceKey('Patient', id))),
    query.limit,
  ]);
  const scope = rowScope(query.subject, query.type, 8);
  bindings.append(scope.values);
  const filter = await filterOf(sql, query, bindings);
  const rows = await sql.query<ExportRow & { type: string; id: string }>(
    `select ${CONTENT} as content, r.resource_type as type, r.resource_id as id, r.last_updated::text as at, r.key::text as key from fhir.resource r
     where r.resource_type = $1 and not r.deleted and ($2::timestamptz is null or (r.last_updated, r.key) > ($2, $3::bigint))
       and ($4::timestamptz is null or r.last_updated >= $4) and (not $5::boolean or r.person_id is not null)
       and ($6::bigint[] is null or r.person_key = any($6)) and ${scope.text}${filter}
     order by r.last_updated, r.key limit $7`,
    bindings.values,
  );
  return (await openPersons(sql, rows)).map(({ at, key, content }) => ({ at, key, content: maskedText(query.subject, query.type, content) }));
}

/** ` and (…)` over the rows called `r`. */
async function filterOf(sql: Sql, { type, subject, now, mayRead, filters = [] }: ExportQuery, bindings: Bindings): Promise<string> {
  if (filters.length === 0) return '';
  const lookups = await lookUp(sql, { requests: filters.map((each) => ({ type, filters: each })), subject });
  const context = { subject, bindings, now, bases: [], mayRead, lookups, isDistributed: sql.isDistributed };
  const queries = filters.map((each) => each.map(({ name, value }) => {
    const condition = parameterCondition({ type, alias: 'r', name, value }, context);
    if (condition === undefined) throw searchProblem(name, '该类型没有此检索参数。', 'The type has no such search parameter.');
    return `(${condition})`;
  }));
  return ` and (${queries.map((conditions) => conditions.join(' and ')).join(' or ')})`;
}

/** Which of these people there are, as far as the subject may see. */
export async function existingPersons(sql: Sql, subject: Subject, ids: readonly string[]): Promise<string[]> {
  const scope = rowScope(subject, 'Patient', 2);
  const rows = await sql.query<{ id: string }>(
    `select r.resource_id as id from fhir.resource r where r.key = any($1::bigint[]) and r.resource_type = 'Patient' and not r.deleted and ${scope.text}`,
    [arrayLiteral(ids.map((id) => resourceKey('Patient', id))), ...scope.values],
  );
  return rows.map(({ id }) => id);
}
