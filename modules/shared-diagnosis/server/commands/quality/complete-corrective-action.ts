import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { completeCorrectiveAction as operation } from '../../../contract/quality.ts';
import { correctiveOf } from '../../rules/second-reading.ts';
import { lockCorrective, markCorrectiveDone } from '../../store/quality.ts';
import { problem } from '../act/act-context.ts';

export async function completeCorrectiveAction(context: CommandContext, { id, result }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const row = await lockCorrective(context.tx, id);
  if (row === undefined) throw problem('shared-diagnosis.not-found');
  context.gate.requireOrganisation(row.organisationId);
  if (row.state === 'done') throw problem('shared-diagnosis.already-ended');
  await markCorrectiveDone(context.tx, { id, result, at: context.now });
  context.emit('shared-diagnosis.corrective-action-completed', { correctiveId: id }, [row.organisationId]);
  context.about({ organisationId: row.organisationId, resource: `CorrectiveAction/${id}` });
  return correctiveOf({ ...row, state: 'done', result, doneAt: context.now });
}
