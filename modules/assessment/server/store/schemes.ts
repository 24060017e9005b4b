import { listPage, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { SchemeContent } from '../../contract/scheme.ts';
import type { listSchemes, Scheme, SchemeState } from '../../contract/schemes.ts';
import { anyFilter, instant } from './actions.ts';

const COLUMNS = `scheme_id as id, code, version, title, period, owner_organisation_id as "ownerOrganisationId", jsonb_array_length(content -> 'items') as items, jsonb_array_length(content -> 'groups') as groups, state, ${instant('state_since')} as "stateSince", drafted_by as "draftedBy"`;

export interface StoredScheme extends Scheme {
  readonly content: SchemeContent;
  readonly text: string;
  readonly draftedById: string;
}

const WHOLE = `${COLUMNS}, content, source_text as text, drafted_by_id as "draftedById"`;

export async function findScheme(sql: Sql, id: string): Promise<StoredScheme | undefined> {
  return (await sql.query<StoredScheme>(`select ${WHOLE} from assessment.scheme where scheme_id = $1`, [id]))[0];
}

export async function lockScheme(sql: Sql, id: string): Promise<StoredScheme | undefined> {
  return (await sql.query<StoredScheme>(`select ${WHOLE} from assessment.scheme where scheme_id = $1 for update`, [id]))[0];
}

interface NewScheme {
  readonly id: string;
  readonly content: SchemeContent;
  readonly text: string;
  readonly ownerOrganisationId: string;
  readonly subject: { readonly id: string; readonly name: string };
  readonly now: Date;
}

/** False when the version is taken. */
export async function insertScheme(sql: Sql, { id, content, text, ownerOrganisationId, subject, now }: NewScheme): Promise<boolean> {
  return (await sql.execute(
    `insert into assessment.scheme (scheme_id, code, version, title, period, owner_organisation_id, source_text, content, drafted_by_id, drafted_by, state, state_since)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'draft', $11) on conflict on constraint scheme_version_once do nothing`,
    [id, content.code, content.version, JSON.stringify(content.title), content.period, ownerOrganisationId, text, JSON.stringify(content), subject.id, subject.name, now],
  )) === 1;
}

export async function updateSchemeState(sql: Sql, { id, state, now }: { id: string; state: SchemeState; now: Date }): Promise<void> {
  await sql.execute('update assessment.scheme set state = $2, state_since = $3 where scheme_id = $1', [id, state, now]);
}

export function listSchemeRows(sql: Sql, input: InputOf<typeof listSchemes>, scope: ScopeBuilder): Promise<Page<Scheme>> {
  return listPage<Scheme>(sql, { select: COLUMNS, from: 'assessment.scheme', scope, filters: anyFilter('state', input.state), orderBy: 'state_since desc, scheme_id', limit: input.limit, offset: input.offset });
}
