import { scopeCondition } from '#platform/access/scope.ts';
import type { Subject } from '#platform/access/subject.ts';
import { listPage, type Filter } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { InputOf, Page } from '#platform/kernel/contract.ts';
import type { Discharge, FrontPageImport, listDischarges } from '../../contract/discharges.ts';
import type { CaseInput } from '../rules/cases/read-case.ts';
import { BUNDLE } from '../rules/front-page/fields.ts';
import type { CodedEntry, FrontPage, QualityNote, RefusedRow } from '../rules/front-page/front-page.ts';
import type { RoomResult, Scheme } from '../rules/room-grouper.ts';

const FINDINGS_MAX = 500;

export async function insertImport(sql: Sql, row: { id: string; organisationId: string; fileName: string; taken: number; refused: readonly RefusedRow[]; actorId: string; at: Date }): Promise<void> {
  await sql.execute(
    'insert into casemix.front_page_import (import_id, owner_organisation_id, file_name, taken, refused, findings, actor_id, imported_at) values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8)',
    [row.id, row.organisationId, row.fileName, row.taken, row.refused.length, JSON.stringify(row.refused.slice(0, FINDINGS_MAX)), row.actorId, row.at],
  );
}

const IMPORT_COLUMNS = 'i.import_id as id, i.owner_organisation_id as "organisationId", i.file_name as "fileName", i.taken, i.refused, i.findings, i.imported_at as "importedAt"';
const scopeOf = (subject: Subject, column: string) => (first: number) => scopeCondition(subject, { organisation: [column] }, first);

export async function listImportRows(sql: Sql, subject: Subject, page: { limit: number; offset: number }): Promise<Page<FrontPageImport>> {
  const found = await listPage<FrontPageImport>(sql, { select: IMPORT_COLUMNS, from: 'casemix.front_page_import i', scope: scopeOf(subject, 'i.owner_organisation_id'), filters: [], orderBy: 'i.imported_at desc, i.import_id', ...page });
  return { ...found, rows: found.rows.map((row) => ({ ...row, importedAt: new Date(row.importedAt).toISOString() })) };
}

/** Stays of these persons at any hospital, to find overlaps across imports. */
export function listStays(sql: Sql, identities: readonly string[], records: { organisationId: string; numbers: readonly string[] }): Promise<{ identity: string; recordNumber: string; admittedOn: string; dischargedOn: string; organisationId: string }[]> {
  return sql.query(
    `select identity, record_number as "recordNumber", admitted_on as "admittedOn", discharged_on as "dischargedOn", owner_organisation_id as "organisationId" from casemix.discharge
     where (identity <> '' and identity = any($1)) or (owner_organisation_id = $2 and record_number = any($3)) limit 20000`,
    [identities, records.organisationId, records.numbers],
  );
}

export interface DischargeRow {
  readonly id: string;
  readonly organisationId: string;
  readonly importId: string;
  readonly page: FrontPage;
}

const bundleOf = (parts: FrontPage['parts'], name: keyof typeof BUNDLE): number => BUNDLE[name].reduce((sum, part) => sum + (parts[part] ?? 0), 0);

/** A page of the same stay sent again replaces the one before. Returns the ids in force. */
export async function putDischarges(sql: Sql, rows: readonly DischargeRow[]): Promise<Map<string, string>> {
  const values = rows.map(({ id, organisationId, importId, page }) => ({
    discharge_id: id, owner_organisation_id: organisationId, import_id: importId, record_number: page.recordNumber, person_name: page.name, identity: page.identity, sex: page.sex, age_years: page.ageYears,
    age_days: page.ageDays, birth_weight_g: page.birthWeightG, admitted_on: page.admittedOn, discharged_on: page.dischargedOn, los_days: page.losDays, department: page.department, doctor: page.doctor,
    discharge_way: page.dischargeWay, died: page.dischargeWay === '5', diagnoses: page.diagnoses, procedures: page.procedures, total_fen: page.totalFen, patient_paid_fen: page.patientPaidFen, drugs_fen: bundleOf(page.parts, 'drugs'),
    consumables_fen: bundleOf(page.parts, 'consumables'), examinations_fen: bundleOf(page.parts, 'examinations'), quality: page.quality, to_complete: page.toComplete,
  }));
  const changed = ['import_id', 'person_name', 'identity', 'sex', 'age_years', 'age_days', 'birth_weight_g', 'discharged_on', 'los_days', 'department', 'doctor', 'discharge_way', 'died', 'diagnoses', 'procedures', 'total_fen', 'patient_paid_fen', 'drugs_fen', 'consumables_fen', 'examinations_fen', 'quality', 'to_complete'];
  const found = await sql.query<{ id: string; key: string }>(
    `insert into casemix.discharge select * from jsonb_populate_recordset(null::casemix.discharge, $1::jsonb)
     on conflict (owner_organisation_id, record_number, admitted_on) do update set ${changed.map((column) => `${column} = excluded.${column}`).join(', ')}
     returning discharge_id as id, record_number || ' ' || admitted_on as key`,
    [JSON.stringify(values)],
  );
  return new Map(found.map(({ id, key }) => [key, id]));
}

