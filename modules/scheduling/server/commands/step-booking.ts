import type { CommandContext } from '#platform/http/operation.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import { contract } from '../../contract.ts';
import type { Reservation } from '../../contract/reservations.ts';
import { found } from '../rules/found.ts';
import { lockReservation } from '../store/reservations.ts';
import { stepOne } from './step-reservation.ts';

const problem = problemsOf(contract.problems);

export interface BookingMove {
  readonly id: string;
  readonly action: 'release' | 'arrive' | 'miss';
  readonly event: keyof typeof contract.events;
  readonly reason?: string;
  /** The organisation that booked may do it too, not only the clinic. */
  readonly byBooker?: boolean;
}

/** One step of a booking at a desk; bookings made by another room are changed there. */
export async function moveBooking(context: CommandContext, move: BookingMove): Promise<Reservation> {
  const before = found(await lockReservation(context.tx, move.id));
  const sides = move.byBooker ? [before.organisationId, before.byOrganisationId] : [before.organisationId];
  const mine = context.subject.everyOrganisation || sides.some((side) => context.subject.organisationIds.includes(side));
  if (!mine) throw platformProblem('platform.organisation-forbidden');
  if (!before.source.startsWith('desk/')) throw problem('scheduling.managed-elsewhere');
  const after = await stepOne(context, before, { action: move.action, reason: move.reason });
  context.about({ organisationId: after.organisationId, personId: after.personId, resource: `Appointment/${after.appointmentId}` });
  context.emit(move.event, { reservationId: after.id }, [after.organisationId, after.byOrganisationId]);
  return after;
}
