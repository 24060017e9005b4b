import { findResource } from '#fhir/repository/read.ts';
import { writeResources } from '#fhir/repository/write.ts';
import { isMemberOfSameConsortium } from '#modules/consortium/server/api.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { chinaDate } from '#platform/kernel/period.ts';
import { contract } from '../../contract.ts';
import type { Slot } from '../../contract/clinics.ts';
import type { Reservation } from '../../contract/reservations.ts';
import type { Pool } from '../../contract/words.ts';
import { appointmentWrite, slotWrite } from '../rules/resources.ts';
import { insertAction, type SchedulingContext } from '../store/actions.ts';
import { findLive, findReservation, insertReservation } from '../store/reservations.ts';
import { findClinic } from '../store/sessions.ts';
import { findSlot, giveSeatBack, takeSeat } from '../store/slots.ts';

const problem = problemsOf(contract.problems);

export interface SlotRequest {
  readonly slotId: string;
  readonly personId: string;
  readonly pool: Pool;
  /** What it is for, as `room/id`; asked again with the same slot and person, the same reservation comes back. */
  readonly source: string;
  /** Who asks; for the pools `referral` and `contract` it must share a consortium with the clinic's organisation. */
  readonly byOrganisationId: string;
  /** Held until then and lapsing by itself; left out = confirmed at once. */
  readonly until?: Date;
}

/**
 * Takes a seat in the caller's transaction, writes the Appointment and, when the slot is full now, the Slot. Throws `scheduling.slot-full`,
 * `scheduling.slot-unknown`, `scheduling.already-reserved`, `scheduling.person-has-seat`, `scheduling.not-a-member`, `scheduling.person-unknown`.
 */
export async function reserveSlot(context: SchedulingContext, request: SlotRequest): Promise<Reservation> {
  const { tx } = context;
  const slot = await findSlot(tx, request.slotId);
  if (slot === undefined || slot.state === 'cancelled') throw problem('scheduling.slot-unknown');
  const known = await findLive(tx, { source: request.source, kind: 'slot' });
  if (known) return sameOrRefuse(known, request);
  await requireMember(context, request, slot);
  if (!(await takeSeat(tx, { slotId: slot.id, pool: request.pool, now: context.now }))) throw problem('scheduling.slot-full');
  if ((await findResource(tx, 'Patient', request.personId)) === undefined) throw problem('scheduling.person-unknown');
  const id = context.newId();
  const state = request.until === undefined ? 'confirmed' : 'held';
  const inserted = await insertReservation(tx, {
    id, kind: 'slot', slotId: slot.id, pool: request.pool, bedId: null, wardId: null, personId: request.personId, source: request.source,
    organisationId: slot.organisationId, byOrganisationId: request.byOrganisationId, state, heldUntil: request.until ?? null,
    appointmentId: context.newId(), now: context.now,
  });
  if (!inserted) return refuseSecond(context, request);
  return announce(context, (await findReservation(tx, id))!);
}

/** Somebody was quicker with the same purpose, or the person sits here already: the seat just taken goes back. */
async function refuseSecond({ tx }: SchedulingContext, request: SlotRequest): Promise<Reservation> {
  await giveSeatBack(tx, request);
  const known = await findLive(tx, { source: request.source, kind: 'slot' });
  if (known === undefined) throw problem('scheduling.person-has-seat');
  return sameOrRefuse(known, request);
}

function sameOrRefuse(known: Reservation, request: SlotRequest): Reservation {
  if (known.slotId === request.slotId && known.personId === request.personId) return known;
  throw problem('scheduling.already-reserved');
}

async function requireMember(context: SchedulingContext, request: SlotRequest, slot: Slot): Promise<void> {
  if (request.pool === 'open') return;
  const member = await isMemberOfSameConsortium(context.tx, {
    firstOrganisationId: request.byOrganisationId,
    secondOrganisationId: slot.organisationId,
    on: chinaDate(context.now),
  });
  if (!member) throw problem('scheduling.not-a-member');
}

async function announce(context: SchedulingContext, reservation: Reservation): Promise<Reservation> {
  const slot = (await findSlot(context.tx, reservation.slotId!))!;
  const clinic = await findClinic(context.tx, slot.clinicId);
  await writeResources(context, [
    appointmentWrite(reservation, { startsAt: slot.startsAt, endsAt: slot.endsAt, speciality: slot.speciality, practitionerId: clinic?.practitionerId }),
    ...(slot.free === 0 ? [slotWrite(slot)] : []),
  ]);
  await insertAction(context, {
    itemKind: 'reservation', itemId: reservation.id, ownerOrganisationId: reservation.organisationId, action: 'reserve', stateAfter: reservation.state,
    personId: reservation.personId,
  });
  context.emit('scheduling.slot-reserved', { reservationId: reservation.id, slotId: slot.id, source: reservation.source }, [
    reservation.organisationId, reservation.byOrganisationId,
  ]);
  return reservation;
}
