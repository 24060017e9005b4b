import type { DicomJson } from '#platform/dicom/dicom-json.ts';
import type { Study } from '../../contract/schemas.ts';
import type { OpenStudy } from '../store/open-numbers.ts';

interface NameGroups {
  readonly Alphabetic?: string;
  readonly Ideographic?: string;
  readonly Phonetic?: string;
}

/** A study as screens show it. */
export function studyView(row: OpenStudy): Study {
  return {
    studyUid: row.studyUid,
    imagingStudyId: row.fhirId,
    ownerOrganisationId: row.ownerOrganisationId,
    personId: row.personId,
    patientName: patientNameOf(row.attributes),
    patientId: row.patientId,
    patientBirthDate: dayOf(row.patientBirthDate),
    patientSex: row.patientSex,
    studyDate: dayOf(row.studyDate),
    studyTime: timeOf(row.studyTime),
    accessionNumber: row.accessionNumber,
    description: row.description,
    modalities: [...row.modalities],
    seriesCount: row.seriesCount,
    instanceCount: row.instanceCount,
    byteCount: Number(row.byteCount),
    storedAt: row.storedAt.toISOString(),
    refusal: row.refusalReason === null ? null : { reason: row.refusalReason, note: row.refusalNote, at: row.refusedAt!.toISOString(), byName: row.refusedByName!, wantsRetake: row.wantsRetake },
  };
}

function patientNameOf(attributes: DicomJson): Study['patientName'] {
  const groups = attributes['00100010']?.Value?.[0] as NameGroups | undefined;
  const read = (text: string | undefined): string | null => text?.replace(/\^+/g, /\p{Script=Han}/u.test(text) ? '' : ' ').trim() || null;
  return { alphabetic: read(groups?.Alphabetic), ideographic: read(groups?.Ideographic), phonetic: read(groups?.Phonetic) };
}

function dayOf(text: string | null): string | null {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})/.exec(text ?? '') ?? [];
  return year === undefined ? null : `${year}-${month}-${day}`;
}

function timeOf(text: string | null): string | null {
  const [, hour, minute] = /^(\d{2}):?(\d{2})/.exec(text ?? '') ?? [];
  return hour === undefined ? null : `${hour}:${minute}`;
}
