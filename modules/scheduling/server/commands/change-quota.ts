import { writeResources } from '#fhir/repository/write.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { changeQuota as operation, Slot } from '../../contract/clinics.ts';
import { found } from '../rules/found.ts';
import { slotWrite } from '../rules/resources.ts';
import { insertAction } from '../store/actions.ts';
import { findSlot, lockSlot, updateQuota } from '../store/slots.ts';

const problem = problemsOf(contract.problems);

export async function changeQuota(context: CommandContext, input: InputOf<typeof operation>): Promise<Slot> {
  const before = found(await lockSlot(context.tx, input.id));
  context.gate.requireOrganisation(before.organisationId);
  if (before.state === 'cancelled') throw problem('scheduling.session-cancelled-already');
  if (before.pools.some((pool) => input[pool.pool] < pool.taken)) throw problem('scheduling.quota-below-taken');
  await updateQuota(context.tx, input);
  const slot = found(await findSlot(context.tx, input.id));
  await writeResources(context, [slotWrite(slot)]);
  await insertAction(context, {
    itemKind: 'slot', itemId: slot.id, ownerOrganisationId: slot.organisationId, action: 'change-quota',
    stateBefore: before.pools.map((pool) => pool.quota).join('/'), stateAfter: slot.pools.map((pool) => pool.quota).join('/'), reason: input.reason,
  });
  context.about({ organisationId: slot.organisationId, resource: `Slot/${slot.id}` });
  context.emit('scheduling.quota-changed', { slotId: slot.id }, [slot.organisationId]);
  return slot;
}
