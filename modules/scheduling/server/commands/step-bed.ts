import { writeResources } from '#fhir/repository/write.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { Bed, BedAction } from '../../contract/beds.ts';
import { stepBed } from '../rules/booking.ts';
import { found } from '../rules/found.ts';
import { bedWrite } from '../rules/resources.ts';
import { insertAction } from '../store/actions.ts';
import { lockBed, updateBed, type BedChange } from '../store/beds.ts';

const problem = problemsOf(contract.problems);

export interface BedMove {
  readonly action: BedAction;
  readonly event: keyof typeof contract.events;
  readonly reason?: string;
  readonly change?: Partial<BedChange>;
}

/** Locks a bed of the subject's organisation. */
export async function lockOwnBed(context: CommandContext, id: string): Promise<Bed> {
  const bed = found(await lockBed(context.tx, id));
  context.gate.requireOrganisation(bed.organisationId);
  return bed;
}

/** One step of a locked bed: row, FHIR Location, action, event. Throws `scheduling.bed-wrong-state`. */
export async function moveBedState(context: CommandContext, before: Bed, move: BedMove): Promise<Bed> {
  const state = stepBed(before.state, move.action);
  if (state === undefined) throw problem('scheduling.bed-wrong-state');
  const after = await updateBed(context.tx, { id: before.id, state, now: context.now, ...move.change });
  await writeResources(context, [bedWrite(after)]);
  const personId = after.personId ?? before.personId;
  await insertAction(context, {
    itemKind: 'bed', itemId: after.id, ownerOrganisationId: after.organisationId, action: move.action, stateBefore: before.state, stateAfter: state,
    reason: move.reason ?? null, personId,
  });
  context.about({ organisationId: after.organisationId, resource: `Location/${after.id}`, personId });
  context.emit(move.event, { bedId: after.id, wardId: after.wardId, state }, [after.organisationId]);
  return after;
}
