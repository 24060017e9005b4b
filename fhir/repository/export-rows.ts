import type { Subject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { resourceKey } from '#fhir/search/hash.ts';
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
}

export type ExportRow = ExportPlace & { readonly content: string };

/**
 * The next current versions of a type, oldest change first, through the gate. A resource that changes while the export
 * runs moves to the end and comes out there, so that none is lost.
 */
export async function readExportRows(sql: Sql, query: ExportQuery): Promise<ExportRow[]> {
  const scope = rowScope(query.subject, query.type, 8);
  const rows = await sql.query<ExportRow & { type: string; id: string }>(
    `select ${CONTENT} as content, r.resource_type as type, r.resource_id as id, r.last_updated::text as at, r.key::text as key from fhir.resource r
     where r.resource_type = $1 and not r.deleted and ($2::timestamptz is null or (r.last_updated, r.key) > ($2, $3::bigint))
       and ($4::timestamptz is null or r.last_updated >= $4) and (not $5::boolean or r.person_id is not null)
       and ($6::bigint[] is null or r.person_key = any($6)) and ${scope.text}
     order by r.last_updated, r.key limit $7`,
    [
      query.type,
      query.after?.at ?? null,
      query.after?.key ?? null,
      query.since,
      query.ofPersons,
      query.personIds === null ? null : arrayLiteral(query.personIds.map((id) => resourceKey('Patient', id))),
      query.limit,
      ...scope.values,
    ],
  );
  return (await openPersons(sql, rows)).map(({ at, key, content }) => ({ at, key, content: maskedText(query.subject, query.type, content) }));
}
