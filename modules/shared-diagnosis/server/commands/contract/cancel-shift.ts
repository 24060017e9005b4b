import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { cancelShift as operation } from '../../../contract/centres.ts';
import { lockShift, markShiftCancelled, shiftOf } from '../../store/permits.ts';
import { problem } from '../act/act-context.ts';

export async function cancelShift(context: CommandContext, { id }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const found = await lockShift(context.tx, id);
  if (found === undefined) throw problem('shared-diagnosis.not-found');
  context.gate.requireOrganisation(found.organisationId);
  const { cancelled, ...row } = found;
  if (cancelled) throw problem('shared-diagnosis.already-ended');
  await markShiftCancelled(context.tx, { id, at: context.now });
  context.emit('shared-diagnosis.shift-cancelled', { shiftId: id }, [row.organisationId]);
  context.about({ organisationId: row.organisationId, resource: `Shift/${id}` });
  return shiftOf(row);
}
