import { listPage, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { listSpecialReviews, Review } from '../../contract/runs.ts';
import { anyFilter, equalFilter, instant, orderOf, type StateStep } from './columns.ts';

/** Without what follows from the pack: size of the panel and quota. */
export type ReviewRow = Omit<Review, 'panelMin' | 'quota'>;

const COLUMNS = `v.review_id as id, v.case_id as "caseId", c.case_number as "caseNumber", c.pack_id as "packId", v.owner_organisation_id as "organisationId", c.group_code as "groupCode", c.cost_fen as "costFen",
  c.score::text as score, v.reason, v.state, ${instant('v.state_since')} as "stateSince", v.coefficient::text as coefficient, v.reviewed_score::text as "reviewedScore",
  coalesce((select jsonb_agg(jsonb_build_object('voterName', o.voter_name, 'agrees', o.agrees, 'coefficient', o.coefficient::text, 'opinion', o.opinion, 'at', ${instant('o.voted_at')}) order by o.voted_at, o.voter_id)
    from payment.vote o where o.review_id = v.review_id), '[]'::jsonb) as votes,
  (select count(*)::int from payment.review other join payment.settlement_case oc using (case_id) where other.owner_organisation_id = v.owner_organisation_id and oc.pack_id = c.pack_id) as "quotaUsed"`;
const FROM = 'payment.review v join payment.settlement_case c using (case_id)';

export function listReviewRows(sql: Sql, input: InputOf<typeof listSpecialReviews>, scope: ScopeBuilder): Promise<Page<ReviewRow>> {
  return listPage<ReviewRow>(sql, {
    select: COLUMNS, from: FROM, scope, filters: [...anyFilter('v.state', input.state), ...equalFilter('v.owner_organisation_id', input.organisationId)],
    orderBy: orderOf(input.sort, { allowed: { costFen: 'c.cost_fen', groupCode: 'c.group_code', state: 'v.state', stateSince: 'v.state_since' }, fallback: "(v.state = 'applied') desc, v.state_since", unique: 'v.review_id' }),
    limit: input.limit, offset: input.offset,
  });
}

export async function findReview(sql: Sql, id: string): Promise<ReviewRow | undefined> {
  return (await sql.query<ReviewRow>(`select ${COLUMNS} from ${FROM} where v.review_id = $1`, [id]))[0];
}

/** Locks the review, then reads it with the votes that are kept by now. */
export async function lockReview(sql: Sql, id: string): Promise<ReviewRow | undefined> {
  await sql.query('select review_id from payment.review where review_id = $1 for update', [id]);
  return findReview(sql, id);
}

/** Reviews of an institution under one pack; asked for one institution at a time, so that the quota holds. */
export async function countReviewsLocked(sql: Sql, packId: string, organisationId: string): Promise<number> {
  await sql.execute("select pg_advisory_xact_lock(hashtextextended('payment.review|' || $1 || '|' || $2, 0))", [packId, organisationId]);
  const rows = await sql.query<{ total: number }>(
    'select count(*)::int as total from payment.review v join payment.settlement_case c using (case_id) where c.pack_id = $1 and v.owner_organisation_id = $2',
    [packId, organisationId],
  );
  return rows[0]?.total ?? 0;
}

export async function insertReview(sql: Sql, row: { id: string; caseId: string; organisationId: string; reason: string; now: Date }): Promise<boolean> {
  const written = await sql.execute(
    `insert into payment.review (review_id, case_id, owner_organisation_id, reason, state, state_since) values ($1, $2, $3, $4, 'applied', $5) on conflict on constraint review_case_unique do nothing`,
    [row.id, row.caseId, row.organisationId, row.reason, row.now],
  );
  return written === 1;
}

export interface NewVote {
  readonly reviewId: string;
  readonly voter: { readonly id: string; readonly name: string; readonly organisationId: string };
  readonly agrees: boolean;
  readonly coefficient: string;
  readonly opinion: string;
  readonly now: Date;
}

/** False when this person has voted. */
export async function insertVote(sql: Sql, vote: NewVote): Promise<boolean> {
  const written = await sql.execute(
    `insert into payment.vote (review_id, voter_id, voter_name, owner_organisation_id, agrees, coefficient, opinion, voted_at) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [vote.reviewId, vote.voter.id, vote.voter.name, vote.voter.organisationId, vote.agrees, vote.coefficient, vote.opinion, vote.now],
  );
  return written === 1;
}

export async function updateReview(sql: Sql, step: StateStep & { coefficient: string | null; reviewedScore: string | null }): Promise<void> {
  await sql.execute('update payment.review set state = $2, state_since = $3, coefficient = $4, reviewed_score = $5 where review_id = $1', [step.id, step.state, step.now, step.coefficient, step.reviewedScore]);
}
