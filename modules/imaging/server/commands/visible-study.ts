import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { Basis } from '#platform/access/record-basis.ts';
import { lockStudyRow, type StudyRow } from '../store/studies.ts';

/** The study, locked: of the own organisation, or of a person whose record the subject may open (the reader of a centre). */
export async function lockVisibleStudy({ tx, subject, gate }: CommandContext, id: string): Promise<{ row: StudyRow; basis: Basis | null }> {
  const row = await lockStudyRow(tx, id);
  if (row === undefined) throw platformProblem('platform.not-found');
  if (row.personId !== null) return { row, basis: await gate.recordBasis(row.personId) };
  if (!subject.everyOrganisation) gate.requireOrganisation(row.ownerOrganisationId);
  return { row, basis: null };
}
