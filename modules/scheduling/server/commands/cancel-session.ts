import { writeResources } from '#fhir/repository/write.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { cancelSession as operation, Session } from '../../contract/clinics.ts';
import { found } from '../rules/found.ts';
import { slotWrite } from '../rules/resources.ts';
import { insertAction } from '../store/actions.ts';
import { findSession, lockSession, markSessionCancelled } from '../store/sessions.ts';

const problem = problemsOf(contract.problems);

/** Nobody loses a seat by it: while people are booked it is refused. */
export async function cancelSession(context: CommandContext, { id, reason }: InputOf<typeof operation>): Promise<Session> {
  const before = found(await lockSession(context.tx, id));
  context.gate.requireOrganisation(before.organisationId);
  if (before.state === 'cancelled') throw problem('scheduling.session-cancelled-already');
  if (before.slots.some((slot) => slot.pools.some((pool) => pool.taken > 0))) throw problem('scheduling.session-booked');
  await markSessionCancelled(context.tx, id);
  const session = found(await findSession(context.tx, id));
  await writeResources(context, session.slots.map(slotWrite));
  await insertAction(context, {
    itemKind: 'session', itemId: id, ownerOrganisationId: session.organisationId, action: 'cancel', stateBefore: 'published', stateAfter: 'cancelled', reason,
  });
  context.about({ organisationId: session.organisationId, resource: `Schedule/${session.clinicId}` });
  context.emit('scheduling.session-cancelled', { sessionId: id, clinicId: session.clinicId }, [session.organisationId]);
  return session;
}
