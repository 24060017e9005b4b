import { listPage, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { Page } from '#platform/kernel/contract.ts';
import type { FieldEvidence } from '../rules/decide-match.ts';

export interface StoredReview {
  readonly reviewId: string;
  readonly ownerOrganisationId: string;
  readonly leftId: string;
  readonly rightId: string;
  readonly rightOrganisationId: string;
  readonly score: number;
  readonly rule: string;
  readonly evidence: readonly FieldEvidence[];
  readonly state: 'open' | 'same' | 'different';
  readonly stateSince: Date;
  readonly reason: string | null;
}

const COLUMNS = `v.review_id as "reviewId", v.owner_organisation_id as "ownerOrganisationId", v.left_id as "leftId", v.right_id as "rightId",
  v.right_organisation_id as "rightOrganisationId", v.score, v.rule, v.evidence, v.state, v.state_since as "stateSince", v.reason`;

/** A pair is asked about once, whatever its order; a pair that was decided is not asked again. Returns true when new. */
export async function insertReview(sql: Sql, review: Omit<StoredReview, 'state' | 'reason'>): Promise<boolean> {
  const inserted = await sql.execute(
    `insert into residents.review (review_id, owner_organisation_id, left_id, right_id, right_organisation_id, score, rule, evidence, state_since)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (least(left_id, right_id), greatest(left_id, right_id)) do nothing`,
    [
      review.reviewId, review.ownerOrganisationId, review.leftId, review.rightId, review.rightOrganisationId, Math.round(review.score),
      review.rule, JSON.stringify(review.evidence), review.stateSince,
    ],
  );
  return inserted === 1;
}

/** Both owners' index managers see the pair; strongest first. */
export function listReviews(
  sql: Sql,
  { state, scope, limit, offset }: { state: string; scope: ScopeBuilder; limit: number; offset: number },
): Promise<Page<StoredReview>> {
  return listPage<StoredReview>(sql, {
    select: COLUMNS,
    from: 'residents.review v',
    scope,
    filters: [{ text: 'v.state = ?', values: [state] }],
    orderBy: 'v.score desc, v.review_id',
    limit,
    offset,
  });
}

export const REVIEW_SCOPE = { organisation: ['v.owner_organisation_id', 'v.right_organisation_id'] } as const;

export async function lockReview(sql: Sql, reviewId: string): Promise<StoredReview | undefined> {
  const rows = await sql.query<StoredReview>(`select ${COLUMNS} from residents.review v where v.review_id = $1 for update`, [reviewId]);
  return rows[0];
}

export async function decideReview(
  sql: Sql,
  { reviewId, state, reason, at }: { reviewId: string; state: 'same' | 'different'; reason: string; at: Date },
): Promise<void> {
  await sql.execute('update residents.review set state = $2, reason = $3, state_since = $4 where review_id = $1', [reviewId, state, reason, at]);
}

/** A merge settles the open question about its pair. */
export async function settleReview(sql: Sql, pair: { a: string; b: string; reason: string; at: Date }): Promise<void> {
  await sql.execute(
    `update residents.review set state = 'same', reason = $3, state_since = $4
     where least(left_id, right_id) = least($1, $2) and greatest(left_id, right_id) = greatest($1, $2) and state = 'open'`,
    [pair.a, pair.b, pair.reason, pair.at],
  );
}

export async function countOpenReviews(sql: Sql, residentId: string): Promise<number> {
  const rows = await sql.query<{ total: number }>(
    `select count(*) as total from residents.review where state = 'open' and (left_id = $1 or right_id = $1)`,
    [residentId],
  );
  return rows[0]?.total ?? 0;
}
