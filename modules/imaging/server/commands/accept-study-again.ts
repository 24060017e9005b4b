import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { acceptStudyAgain as declared } from '../../contract/quality.ts';
import { studyView } from '../rules/study-view.ts';
import { openStudy } from '../store/open-numbers.ts';
import { NO_REFUSAL, setRefusal } from '../store/refusals.ts';
import { insertAction } from '../store/studies.ts';
import { writeImagingStudies } from './store/announce-studies.ts';
import { lockVisibleStudy } from './visible-study.ts';

const problem = problemsOf(contract.problems);

/** A refusal in error is taken back with a reason; both stay in the list of actions. */
export async function acceptStudyAgain(context: CommandContext, { id, reason }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const { tx, subject, now, newId } = context;
  const { row, basis } = await lockVisibleStudy(context, id);
  if (row.refusalReason === null) throw problem('imaging.not-refused');
  await setRefusal(tx, id, NO_REFUSAL);
  await insertAction(tx, { actionId: newId(), studyUid: id, organisationId: row.ownerOrganisationId, action: 'accepted-again', personId: row.personId, reason, at: now, byId: subject.id, byName: subject.name });
  const accepted = { ...row, ...NO_REFUSAL };
  await writeImagingStudies({ tx, subject, now, newId }, [accepted]);
  context.about({ organisationId: row.ownerOrganisationId, personId: row.personId, resource: `ImagingStudy/${row.fhirId}`, basis });
  context.emit('imaging.study-accepted-again', { studyUid: id, imagingStudyId: row.fhirId, organisationId: row.ownerOrganisationId, personId: row.personId }, [row.ownerOrganisationId]);
  return studyView(await openStudy(tx, subject, accepted));
}
