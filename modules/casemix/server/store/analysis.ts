import { scopeCondition } from '#platform/access/scope.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { STATUS } from '../rules/drg/case.ts';
import type { Scheme } from '../rules/room-grouper.ts';

/** Which discharges an analysis is over: a pack, days, and what the subject may see. */
export interface Analysed {
  readonly subject: Subject;
  readonly scheme: Scheme;
  readonly packId: string;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

export type UnitKind = 'organisation' | 'department' | 'doctor';

const PART: Readonly<Record<UnitKind, string>> = { organisation: "''", department: 'd.department', doctor: 'd.doctor' };
const GROUPED = `g.status = '${STATUS.grouped}'`;

/** The cases of one pack, so that a figure belongs to one version; bound from $1. */
function casesOf({ subject, scheme, packId, from, until }: Analysed): { text: string; values: unknown[] } {
  const scope = scopeCondition(subject, { organisation: ['d.owner_organisation_id'] }, 5);
  return {
    text: `casemix.discharge d join casemix.grouping g on g.discharge_id = d.discharge_id and g.scheme = $1 and g.pack_id = $2
      where ($3::date is null or d.discharged_on >= $3::date) and ($4::date is null or d.discharged_on <= $4::date) and ${scope.text}`,
    values: [scheme, packId, from ?? null, until ?? null, ...scope.values],
  };
}

/** The pack of which the subject sees groupings: the one in force, else the newest. */
export async function analysedPack(sql: Sql, subject: Subject, scheme: Scheme): Promise<string | undefined> {
  const scope = scopeCondition(subject, { organisation: ['g.owner_organisation_id'] }, 2);
  const rows = await sql.query<{ id: string }>(
    `select p.pack_id as id from casemix.pack p where p.scheme = $1 and exists (select 1 from casemix.grouping g where g.pack_id = p.pack_id and ${scope.text})
     order by p.state = 'in-force' desc, p.valid_from desc nulls last, p.created_at desc, p.pack_id limit 1`,
    [scheme, ...scope.values],
  );
  return rows[0]?.id;
}

export interface CellRow {
  readonly organisationId: string;
  readonly part: string;
  readonly grouped: boolean;
  readonly group: string;
  readonly cases: number;
  readonly costFen: string;
  readonly losDays: string;
  readonly deaths: number;
}

/** Sums of each unit in each group, of every case. */
export async function analysedCells(sql: Sql, asked: Analysed, by: UnitKind): Promise<CellRow[]> {
  const cases = casesOf(asked);
  return sql.query<CellRow>(
    `select d.owner_organisation_id as "organisationId", ${PART[by]} as part, ${GROUPED} as grouped, case when ${GROUPED} then g.group_code else '' end as "group", count(*)::int as cases,
       sum(d.total_fen)::text as "costFen", sum(d.los_days)::text as "losDays", count(*) filter (where d.died)::int as deaths
     from ${cases.text} group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
    cases.values,
  );
}

export interface SpreadRow {
  readonly group: string;
  readonly organisationId: string;
  readonly part: string;
  readonly cases: number;
  readonly sumFen: string;
  readonly squares: string;
  /** P25, median and P75, in fen, not rounded. */
  readonly total: number[];
  readonly drugs: number[];
  readonly consumables: number[];
  readonly examinations: number[];
}

const quartiles = (column: string): string => `percentile_cont(array[0.25, 0.5, 0.75]) within group (order by d.${column}_fen)`;
const SPREAD = `count(*)::int as cases, sum(d.total_fen)::text as "sumFen", sum(d.total_fen::numeric * d.total_fen)::text as squares, ${quartiles('total')} as total, ${quartiles('drugs')} as drugs,
  ${quartiles('consumables')} as consumables, ${quartiles('examinations')} as examinations`;

/** Spread of each group. */
export async function groupSpreads(sql: Sql, asked: Analysed): Promise<SpreadRow[]> {
  const cases = casesOf(asked);
  return sql.query<SpreadRow>(`select g.group_code as "group", '' as "organisationId", '' as part, ${SPREAD} from ${cases.text} and ${GROUPED} group by 1 order by cases desc, 1`, cases.values);
}

/** Spread of one group in each unit; the whole group is the row without an organisation. */
export async function unitSpreads(sql: Sql, asked: Analysed, { by, group }: { by: UnitKind; group: string }): Promise<SpreadRow[]> {
  const cases = casesOf(asked);
  return sql.query<SpreadRow>(
    `select g.group_code as "group", coalesce(d.owner_organisation_id, '') as "organisationId", coalesce(${PART[by]}, '') as part, ${SPREAD}
     from ${cases.text} and ${GROUPED} and g.group_code = $${cases.values.length + 1}
     group by grouping sets ((g.group_code), (g.group_code, d.owner_organisation_id${by === 'organisation' ? '' : `, ${PART[by]}`})) order by cases desc, 2, 3`,
    [...cases.values, group],
  );
}

export interface DeviationRow {
  readonly dischargeId: string;
  readonly recordNumber: string;
  readonly organisationId: string;
  readonly part: string;
  readonly group: string;
  readonly totalFen: number;
  readonly medianFen: number;
  readonly total: number;
}

/** Cases above twice or below half of the median of their group, the farthest first, and how many there are. */
export async function listDeviations(sql: Sql, asked: Analysed, given: { by: UnitKind; casesMin: number; limit: number }): Promise<DeviationRow[]> {
  const cases = casesOf(asked);
  const at = cases.values.length;
  const rows = await sql.query<DeviationRow>(
    `with seen as materialized (select d.discharge_id, d.record_number, d.owner_organisation_id, ${PART[given.by]} as part, g.group_code, d.total_fen from ${cases.text} and ${GROUPED}),
       standard as materialized (select group_code, round((percentile_cont(0.5) within group (order by total_fen))::numeric)::bigint as median from seen group by 1 having count(*) >= $${at + 1})
     select discharge_id as "dischargeId", record_number as "recordNumber", owner_organisation_id as "organisationId", part, group_code as "group", total_fen as "totalFen", median as "medianFen", count(*) over ()::int as total
     from seen join standard using (group_code) where median > 0 and (total_fen > 2 * median or 2 * total_fen < median)
     order by abs(total_fen - median) desc, discharge_id limit $${at + 2}`,
    [...cases.values, given.casesMin, given.limit],
  );
  return rows.map((row) => ({ ...row, totalFen: Number(row.totalFen), medianFen: Number(row.medianFen) }));
}
