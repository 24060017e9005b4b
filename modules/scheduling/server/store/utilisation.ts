import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { getUtilisation } from '../../contract/clinics.ts';

type Period = InputOf<typeof getUtilisation>;
type Report = ResultOf<typeof getUtilisation>;

const IN_PERIOD = `t.state = 'published' and t.starts_at >= $1::date::timestamp at time zone 'Asia/Shanghai'
  and t.starts_at < ($2::date + 1)::timestamp at time zone 'Asia/Shanghai' and ($3::text[] is null or t.owner_organisation_id = any($3))`;
const valuesOf = (period: Period): unknown[] => [period.from, period.until, period.organisationId ?? null];

export function sumPools(sql: Sql, period: Period): Promise<Report['pools']> {
  return sql.query<Report['pools'][number]>(
    `select p.pool, coalesce(sum(p.quota), 0)::integer as quota, coalesce(sum(p.taken), 0)::integer as taken
     from scheduling.slot t cross join lateral (values ('open', t.open_quota, t.open_taken), ('referral', t.referral_quota, t.referral_taken),
       ('contract', t.contract_quota, t.contract_taken)) as p (pool, quota, taken)
     where ${IN_PERIOD} group by p.pool order by array_position(array['open', 'referral', 'contract'], p.pool)`,
    valuesOf(period),
  );
}

/** Seats of the period and beds of now, for each site that has any: at most 500. */
export function sumSites(sql: Sql, period: Period): Promise<Omit<Report['sites'][number], 'organisationName'>[]> {
  return sql.query<Omit<Report['sites'][number], 'organisationName'>>(
    `with seats as (
       select t.owner_organisation_id as id, sum(t.open_quota + t.referral_quota + t.contract_quota)::integer as seats,
         sum(t.open_taken + t.referral_taken + t.contract_taken)::integer as taken, sum(t.referral_quota)::integer as referral_quota,
         sum(t.referral_taken)::integer as referral_taken,
         coalesce(sum((select count(*) from scheduling.reservation r where r.slot_id = t.slot_id and r.state = 'missed')), 0)::integer as missed
       from scheduling.slot t where ${IN_PERIOD} group by t.owner_organisation_id
     ), beds as (
       select b.owner_organisation_id as id, count(*) as beds, count(*) filter (where b.state = 'occupied') as occupied,
         count(*) filter (where b.state = 'reserved') as reserved, count(*) filter (where b.state = 'blocked') as blocked
       from scheduling.bed b where $3::text[] is null or b.owner_organisation_id = any($3) group by b.owner_organisation_id
     )
     select id as "organisationId", coalesce(seats, 0) as seats, coalesce(taken, 0) as taken, coalesce(referral_quota, 0) as "referralQuota",
       coalesce(referral_taken, 0) as "referralTaken", coalesce(missed, 0) as missed, coalesce(beds, 0) as beds, coalesce(occupied, 0) as "bedsOccupied",
       coalesce(reserved, 0) as "bedsReserved", coalesce(blocked, 0) as "bedsBlocked"
     from seats full join beds using (id) order by coalesce(seats, 0) desc, coalesce(beds, 0) desc, id limit 500`,
    valuesOf(period),
  );
}

export async function countMissedBetween(sql: Sql, period: Period): Promise<number> {
  const rows = await sql.query<{ total: number }>(
    `select count(*) as total from scheduling.reservation r join scheduling.slot t using (slot_id) where r.state = 'missed' and ${IN_PERIOD}`,
    valuesOf(period),
  );
  return rows[0]?.total ?? 0;
}
