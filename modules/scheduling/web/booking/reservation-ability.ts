import { nextState } from '#platform/kernel/state-table.ts';
import type { Ability } from '#platform/web/state/ability-button.tsx';
import type { Tone } from '#platform/web/state/state-tag.tsx';
import { RESERVATION_TABLE, type Reservation, type ReservationAction } from '../../contract/reservations.ts';
import type { ReservationState } from '../../contract/words.ts';
import { bookingMessages } from './messages.ts';

export const RESERVATION_TONES: Readonly<Record<ReservationState, Tone>> = {
  held: 'due', confirmed: 'waiting', arrived: 'done', released: 'neutral', expired: 'neutral', missed: 'overdue', finished: 'done',
};

/** Whether a step is possible at this desk, by the same table as the server; bookings of a referral are changed there. */
export function reservationAbility(action: ReservationAction, reservation: Pick<Reservation, 'state' | 'source'>, permitted: boolean): Ability {
  if (!permitted) return { allowed: false, reason: bookingMessages.noPermission };
  if (!reservation.source.startsWith('desk/')) return { allowed: false, reason: bookingMessages.referralDesk };
  if (nextState(RESERVATION_TABLE, reservation.state, action) === undefined) return { allowed: false, reason: bookingMessages.notNow };
  return { allowed: true };
}