export interface GroupingRow {
  readonly id: string;
  readonly organisationId: string;
  readonly result: RoomResult;
  readonly weight: string | null;
}

export async function putGroupings(sql: Sql, given: { scheme: Scheme; packId: string; at: Date; rows: readonly GroupingRow[] }): Promise<void> {
  await sql.execute(
    `insert into casemix.grouping (discharge_id, scheme, owner_organisation_id, pack_id, status, mdc, adrg, group_code, weight, coefficient, stay_score, grouped_at)
     select d, $2, o, $3, s, m, a, g, w::numeric, c::numeric, p::numeric, $4 from unnest($1::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[]) as t(d, o, s, m, a, g, w, c, p)
     on conflict (discharge_id, scheme) do update set pack_id = excluded.pack_id, status = excluded.status, mdc = excluded.mdc, adrg = excluded.adrg, group_code = excluded.group_code,
       weight = excluded.weight, coefficient = excluded.coefficient, stay_score = excluded.stay_score, grouped_at = excluded.grouped_at`,
    [given.rows.map(({ id }) => id), given.scheme, given.packId, given.at, given.rows.map((row) => row.organisationId), given.rows.map(({ result }) => result.status), given.rows.map(({ result }) => result.mdc),
      given.rows.map(({ result }) => result.adrg), given.rows.map(({ result }) => result.group), given.rows.map(({ weight }) => weight),
      given.rows.map(({ result }) => result.coefficient), given.rows.map(({ result }) => result.stayScore)],
  );
}

interface CaseRow {
  readonly id: string;
  readonly organisationId: string;
  readonly sex: string;
  readonly ageYears: number | null;
  readonly ageDays: number | null;
  readonly birthWeightG: number | null;
  readonly losDays: number;
  readonly dischargeWay: string;
  readonly dischargedOn: string;
  readonly totalFen: number;
  readonly diagnoses: readonly CodedEntry[];
  readonly procedures: readonly CodedEntry[];
}

export interface StoredCase {
  readonly id: string;
  readonly organisationId: string;
  readonly dischargedOn: string;
  readonly input: CaseInput;
}

const CASE_COLUMNS = `d.discharge_id as id, d.owner_organisation_id as "organisationId", d.sex, d.age_years as "ageYears", d.age_days as "ageDays", d.birth_weight_g as "birthWeightG", d.los_days as "losDays",
  d.discharge_way as "dischargeWay", d.discharged_on as "dischargedOn", d.total_fen as "totalFen", d.diagnoses, d.procedures`;

