import { grantRecordBasis } from '#platform/access/record-basis.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { recordArrival as operation, Reservation } from '../../contract/reservations.ts';
import { moveBooking } from './step-booking.ts';

/** Days for which an arrival opens the record to the clinic: the visit, its results and the first return. */
const TREATMENT_DAYS = 30;

export async function recordArrival(context: CommandContext, { id }: InputOf<typeof operation>): Promise<Reservation> {
  const reservation = await moveBooking(context, { id, action: 'arrive', event: 'scheduling.arrival-recorded' });
  await grantRecordBasis(context.tx, {
    personId: reservation.personId, organisationId: reservation.organisationId, basis: 'treatment', source: `scheduling/${reservation.id}`,
    validFrom: context.now, validUntil: new Date(context.now.getTime() + TREATMENT_DAYS * 86_400_000),
  });
  return reservation;
}
