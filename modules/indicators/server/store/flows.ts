import type { Sql, Transaction } from '#platform/database/transaction.ts';

const STAGES = ['submitted', 'accepted', 'arrived', 'returned'] as const;

/** Adds all referrals up anew by sender, receiver and month; what did not change is not written again. */
export async function refreshFlows(tx: Transaction): Promise<void> {
  await tx.execute(
    `with computed as (
       select from_organisation_id, coalesce(to_organisation_id, '') as to_organisation_id, direction, to_char(submitted_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month, count(*) as submitted,
         count(accepted_at) as accepted, count(arrived_at) as arrived, count(*) filter (where returned_down) as returned
       from referral_report.referral_fact group by 1, 2, 3, 4
     ), gone as (
       delete from indicators.flow f where not exists (select 1 from computed c where (c.from_organisation_id, c.to_organisation_id, c.direction, c.month) = (f.from_organisation_id, f.to_organisation_id, f.direction, f.month))
     )
     insert into indicators.flow as f (from_organisation_id, to_organisation_id, direction, month, ${STAGES.join(', ')}) select from_organisation_id, to_organisation_id, direction, month, ${STAGES.join(', ')} from computed
     on conflict (from_organisation_id, to_organisation_id, direction, month) do update set ${STAGES.map((stage) => `${stage} = excluded.${stage}`).join(', ')}
     where (${STAGES.map((stage) => `f.${stage}`).join(', ')}) is distinct from (${STAGES.map((stage) => `excluded.${stage}`).join(', ')})`,
  );
}

export interface FlowRow {
  readonly fromOrganisationId: string;
  readonly toOrganisationId: string | null;
  readonly direction: 'up' | 'lateral' | 'down';
  readonly submitted: number;
  readonly accepted: number;
  readonly arrived: number;
  readonly returned: number;
}

/** Flows that begin or end at one of the sites, the widest first. */
export function listFlows(sql: Sql, { organisationIds, months }: { organisationIds: readonly string[]; months: readonly string[] }): Promise<FlowRow[]> {
  return sql.query<FlowRow>(
    `select from_organisation_id as "fromOrganisationId", nullif(to_organisation_id, '') as "toOrganisationId", direction, ${STAGES.map((stage) => `sum(${stage})::int as ${stage}`).join(', ')} from indicators.flow
     where month = any($2::text[]) and (from_organisation_id = any($1::text[]) or to_organisation_id = any($1::text[])) group by 1, 2, 3 order by sum(submitted) desc, 1, 2, 3`,
    [organisationIds, months],
  );
}

/** When the sums were last brought up to date. */
export async function flowsKnownAt(sql: Sql): Promise<string | null> {
  return (await sql.query<{ at: string | null }>(`select to_char(read_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from indicators.watermark where source = 'encounter' and isfinite(read_until)`))[0]?.at ?? null;
}
