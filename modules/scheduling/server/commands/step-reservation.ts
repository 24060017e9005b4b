import { writeResources } from '#fhir/repository/write.ts';
import { assert, problemsOf } from '#platform/kernel/problem.ts';
import type { ResourceWrite } from '#fhir/repository/resource-write.ts';
import { contract } from '../../contract.ts';
import type { Reservation, ReservationAction } from '../../contract/reservations.ts';
import { stepReservation } from '../rules/booking.ts';
import { appointmentWrite, bedWrite, slotWrite } from '../rules/resources.ts';
import { insertAction, type SchedulingContext } from '../store/actions.ts';
import { findWard, lockBed, updateBed } from '../store/beds.ts';
import { updateReservationState } from '../store/reservations.ts';
import { findClinic } from '../store/sessions.ts';
import { findSlot, giveSeatBack, lockSlot } from '../store/slots.ts';

const problem = problemsOf(contract.problems);

export interface Step {
  readonly action: ReservationAction;
  readonly reason?: string;
}

const GIVES_BACK: ReadonlySet<ReservationAction> = new Set(['release', 'expire', 'finish']);

/** Moves one locked reservation: row, seat or bed, Appointment, action. Throws `scheduling.wrong-state`. */
export async function stepOne(context: SchedulingContext, reservation: Reservation, step: Step): Promise<Reservation> {
  const state = stepReservation(reservation.state, step.action);
  if (state === undefined) throw problem('scheduling.wrong-state');
  const moved = await updateReservationState(context.tx, { id: reservation.id, state, now: context.now });
  const writes = moved.kind === 'slot' ? await stepSlot(context, moved, step.action) : await stepBedOf(context, moved, step.action);
  await writeResources(context, writes);
  await insertAction(context, {
    itemKind: 'reservation', itemId: moved.id, ownerOrganisationId: moved.organisationId, action: step.action, stateBefore: reservation.state,
    stateAfter: state, reason: step.reason ?? null, personId: moved.personId,
  });
  context.emit('scheduling.reservation-changed', { reservationId: moved.id, source: moved.source, state }, [moved.organisationId, moved.byOrganisationId]);
  return moved;
}

/** A seat is given back when it can still be used by somebody else; a missed or finished visit has used it. */
async function stepSlot(context: SchedulingContext, reservation: Reservation, action: ReservationAction): Promise<ResourceWrite[]> {
  const { tx } = context;
  const before = await lockSlot(tx, reservation.slotId!);
  assert(before && reservation.pool, 'a reservation of a seat has its slot and pool');
  const givesBack = action === 'release' || action === 'expire';
  if (givesBack) await giveSeatBack(tx, { slotId: before.id, pool: reservation.pool });
  const after = givesBack ? (await findSlot(tx, before.id))! : before;
  const clinic = await findClinic(tx, after.clinicId);
  return [
    appointmentWrite(reservation, { startsAt: after.startsAt, endsAt: after.endsAt, speciality: after.speciality, practitionerId: clinic?.practitionerId }),
    ...(before.free === 0 && after.free > 0 ? [slotWrite(after)] : []),
  ];
}

async function stepBedOf(context: SchedulingContext, reservation: Reservation, action: ReservationAction): Promise<ResourceWrite[]> {
  const { tx, now } = context;
  const bed = await lockBed(tx, reservation.bedId!);
  assert(bed, 'a reservation of a bed has its bed');
  const ward = await findWard(tx, bed.wardId);
  const times = { startsAt: reservation.createdAt, endsAt: now.toISOString(), speciality: ward!.speciality };
  const appointment = appointmentWrite(reservation, times);
  if (bed.reservationId !== reservation.id) return [appointment];
  if (action === 'arrive') {
    return [bedWrite(await updateBed(tx, { id: bed.id, state: 'occupied', now, personId: reservation.personId, reservationId: reservation.id })), appointment];
  }
  return GIVES_BACK.has(action) ? [bedWrite(await updateBed(tx, { id: bed.id, state: 'free', now })), appointment] : [appointment];
}
