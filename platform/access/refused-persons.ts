import type { Sql } from '#platform/database/transaction.ts';

/** Who of some persons refuses which of some organisations now. */
export interface Refusals {
  /** Whether the person refuses all of them; of no organisation: not. */
  everyOf(personId: string, organisationIds: readonly string[]): boolean;
}

const NOBODY: Refusals = { everyOf: () => false };

/**
 * Of what is told rather than asked for (live streams): the ids among `ids` that are persons who refuse an organisation. An open
 * emergency opens what a refusal closed, as everywhere.
 */
export async function findRefusals(sql: Sql, { ids, organisationIds }: { ids: readonly string[]; organisationIds: readonly string[] }): Promise<Refusals> {
  if (ids.length === 0 || organisationIds.length === 0) return NOBODY;
  const rows = await sql.query<{ personId: string; organisationId: string }>(
    `select person.id as "personId", place.id as "organisationId"
     from (select distinct person_id as id from access.refusal where person_id = any($1::text[])) person cross join unnest($2::text[]) as place (id)
     where access.is_refused(person.id, place.id, 'treatment') and not exists (
       select 1 from access.record_basis basis where basis.person_id = person.id and basis.organisation_id = place.id and basis.basis = 'emergency'
         and basis.valid_from <= now() and (basis.valid_until is null or basis.valid_until > now()))`,
    [ids, organisationIds],
  );
  const refused = new Set(rows.map(({ personId, organisationId }) => `${personId} ${organisationId}`));
  if (refused.size === 0) return NOBODY;
  return { everyOf: (personId, places) => places.length > 0 && places.every((place) => refused.has(`${personId} ${place}`)) };
}
