import { writeResources } from '#fhir/repository/write.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { insertEvents } from '#platform/events/outbox.ts';
import { imagingStudyOf } from '../../rules/imaging-study.ts';
import { findSeriesOf, findStudyRows, setAnnounced, type StudyRow } from '../../store/studies.ts';

export interface AnnounceContext {
  readonly tx: Transaction;
  readonly subject: Subject;
  readonly now: Date;
  newId(): string;
}

/** Brings the FHIR ImagingStudy up to what is kept and tells the other rooms, in the caller's transaction. */
export async function announceStudies(context: AnnounceContext, studyUids: readonly string[]): Promise<void> {
  const { tx, subject } = context;
  const studies = await findStudyRows(tx, studyUids);
  if (studies.length === 0) return;
  await writeImagingStudies(context, studies);
  await setAnnounced(tx, studies.map(({ studyUid }) => studyUid));
  await insertEvents(tx, studies.map((study) => ({
    name: 'imaging.study-stored',
    payload: {
      studyUid: study.studyUid, imagingStudyId: study.fhirId, organisationId: study.ownerOrganisationId, personId: study.personId, accessionNumber: study.accessionNumber,
      seriesCount: study.seriesCount, instanceCount: study.instanceCount,
    },
    organisationIds: [study.ownerOrganisationId],
    subjectId: subject.id,
  })));
}

export async function writeImagingStudies(context: AnnounceContext, studies: readonly StudyRow[]): Promise<void> {
  const writes = await Promise.all(studies.map(async (study) => ({
    method: 'put' as const,
    resource: imagingStudyOf(study, await findSeriesOf(context.tx, study.studyUid)),
    ownerOrganisationId: study.ownerOrganisationId,
    managedBy: 'imaging',
  })));
  await writeResources(context, writes);
}
