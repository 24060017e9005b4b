import { grantRecordBasis } from '#platform/access/record-basis.ts';
import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { recordArrival as operation, Reservation } from '../../contract/reservations.ts';
import { findBooker } from '../store/actions.ts';
import { moveBooking } from './step-booking.ts';

/** Days for which an arrival opens the record to the clinic: the visit, its results and the first return. */
const TREATMENT_DAYS = 30;

export async function recordArrival(context: CommandContext, { id }: InputOf<typeof operation>): Promise<Reservation> {
  const reservation = await moveBooking(context, { id, action: 'arrive', event: 'scheduling.arrival-recorded' });
  if (!(await opensRecord(context, reservation))) return reservation;
  await grantRecordBasis(context.tx, {
    personId: reservation.personId, organisationId: reservation.organisationId, basis: 'treatment', source: `scheduling/${reservation.id}`,
    validFrom: context.now, validUntil: new Date(context.now.getTime() + TREATMENT_DAYS * 86_400_000),
  });
  return reservation;
}

/**
 * Nobody opens a stranger's record alone: booking and arrival by one and the same account give no ground. Then a colleague
 * records the arrival, or the resident shows the own code.
 */
async function opensRecord({ tx, subject, gate }: CommandContext, { id, personId }: Reservation): Promise<boolean> {
  return (await findBooker(tx, id)) !== subject.id || (await gate.findRecordBasis(personId)) !== undefined;
}
