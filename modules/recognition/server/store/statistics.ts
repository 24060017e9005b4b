import type { Gate } from '#platform/access/gate.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { DECISION_SCOPE } from './decisions.ts';

export interface Period {
  readonly from: string;
  readonly until: string;
}
export interface Counted {
  readonly recognised: number;
  readonly declined: number;
  readonly savedFen: number;
}

const COUNTED = `(count(*) filter (where d.decision = 'recognised'))::int as recognised, (count(*) filter (where d.decision = 'declined'))::int as declined, coalesce(sum(d.saved_fen), 0)::bigint as "savedFen"`;
const WITHIN = `d.decided_at >= ($1::date)::timestamp at time zone 'Asia/Shanghai' and d.decided_at < ($2::date + 1)::timestamp at time zone 'Asia/Shanghai'
  and d.sequence = (select max(later.sequence) from recognition.decision later where later.thread_id = d.thread_id)`;
const GROUPS_MAX = 200;

/** Groups of the decisions that hold, the busiest first; `keys` are columns of `recognition.decision`. */
async function grouped<Row>(sql: Sql, gate: Gate, { period, keys, by }: { period: Period; keys: string; by: string }): Promise<(Row & Counted)[]> {
  const scope = gate.scope(DECISION_SCOPE)(3);
  const rows = await sql.query<Row & Counted>(`select ${keys} ${COUNTED} from recognition.decision d where ${WITHIN} and ${scope.text}${by === '' ? '' : ` group by ${by} order by recognised desc, ${by}`} limit ${GROUPS_MAX}`, [period.from, period.until, ...scope.values]);
  return rows.map((row) => ({ ...row, savedFen: Number(row.savedFen) }));
}

export const countDecisions = async (sql: Sql, gate: Gate, period: Period): Promise<Counted> => (await grouped<object>(sql, gate, { period, keys: '', by: '' }))[0]!;
export const countByReason = (sql: Sql, gate: Gate, period: Period) => grouped<{ code: string | null }>(sql, gate, { period, keys: 'd.reason_code as code,', by: 'd.reason_code' });
export const countBySite = (sql: Sql, gate: Gate, period: Period) => grouped<{ organisationId: string; organisationName: string }>(sql, gate, { period, keys: 'd.owner_organisation_id as "organisationId", max(d.organisation_name) as "organisationName",', by: 'd.owner_organisation_id' });
export const countBySource = (sql: Sql, gate: Gate, period: Period) => grouped<{ organisationId: string; organisationName: string }>(sql, gate, { period, keys: 'd.source_organisation_id as "organisationId", max(d.source_organisation_name) as "organisationName",', by: 'd.source_organisation_id' });
export const countByDoctor = (sql: Sql, gate: Gate, period: Period) => grouped<{ doctorId: string; doctorName: string; organisationName: string }>(sql, gate, { period, keys: 'd.doctor_id as "doctorId", max(d.doctor_name) as "doctorName", max(d.organisation_name) as "organisationName",', by: 'd.doctor_id' });
export const countByItem = (sql: Sql, gate: Gate, period: Period) => grouped<{ code: string; name: string }>(sql, gate, { period, keys: 'd.code, max(d.item_name) as name,', by: 'd.code' });
export const countByDay = (sql: Sql, gate: Gate, period: Period) => grouped<{ day: string }>(sql, gate, { period, keys: "to_char(d.decided_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day,", by: "to_char(d.decided_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD')" });
