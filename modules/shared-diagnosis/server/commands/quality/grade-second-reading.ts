import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { gradeSecondReading as operation } from '../../../contract/quality.ts';
import { secondReadingOf } from '../../rules/second-reading.ts';
import { findSecondReading, updateSecondReading } from '../../store/quality.ts';
import { problem } from '../act/act-context.ts';

/** A person weighs the difference of the words. */
export async function gradeSecondReading(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await findSecondReading(context.tx, input.id, true);
  if (row === undefined || !(context.subject.everyOrganisation || context.subject.organisationIds.includes(row.organisationId))) throw problem('shared-diagnosis.not-found');
  if (row.state !== 'read') throw problem('shared-diagnosis.wrong-state');
  const after = { ...row, grade: input.grade, gradeNote: input.note ?? null };
  await updateSecondReading(context.tx, after);
  context.emit('shared-diagnosis.second-reading-graded', { secondReadingId: row.id, grade: input.grade }, [row.organisationId]);
  context.about({ organisationId: row.organisationId, resource: `SecondReading/${row.id}` });
  return secondReadingOf(after);
}
