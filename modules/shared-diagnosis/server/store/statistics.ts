import type { Gate } from '#platform/access/gate.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { TwoReadings } from '../rules/agreement.ts';

export interface Period {
  readonly from: string;
  readonly until: string;
  readonly kind: string | null;
}

const WITHIN = (column: string): string => `${column} >= ($1::date)::timestamp at time zone 'Asia/Shanghai' and ${column} < ($2::date + 1)::timestamp at time zone 'Asia/Shanghai' and ($3::text is null or o.kind = $3)`;
const MINUTES = 'extract(epoch from o.issued_at - o.ready_at) / 60';
const FROM = 'shared_diagnosis.diagnosis_order o';
const COLUMNS = ['o.requesting_organisation_id', 'o.performing_organisation_id', 'o.centre_organisation_id'];

export interface Issued {
  readonly issued: number; readonly onTime: number; readonly amended: number; readonly positive: number; readonly gradeA: number; readonly minutesMedian: number | null; readonly minutesP90: number | null;
}
const ISSUED = `count(*) as issued, count(*) filter (where o.issued_at <= o.deadline) as "onTime", count(*) filter (where o.state = 'amended' or exists (select 1 from shared_diagnosis.report p where p.order_id = o.order_id and p.status in ('amended', 'corrected'))) as amended,
  count(*) filter (where o.positive) as positive, count(*) filter (where o.quality_grade = 'A') as "gradeA", percentile_cont(0.5) within group (order by ${MINUTES}) as "minutesMedian", percentile_cont(0.9) within group (order by ${MINUTES}) as "minutesP90"`;

export async function countIssued(sql: Sql, gate: Gate, { from, until, kind }: Period): Promise<Issued> {
  const scope = gate.scope({ organisation: COLUMNS })(4);
  return (await sql.query<Issued>(`select ${ISSUED} from ${FROM} where ${WITHIN('o.issued_at')} and ${scope.text}`, [from, until, kind, ...scope.values]))[0]!;
}

export async function countOrdered(sql: Sql, gate: Gate, { from, until, kind }: Period): Promise<{ ordered: number; returned: number }> {
  const scope = gate.scope({ organisation: COLUMNS })(4);
  return (await sql.query<{ ordered: number; returned: number }>(
    `select count(*) as ordered, count(*) filter (where exists (select 1 from shared_diagnosis.order_action a where a.order_id = o.order_id and a.action = 'return')) as returned from ${FROM} where ${WITHIN('o.created_at')} and ${scope.text}`,
    [from, until, kind, ...scope.values],
  ))[0]!;
}

export function listByCentre(sql: Sql, gate: Gate, { from, until, kind }: Period): Promise<(Issued & { organisationId: string; organisationName: string; kind: string; returned: number })[]> {
  const scope = gate.scope({ organisation: COLUMNS })(4);
  return sql.query(
    `select o.centre_organisation_id as "organisationId", max(o.centre_organisation_name) as "organisationName", o.kind, ${ISSUED},
       count(*) filter (where exists (select 1 from shared_diagnosis.order_action a where a.order_id = o.order_id and a.action = 'return')) as returned
     from ${FROM} where ${WITHIN('o.issued_at')} and ${scope.text} group by 1, 3 order by issued desc, 1, 3 limit 200`,
    [from, until, kind, ...scope.values],
  );
}

export function listBySite(sql: Sql, gate: Gate, { from, until, kind }: Period): Promise<{ organisationId: string; organisationName: string; ordered: number; issued: number; returned: number; minutesMedian: number | null }[]> {
  const scope = gate.scope({ organisation: COLUMNS })(4);
  return sql.query(
    `select o.performing_organisation_id as "organisationId", max(o.performing_organisation_name) as "organisationName", count(*) as ordered, count(o.issued_at) as issued,
       count(*) filter (where exists (select 1 from shared_diagnosis.order_action a where a.order_id = o.order_id and a.action = 'return')) as returned, percentile_cont(0.5) within group (order by ${MINUTES}) as "minutesMedian"
     from ${FROM} where ${WITHIN('o.created_at')} and ${scope.text} group by 1 order by ordered desc, 1 limit 200`,
    [from, until, kind, ...scope.values],
  );
}

export function listByDay(sql: Sql, gate: Gate, { from, until, kind }: Period): Promise<{ day: string; ordered: number; issued: number }[]> {
  const scope = gate.scope({ organisation: COLUMNS })(4);
  return sql.query(
    `select to_char(day, 'YYYY-MM-DD') as day, coalesce(sum(ordered), 0)::int as ordered, coalesce(sum(issued), 0)::int as issued from generate_series($1::date, $2::date, interval '1 day') as day left join (
       select (o.created_at at time zone 'Asia/Shanghai')::date as at, 1 as ordered, 0 as issued from ${FROM} where ${WITHIN('o.created_at')} and ${scope.text}
       union all select (o.issued_at at time zone 'Asia/Shanghai')::date, 0, 1 from ${FROM} where ${WITHIN('o.issued_at')} and ${scope.text}) each on each.at = day group by 1 order by 1 limit 400`,
    [from, until, kind, ...scope.values],
  );
}

/** By centre and kind: verdicts of the two readers, and the grades. */
export function listReadTwice(sql: Sql, gate: Gate, { from, until, kind }: Period): Promise<(TwoReadings & { organisationId: string; kind: string; minor: number; major: number })[]> {
  const scope = gate.scope({ organisation: ['o.owner_organisation_id'] })(4);
  return sql.query(
    `select o.owner_organisation_id as "organisationId", o.kind, count(*) filter (where o.first_positive and o.positive) as "bothPositive", count(*) filter (where o.first_positive and not o.positive) as "firstOnly",
       count(*) filter (where not o.first_positive and o.positive) as "secondOnly", count(*) filter (where not o.first_positive and not o.positive) as "bothNegative", count(*) filter (where o.grade = 'minor') as minor,
       count(*) filter (where o.grade = 'major') as major
     from shared_diagnosis.second_reading o where o.state = 'read' and ${WITHIN('o.read_at')} and ${scope.text} group by 1, 2 order by 1, 2`,
    [from, until, kind, ...scope.values],
  );
}
