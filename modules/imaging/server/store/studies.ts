import type { ScopeBuilder, Filter } from '#platform/database/list-query.ts';
import { listPage } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { DicomJson } from '#platform/dicom/dicom-json.ts';
import type { Page } from '#platform/kernel/contract.ts';
import type { RefusalReason } from '../../contract/schemas.ts';

export interface StudyRow {
  readonly studyUid: string;
  readonly fhirId: string;
  readonly ownerOrganisationId: string;
  readonly personId: string | null;
  /** Null where there is none or where it is sealed. */
  readonly patientId: string | null;
  readonly patientIdIndex: Buffer | null;
  readonly patientIssuer: string | null;
  readonly patientBirthDate: string | null;
  readonly patientSex: string | null;
  readonly studyDate: string | null;
  readonly studyTime: string | null;
  readonly accessionNumber: string | null;
  readonly description: string | null;
  readonly modalities: readonly string[];
  readonly seriesCount: number;
  readonly instanceCount: number;
  readonly byteCount: number;
  /** With places for what is sealed: `openStudies` puts it back. */
  readonly hiddenAttributes: DicomJson;
  readonly sealedNumbers: string | null;
  readonly storedAt: Date;
  readonly refusalReason: RefusalReason | null;
  readonly refusalNote: string | null;
  readonly refusedAt: Date | null;
  readonly refusedByName: string | null;
  readonly wantsRetake: boolean;
}

const COLUMNS = `study.study_uid as "studyUid", study.fhir_id as "fhirId", study.owner_organisation_id as "ownerOrganisationId", study.person_id as "personId", study.patient_id as "patientId", study.patient_id_index as "patientIdIndex", study.sealed_numbers as "sealedNumbers",
  study.patient_issuer as "patientIssuer", study.patient_birth_date as "patientBirthDate", study.patient_sex as "patientSex", study.study_date as "studyDate", study.study_time as "studyTime",
  study.accession_number as "accessionNumber", study.description, study.modalities, study.series_count as "seriesCount", study.instance_count as "instanceCount", study.byte_count as "byteCount",
  study.attributes as "hiddenAttributes", study.stored_at as "storedAt", study.refusal_reason as "refusalReason", study.refusal_note as "refusalNote", study.refused_at as "refusedAt", study.refused_by_name as "refusedByName",
  study.wants_retake as "wantsRetake"`;

/** The columns by which the gate decides on a study and on what is in it. */
export const STUDY_SCOPE = { organisation: ['study.owner_organisation_id'], person: 'study.person_id', rowByRow: true } as const;
const NEWEST_FIRST = 'study.study_date desc nulls last, study.study_uid';

export interface Asked {
  readonly scope: ScopeBuilder;
  readonly filters: readonly Filter[];
  readonly limit: number;
  readonly offset: number;
}

export const listStudyRows = (sql: Sql, asked: Asked): Promise<Page<StudyRow>> =>
  listPage<StudyRow>(sql, { ...asked, select: COLUMNS, from: 'imaging.study study', orderBy: NEWEST_FIRST });

export interface SeriesRow {
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly modality: string | null;
  readonly seriesNumber: number | null;
  readonly instanceCount: number;
  readonly hiddenAttributes: DicomJson;
  readonly sealedNumbers: string | null;
  readonly hiddenStudyAttributes: DicomJson;
  readonly sealedStudyNumbers: string | null;
  readonly personId: string | null;
}

export const listSeriesRows = (sql: Sql, asked: Asked): Promise<Page<SeriesRow>> =>
  listPage<SeriesRow>(sql, {
    ...asked,
    select: `series.study_uid as "studyUid", series.series_uid as "seriesUid", series.modality, series.series_number as "seriesNumber", series.instance_count as "instanceCount", series.attributes as "hiddenAttributes", series.sealed_numbers as "sealedNumbers",
      study.attributes as "hiddenStudyAttributes", study.sealed_numbers as "sealedStudyNumbers", study.person_id as "personId"`,
    from: 'imaging.series series join imaging.study study on study.study_uid = series.study_uid',
    orderBy: `${NEWEST_FIRST}, series.series_number nulls last, series.series_uid`,
  });

export interface InstanceRow {
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly sopUid: string;
  readonly sopClass: string;
  readonly transferSyntax: string;
  readonly sha256: string;
  readonly byteCount: number;
  readonly frameCount: number | null;
  /** DICOM JSON text with places for what is sealed: `openMetadata` puts it back. */
  readonly hiddenMetadata: string;
  readonly sealedNumbers: string | null;
  readonly personId: string | null;
  readonly ownerOrganisationId: string;
}

const INSTANCE_COLUMNS = `instance.study_uid as "studyUid", instance.series_uid as "seriesUid", instance.sop_uid as "sopUid", instance.sop_class as "sopClass", instance.transfer_syntax as "transferSyntax",
  instance.sha256, instance.byte_count as "byteCount", instance.frame_count as "frameCount", instance.metadata as "hiddenMetadata", instance.sealed_numbers as "sealedNumbers", study.person_id as "personId", study.owner_organisation_id as "ownerOrganisationId"`;

