import { listPage, type ScopeBuilder } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { listSettlementCases, SettlementCase } from '../../contract/runs.ts';
import { anyFilter, equalFilter, orderOf, wordFilter } from './columns.ts';

const COLUMNS = `c.case_id as id, c.case_number as "caseNumber", c.pack_id as "packId", c.owner_organisation_id as "organisationId", c.group_code as "groupCode", c.cost_fen as "costFen",
  c.patient_paid_fen as "patientPaidFen", c.admitted_on as "admittedOn", c.discharged_on as "dischargedOn", c.auxiliary::text as auxiliary, c.stay_score::text as "stayScore", c.band, c.score::text as score, c.final_score::text as "finalScore"`;
const SORTS = { caseNumber: 'c.case_number', organisationId: 'c.owner_organisation_id', groupCode: 'c.group_code', costFen: 'c.cost_fen', dischargedOn: 'c.discharged_on', score: 'c.score', finalScore: 'c.final_score' };

export function listCaseRows(sql: Sql, input: InputOf<typeof listSettlementCases>, scope: ScopeBuilder): Promise<Page<SettlementCase>> {
  return listPage<SettlementCase>(sql, {
    select: COLUMNS, from: 'payment.settlement_case c', scope,
    filters: [
      ...equalFilter('c.pack_id', input.packId), ...equalFilter('c.owner_organisation_id', input.organisationId), ...anyFilter('c.band', input.band),
      ...(input.month === undefined ? [] : [{ text: "c.discharged_on >= (? || '-01')::date and c.discharged_on < ((? || '-01')::date + interval '1 month')", values: [input.month, input.month] }]),
      ...wordFilter(['c.case_number', 'c.group_code'], input.q),
    ],
    orderBy: orderOf(input.sort, { allowed: SORTS, fallback: 'c.discharged_on desc', unique: 'c.case_id' }),
    limit: input.limit, offset: input.offset,
  });
}

export async function findCase(sql: Sql, id: string): Promise<SettlementCase | undefined> {
  return (await sql.query<SettlementCase>(`select ${COLUMNS} from payment.settlement_case c where c.case_id = $1`, [id]))[0];
}

export type NewCase = Omit<SettlementCase, 'finalScore'> & { readonly personId: string | null };

/** Case numbers that were there already; the others are written. */
export async function insertCases(sql: Sql, rows: readonly NewCase[]): Promise<Set<string>> {
  const written = await sql.query<{ id: string }>(
    `insert into payment.settlement_case (case_id, case_number, pack_id, owner_organisation_id, person_id, group_code, cost_fen, patient_paid_fen, admitted_on, discharged_on, auxiliary, stay_score, band, score, final_score)
     select r.id, r."caseNumber", r."packId", r."organisationId", r."personId", r."groupCode", r."costFen", r."patientPaidFen", r."admittedOn", r."dischargedOn", r.auxiliary, r."stayScore", r.band, r.score, r.score
     from jsonb_to_recordset($1::jsonb) as r(id text, "caseNumber" text, "packId" text, "organisationId" text, "personId" text, "groupCode" text, "costFen" bigint, "patientPaidFen" bigint,
       "admittedOn" date, "dischargedOn" date, auxiliary numeric, "stayScore" numeric, band text, score numeric)
     on conflict on constraint settlement_case_number_unique do nothing returning case_id as id`,
    [JSON.stringify(rows)],
  );
  const kept = new Set(written.map(({ id }) => id));
  return new Set(rows.filter(({ id }) => !kept.has(id)).map(({ caseNumber }) => caseNumber));
}

/** Stays of the persons already loaded for the pack, to find overlaps. */
export function listStaysOfPersons(sql: Sql, packId: string, personIds: readonly string[]): Promise<{ personId: string; admittedOn: string; dischargedOn: string }[]> {
  return sql.query(
    `select person_id as "personId", admitted_on as "admittedOn", discharged_on as "dischargedOn" from payment.settlement_case
     where pack_id = $1 and person_id = any($2::text[]) and admitted_on is not null order by admitted_on limit 20000`,
    [packId, personIds],
  );
}

export interface InstitutionSums {
  readonly institution: string;
  readonly cases: number;
  readonly low: number;
  readonly high: number;
  readonly score: string;
  readonly costFen: number;
  readonly patientsPaidFen: number;
}

/** Sums by institution of the whole pack, or of a month. */
export function sumCases(sql: Sql, packId: string, month: string | null): Promise<InstitutionSums[]> {
  return sql.query<InstitutionSums>(
    `select owner_organisation_id as institution, count(*)::int as cases, count(*) filter (where band = 'low')::int as low, count(*) filter (where band in ('high', 'special-review-candidate'))::int as high,
       sum(final_score)::text as score, sum(cost_fen)::bigint as "costFen", sum(patient_paid_fen)::bigint as "patientsPaidFen"
     from payment.settlement_case where pack_id = $1 and ($2::text is null or to_char(discharged_on, 'YYYY-MM') = $2) group by 1 order by 1 limit 5000`,
    [packId, month],
  );
}

/** The next cases of a pack after an id, in order. */
export function nextCases(sql: Sql, packId: string, { after, limit }: { after: string; limit: number }): Promise<SettlementCase[]> {
  return sql.query<SettlementCase>(`select ${COLUMNS} from payment.settlement_case c where c.pack_id = $1 and c.case_id > $2 order by c.case_id limit $3`, [packId, after, limit]);
}

/** Keeps a score that the rules make anew; a score from special review stays. */
export async function updateScores(sql: Sql, rows: readonly { id: string; band: string; score: string }[]): Promise<void> {
  await sql.execute(
    `update payment.settlement_case c set band = r.band, score = r.score, final_score = case when c.final_score = c.score then r.score else c.final_score end
     from jsonb_to_recordset($1::jsonb) as r(id text, band text, score numeric) where c.case_id = r.id`,
    [JSON.stringify(rows)],
  );
}

export async function setFinalScore(sql: Sql, id: string, score: string): Promise<void> {
  await sql.execute('update payment.settlement_case set final_score = $2 where case_id = $1', [id, score]);
}

export async function countCases(sql: Sql, packId: string, organisationId: string | null): Promise<number> {
  const rows = await sql.query<{ total: number }>('select count(*)::int as total from payment.settlement_case where pack_id = $1 and ($2::text is null or owner_organisation_id = $2)', [packId, organisationId]);
  return rows[0]?.total ?? 0;
}
