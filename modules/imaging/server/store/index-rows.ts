import type { Sql } from '#platform/database/transaction.ts';
import type { InstanceDescription } from '../rules/describe-instance.ts';
import { patientIdIndexes, sealNumbers } from './sealed-numbers.ts';

export interface KeptInstance {
  readonly sopUid: string;
  readonly seriesUid: string;
  readonly studyUid: string;
  readonly sha256: string;
  readonly contentSha256: string;
}

/** Two senders of one study queue here, in the order of the UIDs. */
export async function lockStudies(sql: Sql, studyUids: readonly string[]): Promise<void> {
  await sql.query(
    "select pg_advisory_xact_lock(hashtextextended('imaging ' || uid, 7)) from (select distinct uid from unnest($1::text[]) uid order by uid) ordered",
    [studyUids],
  );
}

export const findKept = (sql: Sql, sopUids: readonly string[]): Promise<KeptInstance[]> =>
  sql.query<KeptInstance>(
    'select sop_uid as "sopUid", series_uid as "seriesUid", study_uid as "studyUid", sha256, content_sha256 as "contentSha256" from imaging.instance where sop_uid = any($1::text[])',
    [sopUids],
  );

export const findSeriesStudies = (sql: Sql, seriesUids: readonly string[]): Promise<{ seriesUid: string; studyUid: string }[]> =>
  sql.query('select series_uid as "seriesUid", study_uid as "studyUid" from imaging.series where series_uid = any($1::text[])', [seriesUids]);

export const findStudyOwners = (sql: Sql, studyUids: readonly string[]): Promise<{ studyUid: string; ownerOrganisationId: string }[]> =>
  sql.query('select study_uid as "studyUid", owner_organisation_id as "ownerOrganisationId" from imaging.study where study_uid = any($1::text[])', [studyUids]);

export async function insertStudy(sql: Sql, first: InstanceDescription, { fhirId, organisationId, now }: { fhirId: string; organisationId: string; now: Date }): Promise<boolean> {
  const { patient, study } = first;
  const [patientIdIndex] = await patientIdIndexes(sql, [patient.id]);
  const [sealed] = await sealNumbers(sql, 'imaging.study', [{ id: first.studyUid, numbers: study.attributes.numbers }]);
  return (await sql.execute(
    `insert into imaging.study (study_uid, fhir_id, owner_organisation_id, patient_id, patient_issuer, patient_names, patient_birth_date, patient_sex, study_date, study_time,
       accession_number, study_id, description, referring_names, attributes, stored_at, changed_at, patient_id_index, sealed_numbers)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16, $17, $18) on conflict (study_uid) do nothing`,
    [
      first.studyUid, fhirId, organisationId, patientIdIndex === null ? patient.id : null, patient.issuer, patient.names, patient.birthDate, patient.sex, study.date, study.time,
      study.accessionNumber, study.id, study.description, study.referringNames, study.attributes.text, now, patientIdIndex, sealed,
    ],
  )) > 0;
}

export async function insertSeries(sql: Sql, descriptions: readonly InstanceDescription[]): Promise<void> {
  const distinct = [...new Map(descriptions.map((each) => [each.seriesUid, each])).values()];
  const sealed = await sealNumbers(sql, 'imaging.series', distinct.map((each) => ({ id: each.seriesUid, numbers: each.series.attributes.numbers })));
  await sql.execute(
    `insert into imaging.series (series_uid, study_uid, modality, series_number, attributes, sealed_numbers)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::jsonb[], $6::text[]) on conflict (series_uid) do nothing`,
    [
      distinct.map((each) => each.seriesUid), distinct.map((each) => each.studyUid), distinct.map((each) => each.series.modality), distinct.map((each) => each.series.number),
      distinct.map((each) => each.series.attributes.text), sealed,
    ],
  );
}

