import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf, ResultOf } from '#platform/kernel/contract.ts';
import type { endEquivalence as operation } from '../../../contract/catalogue.ts';
import { findPair, lock, setPairEnd } from '../../store/catalogue.ts';
import { problem } from '../decide/find-results.ts';

export async function endEquivalence(context: CommandContext, { id, validUntil }: InputOf<typeof operation>): Promise<ResultOf<typeof operation>> {
  const { tx, gate } = context;
  await lock(tx, 'equivalence');
  const pair = await findPair(tx, id);
  if (pair === undefined) throw problem('recognition.unknown');
  gate.requireOrganisation(pair.ownerOrganisationId);
  if (pair.validUntil !== null) throw problem('recognition.already-ended');
  await setPairEnd(tx, id, validUntil);
  context.emit('recognition.equivalence-ended', { equivalenceId: id }, [pair.ownerOrganisationId]);
  context.about({ organisationId: pair.ownerOrganisationId, resource: `RecognitionEquivalence/${id}` });
  return { ...pair, validUntil };
}
