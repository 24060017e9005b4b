import type { Sql } from '#platform/database/transaction.ts';
import { LOOK_PATTERN } from './looks.ts';

/** A read within so many minutes after the reader made the relation that allowed it raises an alarm. */
const ALARM_MINUTES = 10;

/** Relations that one act of staff can make; a consent is the resident's own act, an emergency has its own review. */
const KINDS = ['treatment', 'referral', 'contract', 'shared-centre', 'secondment', 'share'];

export interface RelationThenRead {
  readonly subjectId: string;
  readonly subjectName: string;
  readonly personId: string;
  readonly organisationId: string;
  readonly source: string;
  readonly grantedAt: Date;
  readonly readAt: Date;
}

/** First reads by the account that made the relation, of relations made within the minutes looked back, by the time of the database; each relation once. */
export async function listRelationThenRead(sql: Sql, { lookBackMinutes, limit }: { lookBackMinutes: number; limit: number }): Promise<RelationThenRead[]> {
  return sql.query<RelationThenRead>(
    `select distinct on (basis.source, basis.person_id, entry.subject_id) entry.subject_id as "subjectId", entry.subject_name as "subjectName",
       basis.person_id as "personId", basis.organisation_id as "organisationId", basis.source, basis.granted_at as "grantedAt", entry.recorded_at as "readAt"
     from access.record_basis basis join audit.entry entry on entry.person_id = basis.person_id and entry.subject_id = basis.granted_by
       and entry.recorded_at > basis.granted_at and entry.recorded_at <= basis.granted_at + make_interval(mins => $2)
     where basis.granted_by is not null and basis.granted_at >= now() - make_interval(mins => $1) and basis.basis = any($3::text[])
       and entry.outcome = 'success' and entry.subject_kind = 'staff'
       and entry.action ~ $5
     order by basis.source, basis.person_id, entry.subject_id, entry.recorded_at limit $4`,
    [lookBackMinutes, ALARM_MINUTES, KINDS, limit, LOOK_PATTERN],
  );
}