export interface CaseSlice {
  /** Last id of the slice before; empty at the beginning. */
  readonly after: string;
  readonly limit: number;
  readonly organisationId?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

/** The next cases that the subject may see, in the order of their ids. */
async function listCaseSlice(sql: Sql, subject: Subject, { after, limit, organisationId, from, until }: CaseSlice): Promise<StoredCase[]> {
  const scope = scopeCondition(subject, { organisation: ['d.owner_organisation_id'] }, 6);
  const rows = await sql.query<CaseRow>(
    `select ${CASE_COLUMNS} from casemix.discharge d where d.discharge_id > $1 and ($3::text is null or d.owner_organisation_id = $3) and ($4::date is null or d.discharged_on >= $4::date)
       and ($5::date is null or d.discharged_on <= $5::date) and ${scope.text} order by d.discharge_id limit $2`,
    [after, limit, organisationId ?? null, from ?? null, until ?? null, ...scope.values],
  );
  return rows.map((row) => ({ id: row.id, organisationId: row.organisationId, dischargedOn: row.dischargedOn, input: inputOf(row) }));
}

const SLICE = 5_000;

/** Every case that the subject may see, slice by slice; memory does not grow with them. */
export async function* eachCaseSlice(sql: Sql, subject: Subject, only: Omit<CaseSlice, 'after' | 'limit'> = {}): AsyncGenerator<StoredCase[]> {
  for (let after = ''; ; ) {
    const slice = await listCaseSlice(sql, subject, { ...only, after, limit: SLICE });
    if (slice.length > 0) yield slice;
    if (slice.length < SLICE) return;
    after = slice.at(-1)!.id;
  }
}

export async function countCases(sql: Sql, subject: Subject, { from, until }: { from: string; until: string }): Promise<number> {
  const scope = scopeCondition(subject, { organisation: ['d.owner_organisation_id'] }, 3);
  const rows = await sql.query<{ total: number }>(`select count(*)::int as total from casemix.discharge d where d.discharged_on between $1 and $2 and ${scope.text}`, [from, until, ...scope.values]);
  return rows[0]?.total ?? 0;
}

const inputOf = ({ diagnoses, procedures, totalFen, ...row }: CaseRow): CaseInput =>
  ({ ...row, diagnoses: diagnoses.map(({ code }) => code), procedures: procedures.map(({ code }) => code), costFen: Number(totalFen) });

const ROW = `d.discharge_id as id, d.owner_organisation_id as "organisationId", d.record_number as "recordNumber", d.person_name as "personName", d.sex, d.age_years as "ageYears", d.admitted_on as "admittedOn",
  d.discharged_on as "dischargedOn", d.los_days as "losDays", d.department, d.doctor, d.discharge_way as "dischargeWay", d.diagnoses->0->>'code' || ' ' || coalesce(d.diagnoses->0->>'name', '') as principal,
  d.total_fen as "totalFen", d.quality, jsonb_array_length(d.to_complete) as open, g.status, nullif(g.group_code, '') as "group", g.weight::text as weight`;
const FROM = (scheme: Scheme): string => `casemix.discharge d left join casemix.grouping g on g.discharge_id = d.discharge_id and g.scheme = '${scheme === 'dip' ? 'dip' : 'drg'}'`;

export async function listDischargeRows(sql: Sql, subject: Subject, input: InputOf<typeof listDischarges>): Promise<Page<Discharge>> {
  const filters: Filter[] = [
    ...(input.status === undefined ? [] : [{ text: 'g.status = ?', values: [input.status] }]),
    ...(input.group === undefined ? [] : [{ text: 'g.group_code = ?', values: [input.group] }]),
    ...(input.qualityMax === undefined ? [] : [{ text: 'd.quality <= ?', values: [input.qualityMax] }]),
    ...(input.q === undefined || input.q === '' ? [] : [{ text: 'd.record_number = ? or d.person_name = ? or d.department = ? or d.diagnoses->0->>\'code\' like ?', values: [input.q, input.q, input.q, `${input.q.replace(/[%_\\]/g, '')}%`] }]),
  ];
  const page = await listPage<Discharge>(sql, { select: ROW, from: FROM(input.scheme), scope: scopeOf(subject, 'd.owner_organisation_id'), filters, orderBy: 'd.discharged_on desc, d.discharge_id', limit: input.limit, offset: input.offset });
  return { ...page, rows: page.rows.map((row) => ({ ...row, totalFen: Number(row.totalFen) })) };
}

export type DischargeDetail = Discharge & { ageDays: number | null; birthWeightG: number | null; diagnoses: CodedEntry[]; procedures: CodedEntry[]; toComplete: QualityNote[] };

export async function findDischarge(sql: Sql, id: string, scheme: Scheme): Promise<DischargeDetail | undefined> {
  const [row] = await sql.query<DischargeDetail>(
    `select ${ROW}, d.age_days as "ageDays", d.birth_weight_g as "birthWeightG", d.diagnoses, d.procedures, d.to_complete as "toComplete" from ${FROM(scheme)} where d.discharge_id = $1`, [id]);
  return row === undefined ? undefined : { ...row, totalFen: Number(row.totalFen) };
}
