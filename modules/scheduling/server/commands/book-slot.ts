import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import { contract } from '../../contract.ts';
import type { bookSlot as operation, Reservation } from '../../contract/reservations.ts';
import { MISSED_DAYS, MISSED_MAX } from '../rules/booking.ts';
import { countMissed } from '../store/reservations.ts';
import { findSlot } from '../store/slots.ts';
import { reserveSlot } from './reserve-slot.ts';

const problem = problemsOf(contract.problems);

/** At the desk of the clinic for whoever stands there; for a clinic elsewhere only for people whose record the organisation may open. */
export async function bookSlot(context: CommandContext, input: InputOf<typeof operation>): Promise<Reservation> {
  const { subject } = context;
  const slot = await findSlot(context.tx, input.slotId);
  if (slot === undefined) throw problem('scheduling.slot-unknown');
  const byOrganisationId = subject.organisationId;
  if (byOrganisationId === null) throw platformProblem('platform.organisation-forbidden');
  const ownDesk = subject.everyOrganisation || subject.organisationIds.includes(slot.organisationId);
  const basis = ownDesk ? 'desk' : await context.gate.recordBasis(input.personId);
  const since = new Date(context.now.getTime() - MISSED_DAYS * 86_400_000);
  if ((await countMissed(context.tx, { personId: input.personId, since })) >= MISSED_MAX) throw problem('scheduling.often-missed');
  const reservation = await reserveSlot(context, { ...input, source: `desk/${context.newId()}`, byOrganisationId });
  context.about({ organisationId: slot.organisationId, personId: input.personId, resource: `Appointment/${reservation.appointmentId}`, basis });
  context.emit('scheduling.slot-booked', { reservationId: reservation.id, slotId: slot.id }, [slot.organisationId, byOrganisationId]);
  return reservation;
}
