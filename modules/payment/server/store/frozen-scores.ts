import { listPage, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { FrozenScore, listFrozenScores } from '../../contract/frozen-scores.ts';
import { instant, orderOf, wordFilter } from './columns.ts';

const COLUMNS = `s.owner_organisation_id as "organisationId", s.year, s.scheme_id as "schemeId", s.score::text as score, s.full_score::text as "fullScore", s.source, s.decision_number as "decisionNumber",
  ${instant('s.recorded_at')} as "recordedAt"`;

/** Scores of this scheme and year that are there already stay as they are. Returns how many were written. */
export function insertFrozenScores(sql: Sql, given: Pick<FrozenScore, 'year' | 'schemeId' | 'fullScore' | 'source' | 'decisionNumber'> & { at: Date }, scores: readonly { organisationId: string; score: string }[]): Promise<number> {
  return sql.execute(
    `insert into payment.frozen_score (owner_organisation_id, year, scheme_id, score, full_score, source, decision_number, recorded_at)
     select o, $1, $2, s::numeric, $3::numeric, $4, $5, $6 from unnest($7::text[], $8::text[]) as t(o, s) on conflict do nothing`,
    [given.year, given.schemeId, given.fullScore, given.source, given.decisionNumber, given.at, scores.map(({ organisationId }) => organisationId), scores.map(({ score }) => score)],
  );
}

/** The score of each institution in a year; where several schemes gave one, that which came last. */
export async function scoresOfYear(sql: Sql, year: number): Promise<ReadonlyMap<string, FrozenScore>> {
  const rows = await sql.query<FrozenScore>(
    `select distinct on (s.owner_organisation_id) ${COLUMNS} from payment.frozen_score s where s.year = $1 order by s.owner_organisation_id, s.recorded_at desc, s.scheme_id limit 5000`, [year]);
  return new Map(rows.map((row) => [row.organisationId, row]));
}

export function listFrozenScoreRows(sql: Sql, input: InputOf<typeof listFrozenScores>, scope: ScopeBuilder): Promise<Page<FrozenScore>> {
  return listPage<FrozenScore>(sql, {
    select: COLUMNS, from: 'payment.frozen_score s', scope, filters: [...(input.year === undefined ? [] : [{ text: 's.year = ?', values: [input.year] }]), ...wordFilter(['s.scheme_id', 's.decision_number'], input.q)],
    orderBy: orderOf(input.sort, { allowed: { year: 's.year', score: 's.score' }, fallback: 's.year desc, s.score desc', unique: 's.owner_organisation_id, s.scheme_id' }), limit: input.limit, offset: input.offset,
  });
}
