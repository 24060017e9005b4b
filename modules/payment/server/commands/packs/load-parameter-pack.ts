import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { assert } from '#platform/kernel/problem.ts';
import type { loadParameterPack as operation, Pack } from '../../../contract/packs.ts';
import { found, problem } from '../../rules/found.ts';
import { checkPack } from '../../rules/pack-check.ts';
import { insertAction } from '../../store/actions.ts';
import { findPack, insertPack } from '../../store/packs.ts';
import { plainPack } from './pack-steps.ts';

const DETAILS_MAX = 200;

/** A pack is taken whole or not at all; what the city has not decided is noted as missing, not refused. */
export async function loadParameterPack(context: CommandContext, input: InputOf<typeof operation>): Promise<Pack> {
  const { tx, subject, now } = context;
  assert(subject.organisationId !== null, 'a pack is loaded for an organisation');
  const { reasons, missing } = checkPack(input.content, input);
  if (reasons.length > 0) throw problem('payment.pack-contradicts', reasons.slice(0, DETAILS_MAX));
  const id = context.newId();
  if (!(await insertPack(tx, { ...input, id, ownerOrganisationId: subject.organisationId, missing, subject, now }))) throw problem('payment.version-taken');
  await insertAction(context, { itemId: id, ownerOrganisationId: subject.organisationId, action: 'load', stateAfter: 'draft' });
  context.about({ organisationId: subject.organisationId });
  context.emit('payment.pack-loaded', { packId: id }, [subject.organisationId]);
  return plainPack(found(await findPack(tx, id)));
}
