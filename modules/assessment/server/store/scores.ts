import type { Sql } from '#platform/database/transaction.ts';
import type { StoredPart } from '../../contract/runs.ts';

export interface StoredScore {
  readonly organisationId: string;
  readonly groupId: string;
  readonly total: string;
  readonly grade: string;
  readonly rank: number;
  readonly vetoes: string[];
  readonly parts: StoredPart[];
}

export async function insertScores(sql: Sql, { runId, revision, ownerOrganisationId, scores, now }: { runId: string; revision: number; ownerOrganisationId: string; scores: readonly StoredScore[]; now: Date }): Promise<void> {
  await sql.execute(
    `insert into assessment.score (run_id, revision, organisation_id, group_id, total, grade, place, vetoes, parts, owner_organisation_id, scored_at)
     select $1, $2, s."organisationId", s."groupId", s.total::numeric, s.grade, s.rank, array(select jsonb_array_elements_text(s.vetoes)), s.parts, $3, $4
     from jsonb_to_recordset($5::jsonb) as s("organisationId" text, "groupId" text, total text, grade text, rank integer, vetoes jsonb, parts jsonb)`,
    [runId, revision, ownerOrganisationId, now, JSON.stringify(scores)],
  );
}

/** By group and place. */
export function listScores(sql: Sql, runId: string, revision: number): Promise<StoredScore[]> {
  return sql.query<StoredScore>(
    `select organisation_id as "organisationId", group_id as "groupId", total::text as total, grade, place as rank, vetoes, parts from assessment.score where run_id = $1 and revision = $2 order by group_id, place, organisation_id`,
    [runId, revision],
  );
}
