import { gateFor } from '#platform/access/gate.ts';
import { sightOf } from '#platform/access/sight.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { DicomJson } from '#platform/dicom/dicom-json.ts';
import type { Archive } from '../../commands/store/store-instances.ts';
import { openMetadata, openSeries, openStudies } from '../../store/open-numbers.ts';
import { listInstanceRows, listSeriesRows, listStudyRows, STUDY_SCOPE, type Asked } from '../../store/studies.ts';
import { parseSearch, type Level } from '../dicomweb/qido-filters.ts';
import { keywordOf } from '#platform/dicom/dictionary.ts';

/** Elements of an identifier as the library names them. */
export type Elements = Readonly<Record<string, unknown>>;

const LEVELS: Readonly<Record<string, Level>> = { PATIENT: 'study', STUDY: 'study', SERIES: 'series', IMAGE: 'instance' };
/** More answers than this nobody reads at a console; the query says so by its status. */
export const ANSWERS_MAX = 500;
/** Say how to search, not what for. */
const NO_KEYS = new Set(['QueryRetrieveLevel', 'SpecificCharacterSet', 'TimezoneOffsetFromUTC', '_vrMap', '_meta', 'InstanceAvailability', 'RetrieveAETitle']);

export interface Found {
  readonly answers: readonly Elements[];
  /** More matched than are given. */
  readonly isCut: boolean;
  /** Whose they are, for the trail. */
  readonly persons: readonly (string | null)[];
}

/** C-FIND of patient, study, series and image level (PS3.4 C.4.1), through the same filters and the same gate as QIDO. */
export async function findByDimse({ database }: Pick<Archive, 'database'>, subject: Subject, identifier: Elements): Promise<Found | undefined> {
  const levelName = String(identifier.QueryRetrieveLevel ?? '').trim().toUpperCase();
  const level = LEVELS[levelName];
  if (level === undefined) return undefined;
  const keys = Object.entries(identifier).filter(([name, value]) => !NO_KEYS.has(name) && typeof value !== 'object' || Array.isArray(value));
  const query = Object.fromEntries(keys.map(([name, value]) => [name, textOfKey(value)]).filter(([name, value]) => value !== '' && !NO_KEYS.has(name!) && !name!.startsWith('NumberOf')));
  const search = await parseSearch(database, { ...query, includefield: 'all' }, level);
  const sql = database.sighted(sightOf(subject));
  const asked: Asked = { scope: gateFor(subject, database).scope(STUDY_SCOPE), filters: search.filters, limit: ANSWERS_MAX, offset: 0 };
  const wanted = Object.keys(identifier).filter((name) => !name.startsWith('_'));
  const answer = (json: DicomJson, counted: Elements): Elements => ({ ...pickKeys(wanted, { ...namesOf(json), ...counted }), QueryRetrieveLevel: levelName, SpecificCharacterSet: 'ISO_IR 192' });
  if (level === 'study') {
    const { rows, total } = await listStudyRows(sql, asked);
    const answers = (await openStudies(sql, subject, rows)).map((row) => answer(row.attributes, { ModalitiesInStudy: row.modalities, NumberOfStudyRelatedSeries: row.seriesCount, NumberOfStudyRelatedInstances: row.instanceCount }));
    return { answers: levelName === 'PATIENT' ? distinctPatients(answers) : answers, isCut: total > rows.length, persons: personsOf(rows) };
  }
  if (level === 'series') {
    const { rows, total } = await listSeriesRows(sql, asked);
    return { answers: (await openSeries(sql, subject, rows)).map((row) => answer({ ...row.studyAttributes, ...row.attributes }, { StudyInstanceUID: row.studyUid, NumberOfSeriesRelatedInstances: row.instanceCount })), isCut: total > rows.length, persons: personsOf(rows) };
  }
  const { rows, total } = await listInstanceRows(sql, asked);
  return { answers: (await openMetadata(sql, subject, rows)).map((text) => answer(JSON.parse(text) as DicomJson, {})), isCut: total > rows.length, persons: personsOf(rows) };
}

const personsOf = (rows: readonly { readonly personId: string | null }[]): (string | null)[] => rows.map(({ personId }) => personId);

function textOfKey(value: unknown): string {
  const one = (each: unknown): string => (typeof each === 'object' && each !== null ? nameText(each as Record<string, string>) : String(each ?? ''));
  return Array.isArray(value) ? value.map(one).join('\\') : one(value);
}

const nameText = ({ Alphabetic = '', Ideographic = '', Phonetic = '' }: Record<string, string | undefined>): string => [Alphabetic, Ideographic, Phonetic].join('=').replace(/=+$/, '');

/** Values by keyword; sequences and binary values are not told in answers. */
function namesOf(json: DicomJson): Elements {
  return Object.fromEntries(Object.entries(json).flatMap(([tag, { vr, Value }]) => {
    const name = keywordOf(tag);
    if (name === undefined || vr === 'SQ' || Value === undefined) return [];
    const values = Value.map((each) => (vr === 'PN' ? nameText(each as Record<string, string>) : each));
    return [[name, values.length === 1 ? values[0] : values]];
  }));
}

const pickKeys = (wanted: readonly string[], values: Elements): Elements => Object.fromEntries(wanted.map((name) => [name, values[name] ?? '']));

function distinctPatients(answers: readonly Elements[]): Elements[] {
  return [...new Map(answers.map((each) => [`${String(each.PatientID)} ${String(each.PatientName)}`, each])).values()];
}
