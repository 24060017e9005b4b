import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { endRecognitionItem as operation } from '../../../contract/catalogue.ts';
import { findItem, lock, setItemEnd } from '../../store/catalogue.ts';
import { problem } from '../decide/find-results.ts';

export async function endRecognitionItem(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx, gate } = context;
  await lock(tx, `item ${input.id}`);
  const item = await findItem(tx, input.id);
  if (item === undefined) throw problem('recognition.unknown');
  gate.requireOrganisation(item.ownerOrganisationId);
  if (item.endReason !== null) throw problem('recognition.already-ended');
  if (input.validUntil < item.validFrom) throw problem('recognition.period-reversed');
  await setItemEnd(tx, input);
  context.emit('recognition.item-ended', { itemId: item.id, code: item.code }, [item.ownerOrganisationId]);
  context.about({ organisationId: item.ownerOrganisationId, resource: `RecognitionItem/${item.id}` });
  return { ...item, validUntil: input.validUntil, endReason: input.reason };
}
