import { listPage, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { Page } from '#platform/kernel/contract.ts';
import type { AccessRequest } from '../../contract/openings.ts';
import type { Decided } from './reviews.ts';

export interface NewAccessRequest {
  readonly accessRequestId: string;
  readonly personId: string;
  readonly ownerOrganisationId: string;
  readonly purpose: 'treatment' | 'referral' | 'follow-up';
  readonly days: number;
  readonly reason: string;
  readonly byId: string;
  readonly byName: string;
  readonly at: Date;
}

export interface AccessRequestRow extends NewAccessRequest {
  readonly outcome: AccessRequest['outcome'];
  readonly note: string | null;
  readonly decidedByName: string | null;
}

const COLUMNS = `q.access_request_id as "accessRequestId", q.person_id as "personId", q.owner_organisation_id as "ownerOrganisationId", q.purpose, q.days, q.reason,
  q.by_id as "byId", q.by_name as "byName", q.at, d.outcome, d.note, d.by_name as "decidedByName"`;
const FROM = 'health_record.access_request q left join health_record.access_request_decision d on d.access_request_id = q.access_request_id';

export async function insertAccessRequest(sql: Sql, request: NewAccessRequest): Promise<void> {
  await sql.execute(
    `insert into health_record.access_request (access_request_id, person_id, owner_organisation_id, purpose, days, reason, by_id, by_name, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [request.accessRequestId, request.personId, request.ownerOrganisationId, request.purpose, request.days, request.reason, request.byId, request.byName, request.at],
  );
}

export function listAccessRequestRows(sql: Sql, { scope, state, limit, offset }: { scope: ScopeBuilder; state: 'waiting' | 'decided'; limit: number; offset: number }): Promise<Page<AccessRequestRow>> {
  const filters = [{ text: state === 'waiting' ? 'd.access_request_id is null' : 'd.access_request_id is not null', values: [] }];
  return listPage<AccessRequestRow>(sql, { select: COLUMNS, from: FROM, scope, filters, orderBy: 'q.request_no desc', limit, offset });
}

export async function lockAccessRequest(sql: Sql, accessRequestId: string): Promise<AccessRequestRow | undefined> {
  await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 4))', [accessRequestId]);
  const rows = await sql.query<AccessRequestRow>(`select ${COLUMNS} from ${FROM} where q.access_request_id = $1`, [accessRequestId]);
  return rows[0];
}

export async function insertAccessRequestDecision(sql: Sql, { id, outcome, words, byId, byName, at }: Decided): Promise<void> {
  await sql.execute(
    'insert into health_record.access_request_decision (access_request_id, outcome, note, by_id, by_name, at) values ($1, $2, $3, $4, $5, $6)',
    [id, outcome, words, byId, byName, at],
  );
}