export async function insertInstances(sql: Sql, descriptions: readonly InstanceDescription[], now: Date): Promise<void> {
  const column = <Value>(value: (each: InstanceDescription) => Value): Value[] => descriptions.map(value);
  const sealed = await sealNumbers(sql, 'imaging.instance', descriptions.map((each) => ({ id: each.sopUid, numbers: each.metadata.numbers })));
  await sql.execute(
    `insert into imaging.instance (sop_uid, series_uid, study_uid, sop_class, transfer_syntax, instance_number, frame_count, byte_count, sha256, content_sha256, metadata, sealed_numbers, stored_at)
     select *, $13::timestamptz from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::int[], $8::bigint[], $9::text[], $10::text[], $11::text[], $12::text[])`,
    [
      column((each) => each.sopUid), column((each) => each.seriesUid), column((each) => each.studyUid), column((each) => each.sopClass), column((each) => each.transferSyntax),
      column((each) => each.instanceNumber), column((each) => each.frameCount), column((each) => each.byteCount), column((each) => each.sha256), column((each) => each.contentSha256), column((each) => each.metadata.text), sealed, now,
    ],
  );
}

/** Counts of what came are added under the lock of the study. */
export async function addCounts(sql: Sql, added: readonly InstanceDescription[], { now, isAnnounced }: { now: Date; isAnnounced: boolean }): Promise<void> {
  await sql.execute(
    `update imaging.series set instance_count = series.instance_count + added.count
     from (select uid, count(*)::int as count from unnest($1::text[]) uid group by uid) added where series.series_uid = added.uid`,
    [added.map((each) => each.seriesUid)],
  );
  await sql.execute(
    `update imaging.study set instance_count = study.instance_count + added.count, byte_count = study.byte_count + added.bytes, changed_at = $3, is_announced = $4,
       series_count = (select count(*) from imaging.series where series.study_uid = study.study_uid),
       modalities = (select coalesce(array_agg(distinct modality order by modality), '{}') from imaging.series where series.study_uid = study.study_uid and modality is not null)
     from (select uid, count(*)::int as count, sum(bytes) as bytes from unnest($1::text[], $2::bigint[]) as one (uid, bytes) group by uid) added where study.study_uid = added.uid`,
    [added.map((each) => each.studyUid), added.map((each) => each.byteCount), now, isAnnounced],
  );
}

export interface Refusal {
  readonly refusalId: string;
  readonly organisationId: string;
  readonly sopUid: string;
  readonly keptSha256: string | null;
  readonly refusedSha256: string;
  readonly reason: 'conflict' | 'other-organisation' | 'other-series';
  readonly subjectId: string;
}

export async function insertRefusals(sql: Sql, refusals: readonly Refusal[], now: Date): Promise<void> {
  if (refusals.length === 0) return;
  await sql.execute(
    `insert into imaging.refused_instance (refusal_id, owner_organisation_id, sop_uid, kept_sha256, refused_sha256, reason, subject_id, refused_at)
     select *, $8::timestamptz from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])`,
    [
      refusals.map((each) => each.refusalId), refusals.map((each) => each.organisationId), refusals.map((each) => each.sopUid), refusals.map((each) => each.keptSha256),
      refusals.map((each) => each.refusedSha256), refusals.map((each) => each.reason), refusals.map((each) => each.subjectId), now,
    ],
  );
}

/** Of these hashes, those that some instance is kept under. */
export async function findUsedHashes(sql: Sql, hashes: readonly string[]): Promise<Set<string>> {
  const rows = await sql.query<{ sha256: string }>('select distinct sha256 from imaging.instance where sha256 = any($1::text[])', [hashes]);
  return new Set(rows.map((row) => row.sha256));
}

/** Every hash that some instance is kept under, in order, after one of them. */
export async function listHashes(sql: Sql, { after, limit }: { after: string; limit: number }): Promise<string[]> {
  const rows = await sql.query<{ sha256: string }>('select distinct sha256 from imaging.instance where sha256 > $1 order by sha256 limit $2', [after, limit]);
  return rows.map(({ sha256 }) => sha256);
}

/** Study and instance of everything that is kept under these hashes. */
export async function listNamesOf(sql: Sql, hashes: readonly string[]): Promise<{ studyUid: string; sopUid: string; sha256: string }[]> {
  return sql.query(
    'select study_uid as "studyUid", sop_uid as "sopUid", sha256 from imaging.instance where sha256 = any($1::text[]) order by 1, 2',
    [hashes],
  );
}

export async function countInstances(sql: Sql): Promise<number> {
  return (await sql.query<{ total: number }>('select count(distinct sha256)::float8 as total from imaging.instance'))[0]!.total;
}
