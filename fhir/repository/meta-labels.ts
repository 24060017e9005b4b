import type { Subject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { Meta } from '#fhir/types/resources.gen.ts';
import { fhirProblem } from '../problems.ts';
import { rowScope } from './access.ts';
import { CONTENT } from './content.ts';

/** Every profile, tag and security label in use, each once. */
export type Labels = Required<Pick<Meta, 'profile' | 'tag' | 'security'>>;

/** More different ones than this are refused rather than cut. */
const LABELS_MAX = 1_000;

/** Most rows have a `meta` of version and time alone and are passed over before anything is parsed; so is a text stored without its beginning that goes on behind `meta`. */
const PLAIN = '^{"resourceType":"[A-Za-z]+","id":"[^"]+","meta":{"versionId":"\\d+","lastUpdated":"[^"]+"}[,}]';

/** Labels of all rows of the types that the subject may see; reads every row of them, so the caller bounds its time. */
export async function listLabels(sql: Sql, subject: Subject, types: readonly string[]): Promise<Labels> {
  const scope = rowScope(subject, types.length === 1 ? types[0] : undefined, 2);
  const rows = await sql.query<{ kind: keyof Labels; label: unknown }>(
    `with metas as materialized (
       select ${CONTENT}::jsonb -> 'meta' as meta from fhir.resource r
       where r.resource_type = any($1::text[]) and not r.deleted and not starts_with(r.content, '}') and r.content !~ '${PLAIN}' and ${scope.text})
     select kind, label from (
       select distinct 'profile' as kind, value as label from metas, jsonb_array_elements(meta -> 'profile') value
       union select distinct 'tag', value from metas, jsonb_array_elements(meta -> 'tag') value
       union select distinct 'security', value from metas, jsonb_array_elements(meta -> 'security') value) found
     order by kind, label limit ${LABELS_MAX + 1}`,
    [types, ...scope.values],
  );
  if (rows.length > LABELS_MAX) throw fhirProblem('fhir.too-costly');
  const of = <T>(kind: keyof Labels): T[] => rows.filter((row) => row.kind === kind).map(({ label }) => label as T);
  return { profile: of('profile'), tag: of('tag'), security: of('security') };
}
