import { writeResources } from '#fhir/repository/write.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { publishSession as operation, Session } from '../../contract/clinics.ts';
import { planSession } from '../rules/booking.ts';
import { found } from '../rules/found.ts';
import { slotWrite } from '../rules/resources.ts';
import { insertAction } from '../store/actions.ts';
import { findClinic, findSession, insertSession, sessionOverlaps } from '../store/sessions.ts';

const problem = problemsOf(contract.problems);

/** All slots of a session at once, each also as FHIR Slot. */
export async function publishSession(context: CommandContext, input: InputOf<typeof operation>): Promise<Session> {
  const { tx } = context;
  const clinic = found(await findClinic(tx, input.clinicId));
  context.gate.requireOrganisation(clinic.organisationId);
  const times = planSession(input);
  if (times === undefined || times.endsAt <= context.now || input.open + input.referral + input.contract === 0) throw problem('scheduling.session-impossible');
  if (await sessionOverlaps(tx, { clinicId: clinic.id, startsAt: times.startsAt, endsAt: times.endsAt })) throw problem('scheduling.session-overlaps');
  const id = context.newId();
  await insertSession(tx, { ...input, ...times, id, clinic, slots: times.slots.map((slot) => ({ ...slot, id: context.newId() })) });
  const session = found(await findSession(tx, id));
  await writeResources(context, session.slots.map(slotWrite));
  await insertAction(context, { itemKind: 'session', itemId: id, ownerOrganisationId: clinic.organisationId, action: 'publish', stateAfter: 'published' });
  context.about({ organisationId: clinic.organisationId, resource: `Schedule/${clinic.id}` });
  context.emit('scheduling.session-published', { sessionId: id, clinicId: clinic.id }, [clinic.organisationId]);
  return session;
}
