import { gateFor } from '#platform/access/gate.ts';
import { sightOf } from '#platform/access/sight.ts';
import type { Subject } from '#platform/access/subject.ts';
import { recordAudit } from '#platform/audit/audit.ts';
import type { Filter } from '#platform/database/list-query.ts';
import type { Sql } from '#platform/database/transaction.ts';
import { readDicom } from '#platform/dicom/read-file.ts';
import { EXPLICIT_LITTLE, IMPLICIT_LITTLE, isNative, syntaxOf } from '#platform/dicom/transfer-syntaxes.ts';
import { elementsOf, writeElements } from '#platform/dicom/write-file.ts';
import type { Archive } from '../../commands/store/store-instances.ts';
import { patientIdFilter } from '../../store/patient-id-filter.ts';
import { listInstanceRows, STUDY_SCOPE, type InstanceRow } from '../../store/studies.ts';
import type { FileReader } from '../dicomweb/file-reader.ts';
import { transcode } from '../dicomweb/transcode.ts';
import { StudyWatches } from '../watch.ts';
import type { Elements } from './find.ts';
import { RawDataSet, rawDataSetOf } from './raw-data-set.ts';

/** PS3.4 C.4.2.1.5 and C.4.3.1.4. */
export const RETRIEVED = { success: 0x0000, someFailed: 0xb000, tooMany: 0xa701, allFailed: 0xa702, badIdentifier: 0xa900, cancelled: 0xfe00 } as const;
const PAGE = 500;
/** More instances than this are asked for study by study. */
const INSTANCES_MAX = 20_000;

const LEVELS = ['PATIENT', 'STUDY', 'SERIES', 'IMAGE'] as const;
const among = (column: string) => (values: readonly string[]): Filter => ({ text: `${column} = any(?::text[])`, values: [values] });
const KEYS: Readonly<Record<(typeof LEVELS)[number], { readonly keyword: string; readonly filterOf: (values: readonly string[], sql: Sql) => Filter | Promise<Filter> }>> = {
  PATIENT: { keyword: 'PatientID', filterOf: (values, sql) => patientIdFilter(sql, values) },
  STUDY: { keyword: 'StudyInstanceUID', filterOf: among('study.study_uid') },
  SERIES: { keyword: 'SeriesInstanceUID', filterOf: among('series.series_uid') },
  IMAGE: { keyword: 'SOPInstanceUID', filterOf: among('instance.sop_uid') },
};

/** The unique keys of an identifier; each may be a list, none a pattern. Undefined where the key of its level is missing. */
async function keysOf(sql: Sql, identifier: Elements): Promise<Filter[] | undefined> {
  const valuesOf = (keyword: string): string[] => [identifier[keyword]].flat().flatMap((each) => String(each ?? '').split('\\')).map((each) => each.trim()).filter((each) => each !== '');
  const given = LEVELS.filter((level) => valuesOf(KEYS[level].keyword).length > 0);
  const named = String(identifier.QueryRetrieveLevel ?? '').trim().toUpperCase() || given.at(-1);
  const level = LEVELS.find((each) => each === named);
  if (level === undefined || !given.includes(level)) return undefined;
  // Keys below the level are of no account.
  const counted = given.filter((each) => LEVELS.indexOf(each) <= LEVELS.indexOf(level));
  return Promise.all(counted.map((each) => KEYS[each].filterOf(valuesOf(KEYS[each].keyword), sql)));
}

export type Selected = { readonly rows: readonly InstanceRow[] } | { readonly status: number };

/** What the caller may see of what it asks for; every study of it is written into the trail. */
export async function selectInstances({ database }: Pick<Archive, 'database'>, subject: Subject, { identifier, action, detail }: { identifier: Elements; action: string; detail: Record<string, string> }): Promise<Selected> {
  const filters = await keysOf(database, identifier);
  if (filters === undefined) return { status: RETRIEVED.badIdentifier };
  const asked = { scope: gateFor(subject, database).scope(STUDY_SCOPE), filters, limit: PAGE };
  const rows: InstanceRow[] = [];
  for (;;) {
    const page = await listInstanceRows(database.sighted(sightOf(subject)), { ...asked, offset: rows.length });
    if (page.total > INSTANCES_MAX) return { status: RETRIEVED.tooMany };
    rows.push(...page.rows);
    if (rows.length >= page.total || page.rows.length === 0) break;
  }
  const studies = new Map(rows.map((row) => [row.studyUid, row.personId]));
  for (const [studyUid, personId] of studies) await recordAudit(database, subject, { action, outcome: 'success', resource: `ImagingStudy/${studyUid}`, personId, detail });
  return { rows };
}

/** Decides anew about each study while its instances go out. */
export const watchesOf = ({ database }: Pick<Archive, 'database'>, subjectNow: () => Promise<Subject | undefined>, rows: readonly InstanceRow[]): StudyWatches =>
  new StudyWatches(database, subjectNow).begin(new Set(rows.map(({ studyUid }) => studyUid)));

/** The instance as it is kept where the other side takes that, written anew in a plain form where not; undefined where neither can be. */
export async function dataSetFor(files: FileReader, row: InstanceRow, takes: (transferSyntax: string) => boolean): Promise<RawDataSet | undefined> {
  const kept = rawDataSetOf(await files.bytes(row), row);
  if (takes(kept.getTransferSyntaxUid())) return kept;
  const plain = [EXPLICIT_LITTLE, IMPLICIT_LITTLE].find(takes);
  if (plain === undefined || (!isNative(row.transferSyntax) && syntaxOf(row.transferSyntax) === undefined)) return undefined;
  const explicit = await transcode(files, row);
  if (plain === EXPLICIT_LITTLE) return rawDataSetOf(explicit, row);
  return new RawDataSet(writeElements(elementsOf(readDicom(explicit).dataSet), 'implicit'), { transferSyntax: IMPLICIT_LITTLE, sopClass: row.sopClass, sopUid: row.sopUid });
}
