import { findResidentSummaries, followMerge } from '#modules/residents/server/api.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract, type matchStudy as declared } from '../../contract.ts';
import { studyView } from '../rules/study-view.ts';
import { openStudy } from '../store/open-numbers.ts';
import { insertAction, lockStudyRow, setPerson } from '../store/studies.ts';
import { writeImagingStudies } from './store/announce-studies.ts';

const problem = problemsOf(contract.problems);

/** The desk says whose images these are; the FHIR ImagingStudy moves into the person's record in the same transaction. */
export async function matchStudy(context: CommandContext, { id, personId, reason }: InputOf<typeof declared>): Promise<ResultOf<typeof declared>> {
  const { tx, subject, gate, now, newId } = context;
  const row = await lockStudyRow(tx, id);
  if (row === undefined) throw platformProblem('platform.not-found');
  gate.requireOrganisation(row.ownerOrganisationId);
  const person = await followMerge(tx, personId);
  if (!(await findResidentSummaries(tx, [person])).has(person)) throw platformProblem('platform.not-found');
  const basis = await gate.recordBasis(person);
  if (row.personId === person) throw problem('imaging.matched-otherwise');
  await setPerson(tx, { studyUid: id, personId: person, now });
  await insertAction(tx, { actionId: newId(), studyUid: id, organisationId: row.ownerOrganisationId, action: 'matched', personId: person, reason, at: now, byId: subject.id, byName: subject.name });
  const matched = { ...row, personId: person };
  await writeImagingStudies({ tx, subject, now, newId }, [matched]);
  context.about({ organisationId: row.ownerOrganisationId, personId: person, resource: `ImagingStudy/${row.fhirId}`, basis });
  context.emit('imaging.study-matched', { studyUid: id, imagingStudyId: row.fhirId, personId: person, organisationId: row.ownerOrganisationId }, [row.ownerOrganisationId]);
  return studyView(await openStudy(tx, subject, matched));
}
