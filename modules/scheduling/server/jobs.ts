import { job, type RecurringJob } from '#platform/jobs/job.ts';
import { stepOne } from './commands/step-reservation.ts';
import { lockLapsed } from './store/reservations.ts';
import { releaseQuotas } from './store/slots.ts';

/** Held reservations whose time has run out give their seat or bed back; the purpose is told by event. */
const expireReservations = job({
  kind: 'scheduling.expire-reservations',
  everySeconds: 30,
  run: async (context) => {
    for (const reservation of await lockLapsed(context.tx, context.now)) {
      await stepOne(context, reservation, { action: 'expire' });
      context.emit('scheduling.reservation-expired', { reservationId: reservation.id, source: reservation.source }, [
        reservation.organisationId,
        reservation.byOrganisationId,
      ]);
    }
  },
});

/** From the release time of a session on, untaken seats of members and contracts are open to all. */
const releaseKeptSeats = job({
  kind: 'scheduling.release-quotas',
  everySeconds: 60,
  run: async (context) => {
    const released = await releaseQuotas(context.tx, context.now);
    if (released.slots > 0) context.emit('scheduling.quota-released', { slots: released.slots }, released.organisationIds);
  },
});

export const jobs: readonly RecurringJob[] = [expireReservations, releaseKeptSeats];
