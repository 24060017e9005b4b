import { listPage, type Filter, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { Page } from '#platform/kernel/contract.ts';
import type { ResidentRequest } from '../../contract/reviews.ts';
import type { Decided } from './reviews.ts';

export interface NewRequest {
  readonly requestId: string;
  readonly kind: ResidentRequest['kind'];
  readonly personId: string;
  readonly ownerOrganisationId: string;
  readonly about: string;
  readonly words: string;
  readonly at: Date;
  readonly dueAt: Date;
}

export interface RequestRow extends NewRequest {
  readonly outcome: ResidentRequest['outcome'];
  readonly answer: string | null;
  readonly answeredByName: string | null;
  readonly answeredAt: Date | null;
}

const COLUMNS = `q.request_id as "requestId", q.kind, q.person_id as "personId", q.owner_organisation_id as "ownerOrganisationId", q.about, q.words, q.at,
  q.due_at as "dueAt", a.outcome, a.words as answer, a.by_name as "answeredByName", a.at as "answeredAt"`;
const FROM = 'health_record.request q left join health_record.request_answer a on a.request_id = q.request_id';

export async function insertRequest(sql: Sql, request: NewRequest): Promise<void> {
  await sql.execute(
    `insert into health_record.request (request_id, kind, person_id, owner_organisation_id, about, words, at, due_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [request.requestId, request.kind, request.personId, request.ownerOrganisationId, request.about, request.words, request.at, request.dueAt],
  );
}

export interface RequestQuery {
  readonly scope: ScopeBuilder;
  readonly state?: 'waiting' | 'decided';
  readonly personId?: string;
  readonly limit: number;
  readonly offset: number;
}

/** For staff what waits comes by its deadline; for the resident everything, newest first. */
export function listRequestRows(sql: Sql, { scope, state, personId, limit, offset }: RequestQuery): Promise<Page<RequestRow>> {
  const filters: Filter[] = [];
  if (state) filters.push({ text: state === 'waiting' ? 'a.request_id is null' : 'a.request_id is not null', values: [] });
  if (personId !== undefined) filters.push({ text: 'q.person_id = ?', values: [personId] });
  return listPage<RequestRow>(sql, { select: COLUMNS, from: FROM, scope, filters, orderBy: state === 'waiting' ? 'q.due_at, q.request_no' : 'q.request_no desc', limit, offset });
}

export async function countWaitingRequests(sql: Sql, personId: string): Promise<number> {
  const rows = await sql.query<{ total: number }>(`select count(*) as total from ${FROM} where q.person_id = $1 and a.request_id is null`, [personId]);
  return rows[0]?.total ?? 0;
}

export async function lockRequest(sql: Sql, requestId: string): Promise<RequestRow | undefined> {
  await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 4))', [requestId]);
  const rows = await sql.query<RequestRow>(`select ${COLUMNS} from ${FROM} where q.request_id = $1`, [requestId]);
  return rows[0];
}

export async function insertRequestAnswer(sql: Sql, { id, outcome, words, byId, byName, at }: Decided): Promise<void> {
  await sql.execute('insert into health_record.request_answer (request_id, outcome, words, by_id, by_name, at) values ($1, $2, $3, $4, $5, $6)', [id, outcome, words, byId, byName, at]);
}
