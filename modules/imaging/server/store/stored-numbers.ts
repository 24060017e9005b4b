import type { Sql } from '#platform/database/transaction.ts';
import type { DicomJson } from '#platform/dicom/dicom-json.ts';
import { holdsIdentityNumber, maskIdentityNumbers } from '#platform/kernel/check-digits.ts';
import { hideNumbers, type HiddenJson } from '../rules/hidden-numbers.ts';
import { lockStudies } from './index-rows.ts';
import { patientIdIndexes, sealNumbers } from './sealed-numbers.ts';

/** What an older version stored in clear, table by table: looked through in the order of their names, rows without a number stay as they are. */
export interface Step {
  readonly after: string;
  readonly limit: number;
}

interface Looked {
  /** Undefined at the end of the table. */
  readonly last: string | undefined;
  readonly looked: number;
  readonly sealed: number;
}

interface StoredStudy {
  readonly id: string;
  readonly fhirId: string;
  readonly patientId: string | null;
  readonly issuer: string | null;
  readonly names: readonly string[];
  readonly referring: readonly string[];
  readonly description: string | null;
  readonly json: DicomJson;
}

const holds18 = (text: string): boolean => holdsIdentityNumber(text, { with15: false });
const maskedWhere = (text: string | null, holds: (text: string) => boolean): string | null => (text !== null && holds(text) ? maskIdentityNumbers(text) : text);

/** Senders of the same studies wait meanwhile; `sealedIds` are those whose Patient ID stood in clear. */
export async function sealStoredStudies(sql: Sql, { after, limit }: Step): Promise<Looked & { sealedIds: readonly Pick<StoredStudy, 'id' | 'fhirId' | 'patientId'>[] }> {
  const ids = (await sql.query<{ id: string }>('select study_uid as id from imaging.study where study_uid > $1 order by study_uid limit $2', [after, limit])).map(({ id }) => id);
  await lockStudies(sql, ids);
  const rows = await sql.query<StoredStudy>(
    `select study_uid as id, fhir_id as "fhirId", patient_id as "patientId", patient_issuer as issuer, patient_names as names, referring_names as referring, description, attributes as json
     from imaging.study where study_uid = any($1::text[]) and sealed_numbers is null order by study_uid for update`, [ids]);
  const found = rows.map((row) => ({ row, hidden: hideNumbers(row.json) })).filter(({ hidden }) => hidden.numbers.length > 0);
  const sealed = await sealNumbers(sql, 'imaging.study', found.map(({ row, hidden }) => ({ id: row.id, numbers: hidden.numbers })));
  const indexes = await patientIdIndexes(sql, found.map(({ row }) => row.patientId));
  for (const [at, { row, hidden }] of found.entries()) {
    await sql.execute(
      `update imaging.study set attributes = $2, sealed_numbers = $3, patient_id_index = $4, patient_id = $5, patient_issuer = $6, patient_names = $7, referring_names = $8, description = $9 where study_uid = $1`,
      [row.id, hidden.text, sealed[at], indexes[at], indexes[at] === null ? row.patientId : null, maskedWhere(row.issuer, holdsIdentityNumber), row.names.filter((name) => !holdsIdentityNumber(name)),
        row.referring.filter((name) => !holdsIdentityNumber(name)), maskedWhere(row.description, holds18)]);
  }
  return { last: ids.at(-1), looked: ids.length, sealed: found.length, sealedIds: found.filter((_, at) => indexes[at] !== null).map(({ row }) => row) };
}

interface StoredJson {
  readonly id: string;
  readonly text: string;
}

/** Series and instances hold such texts in their JSON alone. */
const JSON_OF = {
  'imaging.series': { id: 'series_uid', column: 'attributes', form: 'jsonb' },
  'imaging.instance': { id: 'sop_uid', column: 'metadata', form: 'text' },
} as const;

export async function sealStoredJson(sql: Sql, table: keyof typeof JSON_OF, { after, limit }: Step): Promise<Looked> {
  const { id, column, form } = JSON_OF[table];
  const rows = await sql.query<StoredJson & { isSealed: boolean }>(
    `select ${id} as id, ${column}::text as text, sealed_numbers is not null as "isSealed" from ${table} where ${id} > $1 order by ${id} limit $2 for update`, [after, limit]);
  const found = rows.filter(({ isSealed }) => !isSealed).map((row): { id: string; hidden: HiddenJson } => ({ id: row.id, hidden: hideNumbers(JSON.parse(row.text) as DicomJson) })).filter(({ hidden }) => hidden.numbers.length > 0);
  const sealed = await sealNumbers(sql, table, found.map((row) => ({ id: row.id, numbers: row.hidden.numbers })));
  if (found.length > 0) {
    await sql.execute(
      `update ${table} set ${column} = given.text::${form}, sealed_numbers = given.sealed from unnest($1::text[], $2::text[], $3::text[]) as given (id, text, sealed) where ${table}.${id} = given.id`,
      [found.map((row) => row.id), found.map(({ hidden }) => hidden.text), sealed]);
  }
  return { last: rows.at(-1)?.id, looked: rows.length, sealed: found.length };
}

/** Rows that the work looks through. */
export async function countStoredRows(sql: Sql): Promise<number> {
  return (await sql.query<{ total: number }>('select (select count(*) from imaging.study)::float8 + (select count(*) from imaging.series) + (select count(*) from imaging.instance) as total'))[0]!.total;
}
