import type { ImagingStudy } from '#fhir/types/resources.gen.ts';
import type { DicomJson } from '#platform/dicom/dicom-json.ts';
import { isCalendarDate } from '#platform/kernel/period.ts';
import { REFUSAL_WORDS } from '../../contract/quality.ts';
import type { StudyRow } from '../store/studies.ts';
import { isPlace } from './hidden-numbers.ts';

interface SeriesOfStudy {
  readonly seriesUid: string;
  readonly modality: string | null;
  readonly seriesNumber: number | null;
  readonly instanceCount: number;
  readonly hiddenAttributes: DicomJson;
}

const DCM = 'http://dicom.nema.org/resources/ontology/DCM';

/** The FHIR picture of a study. Instances are named by DICOMweb, not here: a study of a thousand slices would be rewritten with every one of them. */
export function imagingStudyOf(study: StudyRow, series: readonly SeriesOfStudy[]): ImagingStudy {
  const started = startedOf(study);
  const [accession, description] = [stringOf(study.accessionNumber), stringOf(study.description)];
  const modalities = study.modalities.flatMap((code) => stringOf(code) ?? []);
  return {
    resourceType: 'ImagingStudy',
    id: study.fhirId,
    identifier: [
      { system: 'urn:dicom:uid', value: `urn:oid:${study.studyUid}` },
      ...(accession === undefined ? [] : [{ type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'ACSN' }] }, system: `https://yigong.dev/fhir/sid/accession/${study.ownerOrganisationId}`, value: accession }]),
    ],
    // Kept and not to be relied on: R4 has no nearer word for pictures that have to be taken again.
    status: study.refusalReason === null ? 'available' : study.refusalReason === 'wrong-patient' ? 'entered-in-error' : 'cancelled',
    ...(modalities.length === 0 ? {} : { modality: modalities.map((code) => ({ system: DCM, code })) }),
    // A sealed Patient ID is told by no resource: its text and search values would hold it in clear.
    subject: study.personId !== null ? { reference: `Patient/${study.personId}` }
      : { identifier: { system: `https://yigong.dev/fhir/sid/dicom-patient/${study.ownerOrganisationId}`, value: stringOf(study.patientId) ?? study.studyUid } },
    ...(started === undefined ? {} : { started }),
    numberOfSeries: study.seriesCount,
    numberOfInstances: study.instanceCount,
    ...(description === undefined ? {} : { description }),
    ...(study.refusalReason === null ? {} : { note: [{ text: [`${REFUSAL_WORDS[study.refusalReason].zh} ${REFUSAL_WORDS[study.refusalReason].en}`, stringOf(study.refusalNote)].filter(Boolean).join(': '), time: study.refusedAt!.toISOString(), authorString: study.refusedByName! }] }),
    ...(series.length === 0 ? {} : { series: series.map(seriesOf) }),
  };
}

function seriesOf({ seriesUid, modality, seriesNumber, instanceCount, hiddenAttributes }: SeriesOfStudy): NonNullable<ImagingStudy['series']>[number] {
  const description = stringOf(textOf(hiddenAttributes, '0008103E'));
  const bodyPart = stringOf(textOf(hiddenAttributes, '00180015'));
  return {
    uid: seriesUid,
    ...(seriesNumber === null || seriesNumber < 0 ? {} : { number: seriesNumber }),
    modality: { system: DCM, code: stringOf(modality) ?? 'OT' },
    ...(description === undefined ? {} : { description }),
    numberOfInstances: instanceCount,
    ...(bodyPart === undefined ? {} : { bodySite: { system: 'https://yigong.dev/fhir/dicom/body-part-examined', code: bodyPart } }),
  };
}

/** A FHIR string or code: no signs of control, no double blanks, not empty. */
export const stringOf = (text: string | null | undefined): string | undefined => text?.replace(/[\p{Cc}\s]+/gu, ' ').trim() || undefined;

/** First value of an attribute, as text; undefined where it is sealed and has not been opened. */
export function textOf(json: DicomJson, tag: string): string | undefined {
  const value = json[tag]?.Value?.[0];
  if (value === undefined || value === null || typeof value === 'object') return undefined;
  const text = String(value).trim();
  return text === '' || isPlace(text) ? undefined : text;
}

/** Times without a zone are of China unless the images name their offset (0008,0201). */
function startedOf({ studyDate, studyTime, hiddenAttributes }: StudyRow): string | undefined {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})/.exec(studyDate ?? '') ?? [];
  if (year === undefined || !isCalendarDate(`${year}-${month}-${day}`)) return undefined;
  const [, hour, minute, second] = /^([01]\d|2[0-3]):?([0-5]\d):?([0-5]\d)?/.exec(studyTime ?? '') ?? [];
  if (hour === undefined) return `${year}-${month}-${day}`;
  const [, offset, minutes] = /^([+-]\d{2})(\d{2})$/.exec(textOf(hiddenAttributes, '00080201') ?? '') ?? [];
  return `${year}-${month}-${day}T${hour}:${minute}:${second ?? '00'}${offset === undefined ? '+08:00' : `${offset}:${minutes}`}`;
}
