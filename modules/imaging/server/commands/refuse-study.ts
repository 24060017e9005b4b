import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { refuseStudy as declared } from '../../contract/quality.ts';
import { studyView } from '../rules/study-view.ts';
import { openStudy } from '../store/open-numbers.ts';
import { setRefusal } from '../store/refusals.ts';
import { insertAction } from '../store/studies.ts';
import { writeImagingStudies } from './store/announce-studies.ts';
import { lockVisibleStudy } from './visible-study.ts';

const problem = problemsOf(contract.problems);

/** By whoever reads it, at the site or at the centre; the site sees the reason and whether it is to examine again. */
export async function refuseStudy(context: CommandContext, { id, reason, note, wantsRetake }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const { tx, subject, now, newId } = context;
  const { row, basis } = await lockVisibleStudy(context, id);
  if (row.refusalReason !== null) throw problem('imaging.refused-already');
  const refusal = { refusalReason: reason, refusalNote: note || null, refusedAt: now, refusedByName: subject.name, wantsRetake };
  await setRefusal(tx, id, refusal);
  await insertAction(tx, { actionId: newId(), studyUid: id, organisationId: row.ownerOrganisationId, action: 'refused', personId: row.personId, reason: note ? `${reason}: ${note}` : reason, at: now, byId: subject.id, byName: subject.name });
  const refused = { ...row, ...refusal };
  await writeImagingStudies({ tx, subject, now, newId }, [refused]);
  context.about({ organisationId: row.ownerOrganisationId, personId: row.personId, resource: `ImagingStudy/${row.fhirId}`, basis });
  const told = subject.organisationId === null ? [] : [subject.organisationId];
  context.emit('imaging.study-refused', { studyUid: id, imagingStudyId: row.fhirId, organisationId: row.ownerOrganisationId, personId: row.personId, accessionNumber: row.accessionNumber, reason, wantsRetake }, [...new Set([row.ownerOrganisationId, ...told])]);
  return studyView(await openStudy(tx, subject, refused));
}
