import { findResource } from '#fhir/repository/read.ts';
import { writeResources } from '#fhir/repository/write.ts';
import { assert, problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { Reservation } from '../../contract/reservations.ts';
import type { BedSex } from '../../contract/words.ts';
import { appointmentWrite, bedWrite } from '../rules/resources.ts';
import { insertAction, type SchedulingContext } from '../store/actions.ts';
import { findBed, findWard, lockFreeBed, updateBed } from '../store/beds.ts';
import { findLive, findReservation, insertReservation } from '../store/reservations.ts';

const problem = problemsOf(contract.problems);

export interface BedRequest {
  /** A ward (any free bed of it) or one bed. */
  readonly wardId?: string;
  readonly bedId?: string;
  readonly personId: string;
  /** What it is for, as `room/id`; asked again with the same wish and person, the same reservation comes back. */
  readonly source: string;
  readonly byOrganisationId: string;
  /** The bed is kept until then and free again afterwards. */
  readonly until: Date;
}

/**
 * Keeps a bed in the caller's transaction. Beds kept for referrals may be taken this way. Throws `scheduling.no-free-bed`, `scheduling.bed-unknown`,
 * `scheduling.already-reserved`, `scheduling.person-unknown`.
 */
export async function reserveBed(context: SchedulingContext, request: BedRequest): Promise<Reservation> {
  const { tx } = context;
  assert((request.wardId === undefined) !== (request.bedId === undefined), 'reserveBed takes a ward or a bed');
  const known = await findLive(tx, { source: request.source, kind: 'bed' });
  if (known) return sameOrRefuse(known, request);
  const bed = await lockFreeBed(tx, { wardId: request.wardId, bedId: request.bedId, sexes: await sexesOf(context, request.personId) });
  if (bed === undefined) throw problem((await placeKnown(context, request)) ? 'scheduling.no-free-bed' : 'scheduling.bed-unknown');
  const id = context.newId();
  const inserted = await insertReservation(tx, {
    id, kind: 'bed', slotId: null, pool: null, bedId: bed.id, wardId: bed.wardId, personId: request.personId, source: request.source,
    organisationId: bed.organisationId, byOrganisationId: request.byOrganisationId, state: 'held', heldUntil: request.until,
    appointmentId: context.newId(), now: context.now,
  });
  if (!inserted) {
    const quicker = await findLive(tx, { source: request.source, kind: 'bed' });
    assert(quicker, 'a reservation that conflicts is there');
    return sameOrRefuse(quicker, request);
  }
  const reserved = await updateBed(tx, {
    id: bed.id, state: 'reserved', now: context.now, personId: request.personId, reservationId: id, heldUntil: request.until,
  });
  const reservation = (await findReservation(tx, id))!;
  const ward = await findWard(tx, bed.wardId);
  await writeResources(context, [
    bedWrite(reserved),
    appointmentWrite(reservation, { startsAt: reservation.createdAt, endsAt: request.until.toISOString(), speciality: ward!.speciality }),
  ]);
  await insertAction(context, {
    itemKind: 'reservation', itemId: id, ownerOrganisationId: bed.organisationId, action: 'reserve', stateAfter: 'held', personId: request.personId,
  });
  context.emit('scheduling.bed-reserved', { reservationId: id, bedId: bed.id, source: request.source }, [bed.organisationId, request.byOrganisationId]);
  return reservation;
}

/** Beds that suit the person: those for anybody and those for the administrative sex on record. */
export async function sexesOf({ tx }: Pick<SchedulingContext, 'tx'>, personId: string): Promise<BedSex[]> {
  const patient = await findResource(tx, 'Patient', personId);
  if (patient === undefined) throw problem('scheduling.person-unknown');
  return patient.gender === 'male' || patient.gender === 'female' ? [patient.gender, 'any'] : ['any', 'male', 'female'];
}

async function placeKnown({ tx }: SchedulingContext, request: BedRequest): Promise<boolean> {
  const place = request.bedId === undefined ? await findWard(tx, request.wardId!) : await findBed(tx, request.bedId);
  return place !== undefined;
}

function sameOrRefuse(known: Reservation, request: BedRequest): Reservation {
  const sameWish = request.bedId === undefined ? known.wardId === request.wardId : known.bedId === request.bedId;
  if (sameWish && known.personId === request.personId) return known;
  throw problem('scheduling.already-reserved');
}