export const listInstanceRows = (sql: Sql, asked: Asked): Promise<Page<InstanceRow>> =>
  listPage<InstanceRow>(sql, {
    ...asked,
    select: INSTANCE_COLUMNS,
    from: 'imaging.instance instance join imaging.series series on series.series_uid = instance.series_uid join imaging.study study on study.study_uid = instance.study_uid',
    orderBy: `${NEWEST_FIRST}, series.series_number nulls last, series.series_uid, instance.instance_number nulls last, instance.sop_uid`,
  });

/** UIDs of an address; each one given narrows. */
export interface Address {
  readonly studyUid?: string | undefined;
  readonly seriesUid?: string | undefined;
  readonly sopUid?: string | undefined;
}

export const addressFilters = ({ studyUid, seriesUid, sopUid }: Address): Filter[] => [
  ...(studyUid === undefined ? [] : [{ text: 'study.study_uid = ?', values: [studyUid] }]),
  ...(seriesUid === undefined ? [] : [{ text: 'series.series_uid = ?', values: [seriesUid] }]),
  ...(sopUid === undefined ? [] : [{ text: 'instance.sop_uid = ?', values: [sopUid] }]),
];

/** What the archive holds at an address, past all sight: to tell "not there" from "not yours". */
export async function findWhole(sql: Sql, { studyUid, seriesUid, sopUid }: Address): Promise<{ personId: string | null } | undefined> {
  const rows = await sql.query<{ personId: string | null }>(
    `select study.person_id as "personId" from imaging.study study where study.study_uid = $1
       and ($2::text is null or exists (select 1 from imaging.series series where series.series_uid = $2 and series.study_uid = study.study_uid))
       and ($3::text is null or exists (select 1 from imaging.instance instance where instance.sop_uid = $3 and instance.study_uid = study.study_uid and ($2::text is null or instance.series_uid = $2)))`,
    [studyUid ?? '', seriesUid ?? null, sopUid ?? null],
  );
  return rows[0];
}

/** The row as the platform sees it, locked for a change. */
export async function lockStudyRow(sql: Sql, studyUid: string): Promise<StudyRow | undefined> {
  const rows = await sql.query<StudyRow>(`select ${COLUMNS} from imaging.study study where study.study_uid = $1 for update`, [studyUid]);
  return rows[0];
}

export const findStudyRows = (sql: Sql, studyUids: readonly string[]): Promise<StudyRow[]> =>
  sql.query<StudyRow>(`select ${COLUMNS} from imaging.study study where study.study_uid = any($1::text[]) order by study.study_uid`, [studyUids]);

export const findSeriesOf = (sql: Sql, studyUid: string): Promise<Omit<SeriesRow, 'studyUid' | 'hiddenStudyAttributes' | 'sealedStudyNumbers' | 'personId'>[]> =>
  sql.query(
    `select series_uid as "seriesUid", modality, series_number as "seriesNumber", instance_count as "instanceCount", attributes as "hiddenAttributes", sealed_numbers as "sealedNumbers" from imaging.series
     where study_uid = $1 order by series_number nulls last, series_uid limit 2000`,
    [studyUid],
  );

export async function setPerson(sql: Sql, { studyUid, personId, now }: { studyUid: string; personId: string; now: Date }): Promise<void> {
  await sql.execute('update imaging.study set person_id = $2, changed_at = $3 where study_uid = $1', [studyUid, personId, now]);
}

export async function setAnnounced(sql: Sql, studyUids: readonly string[]): Promise<void> {
  await sql.execute('update imaging.study set is_announced = true where study_uid = any($1::text[])', [studyUids]);
}

/** Studies whose FHIR resource says less than is kept, quiet for a while. */
export async function listUnannounced(sql: Sql, { before, limit }: { before: Date; limit: number }): Promise<string[]> {
  const rows = await sql.query<{ studyUid: string }>(
    'select study_uid as "studyUid" from imaging.study where not is_announced and changed_at <= $1 order by changed_at limit $2 for update skip locked',
    [before, limit],
  );
  return rows.map((row) => row.studyUid);
}

export interface StudyAction {
  readonly actionId: string;
  readonly studyUid: string;
  readonly organisationId: string;
  readonly action: 'stored' | 'matched-by-number' | 'matched' | 'unmatched' | 'refused' | 'accepted-again';
  readonly personId: string | null;
  readonly reason: string | null;
  readonly at: Date;
  readonly byId: string;
  readonly byName: string;
}

export async function insertAction(sql: Sql, each: StudyAction): Promise<void> {
  await sql.execute(
    'insert into imaging.action (action_id, study_uid, owner_organisation_id, action, person_id, reason, at, by_id, by_name) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    [each.actionId, each.studyUid, each.organisationId, each.action, each.personId, each.reason, each.at, each.byId, each.byName],
  );
}

/** Instances of these studies in the order of their UIDs, after one of them. */
export const listHashesOf = (sql: Sql, { studyUids, after, limit }: { studyUids: readonly string[]; after: string; limit: number }): Promise<{ sopUid: string; sha256: string }[]> =>
  sql.query('select sop_uid as "sopUid", sha256 from imaging.instance where study_uid = any($1::text[]) and sop_uid > $2 order by sop_uid limit $3', [studyUids, after, limit]);
