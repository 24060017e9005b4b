import { listPage, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { Page } from '#platform/kernel/contract.ts';
import type { Review } from '../../contract/reviews.ts';

export interface NewReview {
  readonly reviewId: string;
  readonly kind: Review['kind'];
  readonly personId: string;
  readonly ownerOrganisationId: string;
  readonly subjectId: string;
  readonly subjectName: string;
  readonly reason: string;
  readonly source: string;
  readonly at: Date;
  readonly validUntil: Date | null;
  readonly dueAt: Date;
}

export interface ReviewRow extends NewReview {
  readonly outcome: Review['outcome'];
  readonly note: string | null;
  readonly decidedByName: string | null;
  readonly decidedAt: Date | null;
}

const COLUMNS = `v.review_id as "reviewId", v.kind, v.person_id as "personId", v.owner_organisation_id as "ownerOrganisationId", v.subject_id as "subjectId",
  v.subject_name as "subjectName", v.reason, v.source, v.at, v.valid_until as "validUntil", v.due_at as "dueAt", d.outcome, d.note,
  d.by_name as "decidedByName", d.at as "decidedAt"`;
const FROM = 'health_record.review v left join health_record.review_decision d on d.review_id = v.review_id';

/** True when the review is new: the same look raises one review only. */
export async function insertReview(sql: Sql, review: NewReview): Promise<boolean> {
  const count = await sql.execute(
    `insert into health_record.review (review_id, kind, person_id, owner_organisation_id, subject_id, subject_name, reason, source, at, valid_until, due_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict on constraint review_once do nothing`,
    [
      review.reviewId, review.kind, review.personId, review.ownerOrganisationId, review.subjectId, review.subjectName, review.reason, review.source,
      review.at, review.validUntil, review.dueAt,
    ],
  );
  return count === 1;
}

export interface ReviewQuery {
  readonly scope: ScopeBuilder;
  readonly state: 'waiting' | 'decided';
  readonly kind?: Review['kind'] | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** What waits comes by its deadline, what is decided newest first. */
export function listReviewRows(sql: Sql, { scope, state, kind, limit, offset }: ReviewQuery): Promise<Page<ReviewRow>> {
  return listPage<ReviewRow>(sql, {
    select: COLUMNS,
    from: FROM,
    scope,
    filters: [
      { text: state === 'waiting' ? 'd.review_id is null' : 'd.review_id is not null', values: [] },
      ...(kind ? [{ text: 'v.kind = ?', values: [kind] }] : []),
    ],
    orderBy: state === 'waiting' ? 'v.due_at, v.review_no' : 'd.at desc, v.review_no desc',
    limit,
    offset,
  });
}

export async function countWaitingReviews(sql: Sql, { scope, now }: { scope: ScopeBuilder; now: Date }): Promise<{ waiting: number; overdue: number }> {
  const { text, values } = scope(2);
  const rows = await sql.query<{ waiting: number; overdue: number }>(
    `select count(*) as waiting, count(*) filter (where v.due_at < $1) as overdue from ${FROM} where d.review_id is null and ${text}`,
    [now, ...values],
  );
  return rows[0] ?? { waiting: 0, overdue: 0 };
}

/** Emergency openings of one person, newest first; for the person. */
export function listEmergenciesOf(sql: Sql, { personId, scope, limit, offset }: { personId: string; scope: ScopeBuilder; limit: number; offset: number }): Promise<Page<ReviewRow>> {
  return listPage<ReviewRow>(sql, {
    select: COLUMNS,
    from: FROM,
    scope,
    filters: [{ text: "v.person_id = ? and v.kind = 'break-glass'", values: [personId] }],
    orderBy: 'v.review_no desc',
    limit,
    offset,
  });
}

/** Locked, so that two officers do not decide together. */
export async function lockReview(sql: Sql, reviewId: string): Promise<ReviewRow | undefined> {
  await sql.query('select pg_advisory_xact_lock(hashtextextended($1, 4))', [reviewId]);
  const rows = await sql.query<ReviewRow>(`select ${COLUMNS} from ${FROM} where v.review_id = $1`, [reviewId]);
  return rows[0];
}

export interface Decided {
  readonly id: string;
  readonly outcome: string;
  readonly words: string;
  readonly byId: string;
  readonly byName: string;
  readonly at: Date;
}

export async function insertReviewDecision(sql: Sql, { id, outcome, words, byId, byName, at }: Decided): Promise<void> {
  await sql.execute('insert into health_record.review_decision (review_id, outcome, note, by_id, by_name, at) values ($1, $2, $3, $4, $5, $6)', [id, outcome, words, byId, byName, at]);
}
