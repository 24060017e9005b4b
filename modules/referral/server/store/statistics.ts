import type { Gate } from '#platform/access/gate.ts';
import type { Sql } from '#platform/database/transaction.ts';

export interface Figures {
  readonly sent: number;
  readonly received: number;
  readonly down: number;
  readonly rejected: number;
  readonly expired: number;
  readonly acceptMinutesMedian: number | null;
  readonly acceptMinutesP90: number | null;
  readonly returnRate: number | null;
}

export interface StatisticsQuestion {
  readonly gate: Gate;
  /** Instants, end excluded. */
  readonly from: Date;
  readonly until: Date;
  readonly organisationId?: string | undefined;
}

const FIGURES = `
  count(*) filter (where direction <> 'down') as sent,
  count(*) filter (where direction <> 'down' and accepted_at is not null) as received,
  count(*) filter (where direction = 'down') as down,
  count(*) filter (where rejection_code is not null) as rejected,
  count(*) filter (where state = 'expired') as expired,
  percentile_cont(0.5) within group (order by accept_minutes) as "acceptMinutesMedian",
  percentile_cont(0.9) within group (order by accept_minutes) as "acceptMinutesP90",
  avg(returned_down::int) filter (where direction = 'up' and arrived_at is not null) as "returnRate"`;

interface Compiled {
  readonly where: string;
  readonly values: unknown[];
}

function compile({ gate, from, until, organisationId }: StatisticsQuestion): Compiled {
  const scope = gate.scope({ organisation: ['fact.from_organisation_id', 'fact.to_organisation_id'] })(4);
  return {
    where: `fact.submitted_at >= $1 and fact.submitted_at < $2
      and ($3::text is null or fact.from_organisation_id = $3 or fact.to_organisation_id = $3) and ${scope.text}`,
    values: [from, until, organisationId ?? null, ...scope.values],
  };
}

export async function totalFigures(sql: Sql, question: StatisticsQuestion): Promise<Figures> {
  const { where, values } = compile(question);
  const rows = await sql.query<Figures>(`select ${FIGURES} from referral_report.referral_fact fact where ${where}`, values);
  return numeric(rows[0]!);
}

/** One line an organisation: what it sent up or down, and how the referrals it received were answered. */
export async function figuresByOrganisation(sql: Sql, question: StatisticsQuestion): Promise<(Figures & { organisationId: string; organisationName: string })[]> {
  const { where, values } = compile(question);
  const rows = await sql.query<Figures & { organisationId: string; organisationName: string }>(
    `with fact as (select fact.* from referral_report.referral_fact fact where ${where}),
     side as (
       select from_organisation_id as organisation_id, 'sent' as side, fact.* from fact
       union all select to_organisation_id, 'received', fact.* from fact where to_organisation_id is not null)
     select side.organisation_id as "organisationId", max(named.name) as "organisationName",
       count(*) filter (where side = 'sent' and direction <> 'down') as sent,
       count(*) filter (where side = 'received' and direction <> 'down') as received,
       count(*) filter (where direction = 'down') as down,
       count(*) filter (where side = 'received' and rejection_code is not null) as rejected,
       count(*) filter (where side = 'received' and state = 'expired') as expired,
       percentile_cont(0.5) within group (order by accept_minutes) filter (where side = 'received') as "acceptMinutesMedian",
       percentile_cont(0.9) within group (order by accept_minutes) filter (where side = 'received') as "acceptMinutesP90",
       avg(returned_down::int) filter (where side = 'sent' and direction = 'up' and arrived_at is not null) as "returnRate"
     from side
     cross join lateral (
       select case when side.side = 'sent' then referral.from_organisation_name else referral.to_organisation_name end as name
       from referral.referral where referral.referral_id = side.referral_id) named
     group by side.organisation_id order by count(*) desc, side.organisation_id limit 200`,
    values,
  );
  return rows.map((row) => ({ ...numeric(row), organisationId: row.organisationId, organisationName: row.organisationName }));
}

const numeric = (row: Figures): Figures => ({
  sent: row.sent,
  received: row.received,
  down: row.down,
  rejected: row.rejected,
  expired: row.expired,
  acceptMinutesMedian: numberOrNull(row.acceptMinutesMedian),
  acceptMinutesP90: numberOrNull(row.acceptMinutesP90),
  returnRate: numberOrNull(row.returnRate),
});

const numberOrNull = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));

export async function countRefusals(sql: Sql, question: StatisticsQuestion): Promise<{ code: string; direction: string; count: number }[]> {
  const { where, values } = compile(question);
  return sql.query(
    `select fact.rejection_code as code, case when fact.direction = 'down' then 'decline-down' else 'reject' end as direction, count(*) as count
     from referral_report.referral_fact fact where ${where} and fact.rejection_code is not null group by 1, 2 order by 3 desc, 1 limit 50`,
    values,
  );
}

export async function countByDisease(sql: Sql, question: StatisticsQuestion): Promise<{ category: string; text: string; up: number; down: number }[]> {
  const { where, values } = compile(question);
  return sql.query(
    `select fact.disease_category as category, max(referral.primary_text) as text, count(*) filter (where fact.direction <> 'down') as up,
       count(*) filter (where fact.direction = 'down') as down
     from referral_report.referral_fact fact join referral.referral on referral.referral_id = fact.referral_id
     where ${where} and fact.disease_category is not null group by 1 order by count(*) desc, 1 limit 20`,
    values,
  );
}

/** Days are Asia/Shanghai; days without referrals are absent. */
export async function countByDay(sql: Sql, question: StatisticsQuestion): Promise<{ day: string; up: number; down: number }[]> {
  const { where, values } = compile(question);
  return sql.query(
    `select to_char(fact.submitted_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day, count(*) filter (where fact.direction <> 'down') as up,
       count(*) filter (where fact.direction = 'down') as down
     from referral_report.referral_fact fact where ${where} group by 1 order by 1 limit 400`,
    values,
  );
}
