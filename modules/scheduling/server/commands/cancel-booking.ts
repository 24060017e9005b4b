import type { CommandContext } from '#platform/http/operation.ts';
import type { InputOf } from '#platform/kernel/contract.ts';
import type { cancelBooking as operation, Reservation } from '../../contract/reservations.ts';
import { moveBooking } from './step-booking.ts';

export const cancelBooking = (context: CommandContext, input: InputOf<typeof operation>): Promise<Reservation> =>
  moveBooking(context, { id: input.id, action: 'release', event: 'scheduling.booking-cancelled', reason: input.reason, byBooker: true });
