import type { Sql } from '#platform/database/transaction.ts';
import type { OutputOf } from '#platform/kernel/contract.ts';
import type { Area, getCoverage, gridSchema } from '../../contract/grids.ts';

type Grid = OutputOf<typeof gridSchema>;
type Coverage = OutputOf<(typeof getCoverage)['output']>;

const LIVE = 'valid_from <= $1::date and (valid_until is null or valid_until >= $1::date)';
const COUNTED = `select a.area_id, a.population, count(s.assignment_id) as grids from consortium.area a
  left join consortium.area_assignment s on s.area_id = a.area_id and s.valid_from <= $1::date and (s.valid_until is null or s.valid_until >= $1::date)
  group by a.area_id`;

/** R007: every area in exactly one grid. Counted by the database on the day. */
export async function sumCoverage(sql: Sql, on: string): Promise<Omit<Coverage, 'on' | 'grids' | 'areas'>> {
  const rows = await sql.query<Omit<Coverage, 'on' | 'grids' | 'areas'>>(
    `with counted as (${COUNTED})
     select coalesce(sum(population), 0)::bigint as population, coalesce(sum(population) filter (where grids > 0), 0)::bigint as "coveredPopulation",
       coalesce(sum(population) filter (where grids = 0), 0)::bigint as "uncoveredPopulation",
       coalesce(sum(population) filter (where grids > 1), 0)::bigint as "overlapPopulation",
       count(*) filter (where grids = 0) as "uncoveredAreas", count(*) filter (where grids > 1) as "overlapAreas" from counted`,
    [on],
  );
  return rows[0]!;
}

/** At most 3,000 areas: one county. */
export function listAreas(sql: Sql, on: string): Promise<Area[]> {
  return sql.query<Area>(
    `select a.area_id as id, a.name, a.kind, a.population, a.polygon, coalesce(jsonb_agg(jsonb_build_object('assignmentId', s.assignment_id,
       'gridId', g.grid_id, 'gridName', g.name, 'leadName', o.name, 'validFrom', s.valid_from) order by s.valid_from, s.assignment_id)
       filter (where s.assignment_id is not null), '[]') as grids
     from consortium.area a
     left join (select * from consortium.area_assignment where ${LIVE}) s on s.area_id = a.area_id
     left join consortium.grid g on g.grid_id = s.grid_id
     left join consortium.organisation o on o.organisation_id = g.owner_organisation_id
     group by a.area_id order by a.area_id limit 3000`,
    [on],
  );
}

const GRID_COLUMNS = `g.grid_id as id, g.name, g.owner_organisation_id as "leadOrganisationId", o.name as "leadName", g.consortium_id as "consortiumId",
  count(a.area_id) as "areaCount", coalesce(sum(a.population), 0)::bigint as population`;
const GRID_FROM = `consortium.grid g join consortium.organisation o on o.organisation_id = g.owner_organisation_id
  left join (select * from consortium.area_assignment where ${LIVE}) s on s.grid_id = g.grid_id left join consortium.area a on a.area_id = s.area_id`;

export function listGrids(sql: Sql, on: string): Promise<Grid[]> {
  return sql.query<Grid>(`select ${GRID_COLUMNS} from ${GRID_FROM} group by g.grid_id, o.organisation_id order by g.name, g.grid_id limit 500`, [on]);
}

export async function findGrid(sql: Sql, id: string, on: string): Promise<Grid | undefined> {
  return (await sql.query<Grid>(`select ${GRID_COLUMNS} from ${GRID_FROM} where g.grid_id = $2 group by g.grid_id, o.organisation_id`, [on, id]))[0];
}

export async function insertGrid(sql: Sql, row: { id: string; name: string; leadOrganisationId: string; consortiumId: string | null }): Promise<void> {
  await sql.execute('insert into consortium.grid (grid_id, name, owner_organisation_id, consortium_id) values ($1, $2, $3, $4)', [
    row.id, row.name, row.leadOrganisationId, row.consortiumId,
  ]);
}

export async function areaExists(sql: Sql, areaId: string): Promise<boolean> {
  return (await sql.query('select 1 from consortium.area where area_id = $1', [areaId])).length > 0;
}

/** False when the area lies in this grid already. */
export async function insertAssignment(sql: Sql, row: { id: string; areaId: string; gridId: string; ownerOrganisationId: string; validFrom: string }): Promise<boolean> {
  const written = await sql.execute(
    `insert into consortium.area_assignment (assignment_id, area_id, grid_id, owner_organisation_id, valid_from)
     values ($1, $2, $3, $4, $5) on conflict (area_id, grid_id) where valid_until is null do nothing`,
    [row.id, row.areaId, row.gridId, row.ownerOrganisationId, row.validFrom],
  );
  return written === 1;
}

export async function countGridsOf(sql: Sql, areaId: string, on: string): Promise<number> {
  const rows = await sql.query<{ total: number }>(`select count(*) as total from consortium.area_assignment where ${LIVE} and area_id = $2`, [on, areaId]);
  return rows[0]?.total ?? 0;
}

interface Assignment {
  readonly id: string;
  readonly areaId: string;
  readonly gridId: string;
  readonly ownerOrganisationId: string;
  readonly validFrom: string;
  readonly validUntil: string | null;
}

export async function lockAssignment(sql: Sql, id: string): Promise<Assignment | undefined> {
  const rows = await sql.query<Assignment>(
    `select assignment_id as id, area_id as "areaId", grid_id as "gridId", owner_organisation_id as "ownerOrganisationId", valid_from as "validFrom",
       valid_until as "validUntil" from consortium.area_assignment where assignment_id = $1 for update`,
    [id],
  );
  return rows[0];
}

export async function markAssignmentEnded(sql: Sql, { id, validUntil }: { id: string; validUntil: string }): Promise<void> {
  await sql.execute('update consortium.area_assignment set valid_until = $2 where assignment_id = $1', [id, validUntil]);
}
