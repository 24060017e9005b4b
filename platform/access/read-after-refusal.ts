import type { Sql } from '#platform/database/transaction.ts';

/** A withdrawn permit is remembered so long by the alarm. */
const REMEMBERED_DAYS = 30;

export interface ReadAfterRefusal {
  readonly subjectId: string;
  readonly subjectName: string;
  readonly personId: string;
  readonly organisationId: string;
  /** The refusal, or the permit that was withdrawn. */
  readonly source: string;
  readonly at: Date;
}

/**
 * Staff who tried to open a record, and were refused, after the resident had refused their organisation or taken a permit back: the first
 * attempt of each account against each refusal.
 */
export async function listReadsAfterRefusal(sql: Sql, { lookBackMinutes, limit }: { lookBackMinutes: number; limit: number }): Promise<ReadAfterRefusal[]> {
  return sql.query<ReadAfterRefusal>(
    `select distinct on (closed.source, entry.person_id, entry.subject_id) entry.subject_id as "subjectId", entry.subject_name as "subjectName", entry.person_id as "personId",
       entry.organisation_id as "organisationId", closed.source, entry.recorded_at as at
     from audit.entry entry left join access.organisation place on place.organisation_id = entry.organisation_id
     join lateral (
       select refusal.source from access.refusal refusal where refusal.person_id = entry.person_id and refusal.valid_from <= entry.recorded_at
         and (refusal.valid_until is null or refusal.valid_until > entry.recorded_at)
         and (refusal.organisation_id in ('*', entry.organisation_id) or refusal.organisation_id = any(coalesce(place.ancestor_ids, '{}')))
       union all
       select basis.source from access.record_basis basis where basis.person_id = entry.person_id and basis.organisation_id = entry.organisation_id and basis.basis = 'consent'
         and basis.valid_until <= entry.recorded_at and basis.valid_until > entry.recorded_at - make_interval(days => $2)) closed on true
     where entry.recorded_at >= now() - make_interval(mins => $1) and entry.outcome = 'refused' and entry.subject_kind = 'staff'
       and entry.person_id is not null and entry.organisation_id is not null
     order by closed.source, entry.person_id, entry.subject_id, entry.recorded_at limit $3`,
    [lookBackMinutes, REMEMBERED_DAYS, limit],
  );
}
