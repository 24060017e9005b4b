import { isMaskedFor } from '#platform/access/number-trials.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { Sql } from '#platform/database/transaction.ts';
import type { DicomJson } from '#platform/dicom/dicom-json.ts';
import { holdsIdentityNumber, maskIdentityNumbers } from '#platform/kernel/check-digits.ts';
import { putBack } from '../rules/hidden-numbers.ts';
import { textOf } from '../rules/imaging-study.ts';
import { openNumbers } from './sealed-numbers.ts';
import type { InstanceRow, SeriesRow, StudyRow } from './studies.ts';

/** A study with what was sealed in it, as its reader may see it. */
export type OpenStudy = StudyRow & { readonly attributes: DicomJson };
export type OpenSeries = SeriesRow & { readonly attributes: DicomJson; readonly studyAttributes: DicomJson };

type Show = (number: string) => string;

/** Whole, or masked as in the person index. Bytes of which nobody knows what they say are left out then. */
const showTo = (subject: Subject): Show => (isMaskedFor(subject) ? (number) => (holdsIdentityNumber(number) ? maskIdentityNumbers(number) : '') : (number) => number);

const opened = (hidden: DicomJson, numbers: readonly string[], show: Show): DicomJson => (numbers.length === 0 ? hidden : JSON.parse(putBack(JSON.stringify(hidden), numbers, show)) as DicomJson);

export async function openStudies(sql: Sql, subject: Subject, rows: readonly StudyRow[]): Promise<OpenStudy[]> {
  const show = showTo(subject);
  const numbers = await openNumbers(sql, 'imaging.study', rows.map(({ studyUid, sealedNumbers }) => ({ id: studyUid, sealed: sealedNumbers })));
  return rows.map((row, at) => {
    const attributes = opened(row.hiddenAttributes, numbers[at]!, show);
    return { ...row, attributes, patientId: row.patientIdIndex === null ? row.patientId : (textOf(attributes, '00100020') ?? null) };
  });
}

export const openStudy = async (sql: Sql, subject: Subject, row: StudyRow): Promise<OpenStudy> => (await openStudies(sql, subject, [row]))[0]!;

export async function openSeries(sql: Sql, subject: Subject, rows: readonly SeriesRow[]): Promise<OpenSeries[]> {
  const show = showTo(subject);
  const ofStudies = await openNumbers(sql, 'imaging.study', rows.map(({ studyUid, sealedStudyNumbers }) => ({ id: studyUid, sealed: sealedStudyNumbers })));
  return (await openOwnSeries(sql, subject, rows)).map((row, at) => ({ ...row, studyAttributes: opened(row.hiddenStudyAttributes, ofStudies[at]!, show) }));
}

/** Series without what is said of their study. */
export async function openOwnSeries<Row extends Pick<SeriesRow, 'seriesUid' | 'hiddenAttributes' | 'sealedNumbers'>>(sql: Sql, subject: Subject, rows: readonly Row[]): Promise<(Row & { readonly attributes: DicomJson })[]> {
  const show = showTo(subject);
  const numbers = await openNumbers(sql, 'imaging.series', rows.map(({ seriesUid, sealedNumbers }) => ({ id: seriesUid, sealed: sealedNumbers })));
  return rows.map((row, at) => ({ ...row, attributes: opened(row.hiddenAttributes, numbers[at]!, show) }));
}

/** DICOM JSON texts, in the order given. */
export async function openMetadata(sql: Sql, subject: Subject, rows: readonly Pick<InstanceRow, 'sopUid' | 'hiddenMetadata' | 'sealedNumbers'>[]): Promise<string[]> {
  const show = showTo(subject);
  const numbers = await openNumbers(sql, 'imaging.instance', rows.map(({ sopUid, sealedNumbers }) => ({ id: sopUid, sealed: sealedNumbers })));
  return rows.map(({ hiddenMetadata }, at) => (numbers[at]!.length === 0 ? hiddenMetadata : putBack(hiddenMetadata, numbers[at]!, show)));
}
