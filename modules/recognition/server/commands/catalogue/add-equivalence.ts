import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { addEquivalence as operation } from '../../../contract/catalogue.ts';
import { findPair, insertPair, isPairKnown, lock } from '../../store/catalogue.ts';
import { problem } from '../decide/find-results.ts';

export async function addEquivalence(context: CommandContext, input: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx, gate } = context;
  gate.requireOrganisation(input.organisationId);
  if (input.code === input.otherCode) throw problem('recognition.same-code');
  await lock(tx, 'equivalence');
  if (await isPairKnown(tx, input)) throw problem('recognition.already-equivalent');
  const id = context.newId();
  await insertPair(tx, id, input);
  context.emit('recognition.equivalence-added', { equivalenceId: id }, [input.organisationId]);
  context.about({ organisationId: input.organisationId, resource: `RecognitionEquivalence/${id}` });
  return (await findPair(tx, id))!;
}
