import { endRecordBasis, grantRecordBasis } from '#platform/access/record-basis.ts';
import { writeResources } from '#fhir/repository/write.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { Bed, moveBed as operation } from '../../contract/beds.ts';
import { bedWrite } from '../rules/resources.ts';
import { insertAction } from '../store/actions.ts';
import { updateBed } from '../store/beds.ts';
import { updateReservationBed } from '../store/reservations.ts';
import { sexesOf } from './reserve-bed.ts';
import { lockOwnBed, moveBedState } from './step-bed.ts';

const problem = problemsOf(contract.problems);

/** To a free bed of the same organisation; between organisations people are referred. The answer is the new bed. */
export async function moveBed(context: CommandContext, input: InputOf<typeof operation>): Promise<Bed> {
  // Both rows in the order of their ids, so that two moves that cross each other cannot lock each other out.
  const locked = new Map<string, Bed>();
  for (const id of [input.id, input.toBedId].sort()) locked.set(id, await lockOwnBed(context, id));
  const from = locked.get(input.id)!;
  const to = locked.get(input.toBedId)!;
  const { personId, reservationId } = from;
  if (from.state !== 'occupied' || personId === null || to.state !== 'free') throw problem('scheduling.bed-wrong-state');
  if (!(await sexesOf(context, personId)).includes(to.forSex)) throw problem('scheduling.bed-not-suitable');
  await moveBedState(context, from, { action: 'move', event: 'scheduling.bed-moved', reason: input.reason });
  const after = await updateBed(context.tx, { id: to.id, state: 'occupied', now: context.now, personId, reservationId });
  if (reservationId !== null) await updateReservationBed(context.tx, { id: reservationId, bedId: to.id, wardId: to.wardId });
  await writeResources(context, [bedWrite(after)]);
  await insertAction(context, {
    itemKind: 'bed', itemId: to.id, ownerOrganisationId: to.organisationId, action: 'admit', stateBefore: 'free', stateAfter: 'occupied',
    reason: input.reason, personId,
  });
  const opened = await endRecordBasis(context.tx, { source: `scheduling/bed/${from.id}/${personId}`, at: context.now });
  // An admission that opened nothing opens nothing by a move either.
  if (opened === 0) return after;
  await grantRecordBasis(context.tx, {
    personId, organisationId: to.organisationId, basis: 'treatment', source: `scheduling/bed/${to.id}/${personId}`, validFrom: context.now, validUntil: null,
  });
  return after;
}
