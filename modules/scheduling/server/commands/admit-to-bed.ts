import { grantRecordBasis } from '#platform/access/record-basis.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import { problemsOf } from '#platform/kernel/problem.ts';
import { contract } from '../../contract.ts';
import type { admitToBed as operation, Bed } from '../../contract/beds.ts';
import { keepsForReferrals } from '../rules/booking.ts';
import { found } from '../rules/found.ts';
import { findBooker } from '../store/actions.ts';
import { findBed, findBedOfPerson, lockWard } from '../store/beds.ts';
import { lockReservation } from '../store/reservations.ts';
import { sexesOf } from './reserve-bed.ts';
import { lockOwnBed, moveBedState } from './step-bed.ts';
import { stepOne } from './step-reservation.ts';

const problem = problemsOf(contract.problems);

/**
 * Admission at the ward. A reserved bed only for the person it is kept for; a free bed unless the last ones are kept for referrals at this hour.
 * Opens the record to the organisation while the bed is occupied, unless that would let one person open it alone.
 */
export async function admitToBed(context: CommandContext, { id, personId }: InputOf<typeof operation>): Promise<Bed> {
  const planned = found(await findBed(context.tx, id));
  const ward = await lockWard(context.tx, planned.wardId);
  const bed = await lockOwnBed(context, id);
  const sexes = await sexesOf(context, personId);
  if (!sexes.includes(bed.forSex)) throw problem('scheduling.bed-not-suitable');
  const present = await findBedOfPerson(context.tx, personId);
  if (present !== undefined) throw problem('scheduling.person-has-bed');
  if (bed.state === 'reserved') await arrive(context, bed, personId);
  else if (bed.state === 'free' && keepsForReferrals(ward, ward.freeBeds, context.now)) throw problem('scheduling.kept-for-referrals');
  if (await opensRecord(context, bed, personId)) await grantRecordBasis(context.tx, {
    personId, organisationId: bed.organisationId, basis: 'treatment', source: `scheduling/bed/${bed.id}/${personId}`, validFrom: context.now, validUntil: null,
  });
  return moveBedState(context, bed, {
    action: 'admit', event: 'scheduling.bed-occupied', change: { personId, reservationId: bed.state === 'reserved' ? bed.reservationId : null },
  });
}

/**
 * Nobody makes, alone, the relation by which he then reads: somebody else reserved the bed, or the organisation has a ground
 * already, or who admits may not read records. Otherwise a colleague confirms a request for access.
 */
async function opensRecord({ tx, subject, gate }: CommandContext, bed: Bed, personId: string): Promise<boolean> {
  if (!gate.holds('health-record.read') && !gate.holds('fhir.read')) return true;
  if (bed.reservationId !== null && (await findBooker(tx, bed.reservationId)) !== subject.id) return true;
  return (await gate.findRecordBasis(personId)) !== undefined;
}

async function arrive(context: CommandContext, bed: Bed, personId: string): Promise<void> {
  const reservation = await lockReservation(context.tx, bed.reservationId ?? '');
  if (reservation?.personId !== personId) throw problem('scheduling.bed-wrong-state');
  // The workflow that reserved the bed confirms the arrival itself.
  if (!reservation.source.startsWith('desk/')) throw problem('scheduling.managed-elsewhere');
  await stepOne(context, reservation, { action: 'arrive' });
}
