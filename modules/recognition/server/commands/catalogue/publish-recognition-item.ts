import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { publishRecognitionItem as operation } from '../../../contract/catalogue.ts';
import { findItem, findVersions, insertItem, lock } from '../../store/catalogue.ts';
import { problem } from '../decide/find-results.ts';

export async function publishRecognitionItem(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx, gate } = context;
  gate.requireOrganisation(input.organisationId);
  if (input.validUntil != null && input.validUntil < input.validFrom) throw problem('recognition.period-reversed');
  await lock(tx, `item ${input.organisationId} ${input.code}`);
  const { latest, overlapping } = await findVersions(tx, input);
  if (overlapping > 0) throw problem('recognition.version-overlaps');
  const id = context.newId();
  await insertItem(tx, id, { ...input, version: latest + 1 });
  context.emit('recognition.item-published', { itemId: id, code: input.code, version: latest + 1 }, [input.organisationId]);
  context.about({ organisationId: input.organisationId, resource: `RecognitionItem/${id}` });
  return (await findItem(tx, id))!;
}
