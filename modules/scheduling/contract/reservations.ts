import { z } from 'zod';
import { anyOf, listInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import type { StateTable } from '#platform/kernel/state-table.ts';
import { daySchema, idSchema, poolSchema, reasonSchema, reservationStateSchema, type ReservationState } from './words.ts';

export type ReservationAction = 'confirm' | 'arrive' | 'release' | 'expire' | 'miss' | 'finish';

/** `held` lapses by itself; `arrived` ends when the bed is left or the clinic visit is over. */
export const RESERVATION_TABLE: StateTable<ReservationState, ReservationAction> = {
  held: { confirm: 'confirmed', arrive: 'arrived', release: 'released', expire: 'expired' },
  confirmed: { arrive: 'arrived', release: 'released', miss: 'missed' },
  arrived: { finish: 'finished' },
  released: {},
  expired: {},
  missed: {},
  finished: {},
};

export const reservationSchema = z.object({
  id: z.string(),
  kind: z.enum(['slot', 'bed']),
  slotId: z.string().nullable(),
  pool: poolSchema.nullable(),
  bedId: z.string().nullable(),
  wardId: z.string().nullable(),
  personId: z.string(),
  source: z.string(),
  organisationId: z.string(),
  byOrganisationId: z.string(),
  state: reservationStateSchema,
  stateSince: z.string(),
  heldUntil: z.string().nullable(),
  appointmentId: z.string(),
  createdAt: z.string(),
});
export type Reservation = z.infer<typeof reservationSchema>;

export const bookSlot = command({
  name: 'bookSlot',
  path: '/slots/{slotId}/book',
  permission: 'scheduling.book-slot',
  event: 'scheduling.slot-booked',
  summary: { zh: '为居民预约', en: 'Book a slot for a person at the desk' },
  input: z.object({ slotId: idSchema, personId: idSchema, pool: poolSchema.default('open') }),
  output: reservationSchema,
});

export const cancelBooking = command({
  name: 'cancelBooking',
  path: '/reservations/{id}/cancel',
  permission: 'scheduling.cancel-booking',
  event: 'scheduling.booking-cancelled',
  summary: { zh: '取消预约', en: 'Cancel a booking of the desk' },
  input: z.object({ id: idSchema, reason: reasonSchema }),
  output: reservationSchema,
});

export const recordArrival = command({
  name: 'recordArrival',
  path: '/reservations/{id}/arrive',
  permission: 'scheduling.record-arrival',
  event: 'scheduling.arrival-recorded',
  summary: { zh: '签到', en: 'Record the arrival' },
  input: z.object({ id: idSchema }),
  output: reservationSchema,
});

export const recordMissed = command({
  name: 'recordMissed',
  path: '/reservations/{id}/miss',
  permission: 'scheduling.record-missed',
  event: 'scheduling.booking-missed',
  summary: { zh: '登记爽约', en: 'Record that the person did not come' },
  input: z.object({ id: idSchema, reason: reasonSchema }),
  output: reservationSchema,
});

const dayLineSchema = reservationSchema.extend({
  personName: z.string(),
  clinicId: z.string(),
  clinicName: z.string(),
  startsAt: z.string(),
  endsAt: z.string(),
  byOrganisationName: z.string(),
});
export type DayLine = z.infer<typeof dayLineSchema>;

export const listDaySheet = query({
  name: 'listDaySheet',
  path: '/day-sheet',
  permission: 'scheduling.read-day-sheet',
  summary: { zh: '门诊日报', en: 'Day sheet of the clinics' },
  input: z.object({
    ...listInput,
    day: daySchema,
    organisationId: anyOf(idSchema),
    clinicId: anyOf(idSchema),
    state: anyOf(reservationStateSchema),
    pool: anyOf(poolSchema),
  }),
  output: pageOf(dayLineSchema),
});
