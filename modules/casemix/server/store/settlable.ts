import type { Sql } from '#platform/database/transaction.ts';

export interface SettlableDischarge {
  readonly id: string;
  readonly organisationId: string;
  readonly recordNumber: string;
  readonly identity: string;
  readonly admittedOn: string;
  readonly dischargedOn: string;
  readonly totalFen: number;
  /** Null where the front page does not give it. */
  readonly patientPaidFen: number | null;
  readonly group: string;
  /** Coefficient of the auxiliary catalogue and points of this very stay; decimal text, null where there is none. */
  readonly auxiliary: string | null;
  readonly stayScore: string | null;
}

export interface SettlableSlice {
  readonly organisationIds: readonly string[];
  readonly scheme: 'drg' | 'dip';
  /** YYYY-MM */
  readonly month: string;
  readonly after: string;
  readonly limit: number;
}

export async function listSettlable(sql: Sql, { organisationIds, scheme, month, after, limit }: SettlableSlice): Promise<SettlableDischarge[]> {
  const rows = await sql.query<SettlableDischarge>(
    `select d.discharge_id as id, d.owner_organisation_id as "organisationId", d.record_number as "recordNumber", d.identity, d.admitted_on as "admittedOn", d.discharged_on as "dischargedOn",
       d.total_fen as "totalFen", d.patient_paid_fen as "patientPaidFen", coalesce(g.group_code, '') as "group", g.coefficient::text as auxiliary, g.stay_score::text as "stayScore"
     from casemix.discharge d left join casemix.grouping g on g.discharge_id = d.discharge_id and g.scheme = $2
     where d.owner_organisation_id = any($1::text[]) and d.discharged_on >= ($3 || '-01')::date and d.discharged_on < (($3 || '-01')::date + interval '1 month') and d.discharge_id > $4
     order by d.discharge_id limit $5`,
    [organisationIds, scheme, month, after, limit],
  );
  return rows.map((row) => ({ ...row, totalFen: Number(row.totalFen), patientPaidFen: row.patientPaidFen === null ? null : Number(row.patientPaidFen) }));
}
