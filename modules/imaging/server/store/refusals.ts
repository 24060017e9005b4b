import type { ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { Page } from '#platform/kernel/contract.ts';
import type { StudyRow } from './studies.ts';

type Refusal = Pick<StudyRow, 'refusalReason' | 'refusalNote' | 'refusedAt' | 'refusedByName' | 'wantsRetake'>;

export const NO_REFUSAL: Refusal = { refusalReason: null, refusalNote: null, refusedAt: null, refusedByName: null, wantsRetake: false };

export async function setRefusal(sql: Sql, studyUid: string, { refusalReason, refusalNote, refusedAt, refusedByName, wantsRetake }: Refusal): Promise<void> {
  await sql.execute('update imaging.study set refusal_reason = $2, refusal_note = $3, refused_at = $4, refused_by_name = $5, wants_retake = $6 where study_uid = $1', [studyUid, refusalReason, refusalNote, refusedAt, refusedByName, wantsRetake]);
}

export interface RefusalSum {
  readonly organisationId: string;
  readonly modality: string;
  readonly studies: number;
  readonly refused: number;
  readonly retakes: number;
  readonly reasons: Record<string, number>;
}

/** A study of two kinds of devices counts under both. */
export async function listRefusalSums(sql: Sql, { scope, from, until, limit, offset }: { scope: ScopeBuilder; from: string; until: string; limit: number; offset: number }): Promise<Page<RefusalSum>> {
  const visible = scope(3);
  const rows = await sql.query<RefusalSum & { total: number }>(
    `select study.owner_organisation_id as "organisationId", kind.modality, count(*)::int as studies, count(study.refusal_reason)::int as refused, count(*) filter (where study.wants_retake)::int as retakes,
       coalesce((select jsonb_object_agg(reason, times) from (select reason, count(*) as times from unnest(array_agg(study.refusal_reason)) as reason where reason is not null group by reason) counted), '{}') as reasons,
       (count(*) over ())::int as total
     from imaging.study study cross join lateral unnest(case when study.modalities = '{}' then array['OT'] else study.modalities end) as kind (modality)
     where study.stored_at >= ($1::date)::timestamp at time zone 'Asia/Shanghai' and study.stored_at < ($2::date + 1)::timestamp at time zone 'Asia/Shanghai' and ${visible.text}
     group by 1, 2 order by refused desc, studies desc, 1, 2 limit ${limit} offset ${offset}`,
    [from, until, ...visible.values],
  );
  return { rows: rows.map(({ total: _total, ...row }) => row), total: rows[0]?.total ?? 0, offset, limit };
}
