import { scopeCondition } from '#platform/access/scope.ts';
import type { Subject } from '#platform/access/subject.ts';
import { listPage } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { Page } from '#platform/kernel/contract.ts';
import type { CatalogueCase, CatalogueGroup } from '../../contract/catalogues.ts';
import type { FormedCatalogue } from '../rules/dip/form-catalogue.ts';

const SLICE = 5_000;

/** A catalogue that is formed anew replaces what was kept of the one before. */
export async function clearCatalogue(sql: Sql, packId: string): Promise<void> {
  await sql.execute('delete from casemix.catalogue_case where pack_id = $1', [packId]);
  await sql.execute('delete from casemix.catalogue_group where pack_id = $1', [packId]);
}

export async function insertCatalogueGroups(sql: Sql, packId: string, groups: FormedCatalogue['groups']): Promise<void> {
  const rows = groups.map((group) => ({ ...group, cv: group.cv ?? null, level2: group.level2 ?? '', level1: group.level1 ?? '' }));
  await sql.execute(
    `insert into casemix.catalogue_group (pack_id, group_code, kind, treatment, level2, level1, cases, cv, mean_cost_fen, score, flags)
     select $1, r.code, r.kind, r.treatment, r.level2, r.level1, r.cases, r.cv, r."meanCostFen", r.score, r.flags
     from jsonb_to_recordset($2::jsonb) as r(code text, kind text, treatment text, level2 text, level1 text, cases integer, cv numeric, "meanCostFen" bigint, score numeric, flags text[])`,
    [packId, JSON.stringify(rows)],
  );
}

export interface TracedCase {
  readonly dischargeId: string;
  readonly organisationId: string;
  readonly group: string;
  readonly leftOut: string;
  readonly year: number;
  readonly costFen: number;
  readonly kept: boolean;
}

export async function insertCatalogueCases(sql: Sql, packId: string, cases: readonly TracedCase[]): Promise<void> {
  for (let at = 0; at < cases.length; at += SLICE) {
    await sql.execute(
      `insert into casemix.catalogue_case (pack_id, discharge_id, owner_organisation_id, group_code, left_out, year, cost_fen, kept)
       select $1, r."dischargeId", r."organisationId", r."group", r."leftOut", r.year, r."costFen", r.kept
       from jsonb_to_recordset($2::jsonb) as r("dischargeId" text, "organisationId" text, "group" text, "leftOut" text, year integer, "costFen" bigint, kept boolean)`,
      [packId, JSON.stringify(cases.slice(at, at + SLICE))],
    );
  }
}

/** Formed groups, the fullest first. */
export async function listCatalogueGroups(sql: Sql, packId: string, page: { limit: number; offset: number }): Promise<Page<CatalogueGroup>> {
  const found = await listPage<CatalogueGroup>(sql, {
    select: `c.group_code as "group", c.kind, c.treatment, c.level2, c.level1, c.cases, c.cv::text as cv, c.mean_cost_fen as "meanFen", c.score::text as score, c.flags`, from: 'casemix.catalogue_group c',
    scope: () => ({ text: 'true', values: [] }), filters: [{ text: 'c.pack_id = ?', values: [packId] }], orderBy: 'c.cases desc, c.group_code', ...page,
  });
  return { ...found, rows: found.rows.map((row) => ({ ...row, meanFen: row.meanFen === null ? null : Number(row.meanFen) })) };
}

/** Coefficients of variation of every group, as text. */
export async function catalogueSpreads(sql: Sql, packId: string): Promise<string[]> {
  const rows = await sql.query<{ cv: string }>('select cv::text as cv from casemix.catalogue_group where pack_id = $1 and cv is not null', [packId]);
  return rows.map(({ cv }) => cv);
}

export interface HospitalSums {
  readonly organisationId: string;
  readonly cases: number;
  readonly grouped: number;
  /** Σ of the scores of the grouped cases, decimal text. */
  readonly score: string;
}

/** What each hospital of the subject gave to the catalogue. */
export async function catalogueHospitals(sql: Sql, subject: Subject, packId: string): Promise<HospitalSums[]> {
  const scope = scopeCondition(subject, { organisation: ['c.owner_organisation_id'] }, 2);
  return sql.query<HospitalSums>(
    `select c.owner_organisation_id as "organisationId", count(*)::int as cases, count(*) filter (where c.left_out = '')::int as grouped, coalesce(sum(g.score), 0)::text as score
     from casemix.catalogue_case c left join casemix.catalogue_group g on g.pack_id = c.pack_id and g.group_code = c.group_code where c.pack_id = $1 and ${scope.text} group by 1 order by cases desc, 1`,
    [packId, ...scope.values],
  );
}

export async function catalogueLeftOut(sql: Sql, subject: Subject, packId: string): Promise<Record<string, number>> {
  const scope = scopeCondition(subject, { organisation: ['c.owner_organisation_id'] }, 2);
  const rows = await sql.query<{ reason: string; cases: number }>(
    `select c.left_out as reason, count(*)::int as cases from casemix.catalogue_case c where c.pack_id = $1 and c.left_out <> '' and ${scope.text} group by 1 order by 1`, [packId, ...scope.values]);
  return Object.fromEntries(rows.map(({ reason, cases }) => [reason, cases]));
}

/** The cases behind one group; without a group those that were left out. */
export async function listCatalogueCaseRows(sql: Sql, subject: Subject, given: { packId: string; group: string; limit: number; offset: number }): Promise<Page<CatalogueCase>> {
  const found = await listPage<CatalogueCase>(sql, {
    select: `c.discharge_id as "dischargeId", c.owner_organisation_id as "organisationId", d.record_number as "recordNumber", coalesce(d.diagnoses->0->>'code', '') as principal, c.year, d.discharged_on as "dischargedOn",
      c.cost_fen as "costFen", c.kept, c.left_out as "leftOut"`,
    from: 'casemix.catalogue_case c join casemix.discharge d on d.discharge_id = c.discharge_id', scope: (first) => scopeCondition(subject, { organisation: ['c.owner_organisation_id'] }, first),
    filters: [{ text: 'c.pack_id = ?', values: [given.packId] }, { text: 'c.group_code = ?', values: [given.group] }], orderBy: 'c.discharge_id', limit: given.limit, offset: given.offset,
  });
  return { ...found, rows: found.rows.map((row) => ({ ...row, costFen: Number(row.costFen) })) };
}
