import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { recordMissed as operation, Reservation } from '../../contract/reservations.ts';
import { moveBooking } from './step-booking.ts';

export const recordMissed = (context: CommandContext, input: InputOf<typeof operation>): Promise<Reservation> =>
  moveBooking(context, { id: input.id, action: 'miss', event: 'scheduling.booking-missed', reason: input.reason });
