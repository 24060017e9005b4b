import type { Sql } from '#platform/database/transaction.ts';
import type { DicomJson } from '#platform/dicom/dicom-json.ts';
import { holdsIdentityNumber } from '#platform/kernel/check-digits.ts';
import { accessionWithoutNumber, hideNumbers, wordWithoutNumber } from '../rules/hidden-numbers.ts';
import { lockStudies } from './index-rows.ts';
import { patientIdIndexes, sealNumbers } from './sealed-numbers.ts';

/** What an older version stored in clear: looked through in the order of the UIDs, rows without a number stay as they are. */
export interface Step {
  readonly after: string;
  readonly limit: number;
}

interface Looked {
  /** Undefined at the end. */
  readonly last: string | undefined;
  readonly looked: number;
  readonly sealed: number;
}

/** Texts of a study that held a number, and those of its series. */
export interface SealedTexts {
  readonly studyUid: string;
  readonly texts: readonly string[];
}

interface StoredRow {
  readonly id: string;
  readonly studyUid: string;
  readonly text: string;
}

interface StoredStudy extends StoredRow {
  readonly patientId: string | null;
  readonly accession: string | null;
  readonly names: readonly string[];
  readonly referring: readonly string[];
  readonly words: readonly (string | null)[];
}

/** Columns of words, and which attribute each is of. */
const WORDS = {
  patient_issuer: '00100021', patient_birth_date: '00100030', patient_sex: '00100040', study_date: '00080020', study_time: '00080030', study_id: '00200010', description: '00081030',
} as const;
const COLUMNS = Object.keys(WORDS);
const TAGS = Object.values(WORDS);

/** Studies with their series; senders of the same studies wait meanwhile. */
export async function sealStoredStudies(sql: Sql, { after, limit }: Step): Promise<Looked & { sealedTexts: readonly SealedTexts[] }> {
  const ids = (await sql.query<{ id: string }>('select study_uid as id from imaging.study where study_uid > $1 order by study_uid limit $2', [after, limit])).map(({ id }) => id);
  await lockStudies(sql, ids);
  const studies = hiding(await sql.query<StoredStudy>(
    `select study_uid as id, study_uid as "studyUid", patient_id as "patientId", accession_number as accession, patient_names as names, referring_names as referring, array[${COLUMNS.join(', ')}] as words, attributes::text as text
     from imaging.study where study_uid = any($1::text[]) and sealed_numbers is null order by study_uid for update`, [ids]));
  const indexes = await patientIdIndexes(sql, studies.map(({ patientId }) => patientId));
  const sealed = await sealNumbers(sql, 'imaging.study', studies);
  for (const [at, study] of studies.entries()) {
    await sql.execute(
      `update imaging.study set attributes = $2, sealed_numbers = $3, patient_id_index = $4, patient_id = $5, accession_number = $6, patient_names = $7, referring_names = $8, (${COLUMNS.join(', ')}) = (select ${COLUMNS.map((_, index) => `($9::text[])[${index + 1}]`).join(', ')})
       where study_uid = $1`,
      [study.id, study.hidden, sealed[at], indexes[at], indexes[at] === null ? study.patientId : null, accessionWithoutNumber(study.accession), withoutNumbers(study.names), withoutNumbers(study.referring), study.words.map((word, index) => wordWithoutNumber(TAGS[index]!, word))]);
  }
  const series = await sql.query<StoredRow & { isSealed: boolean }>(
    'select series_uid as id, study_uid as "studyUid", attributes::text as text, sealed_numbers is not null as "isSealed" from imaging.series where study_uid = any($1::text[]) order by series_uid for update', [ids]);
  const ofSeries = await sealJson(sql, 'imaging.series', series.filter(({ isSealed }) => !isSealed));
  const all = [...studies, ...ofSeries].map(({ studyUid, numbers }) => ({ studyUid, texts: numbers }));
  return { last: ids.at(-1), looked: ids.length + series.length, sealed: all.length, sealedTexts: all };
}

export async function sealStoredInstances(sql: Sql, { after, limit }: Step): Promise<Looked> {
  const rows = await sql.query<StoredRow & { isSealed: boolean }>(
    'select sop_uid as id, study_uid as "studyUid", metadata as text, sealed_numbers is not null as "isSealed" from imaging.instance where sop_uid > $1 order by sop_uid limit $2 for update', [after, limit]);
  return { last: rows.at(-1)?.id, looked: rows.length, sealed: (await sealJson(sql, 'imaging.instance', rows.filter(({ isSealed }) => !isSealed))).length };
}

/** Series and instances hold such texts in their JSON alone. */
const JSON_OF = {
  'imaging.series': { id: 'series_uid', column: 'attributes', form: 'jsonb' },
  'imaging.instance': { id: 'sop_uid', column: 'metadata', form: 'text' },
} as const;

async function sealJson(sql: Sql, table: keyof typeof JSON_OF, rows: readonly StoredRow[]): Promise<Hiding<StoredRow>[]> {
  const { id, column, form } = JSON_OF[table];
  const found = hiding(rows);
  const sealed = await sealNumbers(sql, table, found);
  if (found.length > 0) {
    await sql.execute(
      `update ${table} set ${column} = given.text::${form}, sealed_numbers = given.sealed from unnest($1::text[], $2::text[], $3::text[]) as given (id, text, sealed) where ${table}.${id} = given.id`,
      [found.map((row) => row.id), found.map(({ hidden }) => hidden), sealed]);
  }
  return found;
}

type Hiding<Row> = Row & { readonly hidden: string; readonly numbers: readonly string[] };

/** Those of the rows that hold a number. */
const hiding = <Row extends StoredRow>(rows: readonly Row[]): Hiding<Row>[] =>
  rows.map((row) => {
    const { text, numbers } = hideNumbers(JSON.parse(row.text) as DicomJson);
    return { ...row, hidden: text, numbers };
  }).filter(({ numbers }) => numbers.length > 0);

const withoutNumbers = (names: readonly string[]): string[] => names.filter((name) => !holdsIdentityNumber(name));

/** Rows that the work looks through. */
export async function countStoredRows(sql: Sql): Promise<number> {
  return (await sql.query<{ total: number }>('select (select count(*) from imaging.study)::float8 + (select count(*) from imaging.series) + (select count(*) from imaging.instance) as total'))[0]!.total;
}
