import type { Sql } from '#platform/database/transaction.ts';
import { exact } from '#platform/kernel/decimal.ts';
import type { PackContent } from '../../../contract/pack-content.ts';
import type { Review } from '../../../contract/runs.ts';
import { reviewQuota } from '../../rules/benefit.ts';
import { found } from '../../rules/found.ts';
import { countCases } from '../../store/cases.ts';
import { findPack } from '../../store/packs.ts';
import type { ReviewRow } from '../../store/reviews.ts';

/** The review with what its pack says about panel and quota. */
export async function reviewOf(sql: Sql, row: ReviewRow): Promise<Review> {
  const terms = found(await findPack(sql, row.packId)).content.review;
  return { ...row, panelMin: terms?.panelMin ?? 0, quota: terms === undefined ? 0 : await quotaOf(sql, terms, row) };
}

/** Cases that an institution may put up: a share of its discharges of the year, rounded down. */
export async function quotaOf(sql: Sql, terms: NonNullable<PackContent['review']>, { packId, organisationId }: { packId: string; organisationId: string }): Promise<number> {
  return reviewQuota(await countCases(sql, packId, organisationId), exact(terms.quotaShare));
}
