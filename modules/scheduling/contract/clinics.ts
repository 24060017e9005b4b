import { z } from 'zod';
import { anyOf, flag, listInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import { daySchema, idSchema, poolSchema, reasonSchema, specialitySchema, timeSchema } from './words.ts';

export const clinicSchema = z.object({
  id: z.string(),
  organisationId: z.string(),
  name: z.string(),
  speciality: z.string(),
  practitionerId: z.string().nullable(),
  practitionerName: z.string().nullable(),
  room: z.string().nullable(),
  state: z.enum(['open', 'closed']),
});
export type Clinic = z.infer<typeof clinicSchema>;

const poolCountSchema = z.object({ pool: poolSchema, quota: z.number(), taken: z.number() });

export const slotSchema = z.object({
  id: z.string(),
  sessionId: z.string(),
  clinicId: z.string(),
  clinicName: z.string(),
  practitionerName: z.string().nullable(),
  organisationId: z.string(),
  speciality: z.string(),
  startsAt: z.string(),
  endsAt: z.string(),
  state: z.enum(['published', 'cancelled']),
  pools: z.array(poolCountSchema),
  free: z.number(),
});
export type Slot = z.infer<typeof slotSchema>;

export const sessionSchema = z.object({
  id: z.string(),
  clinicId: z.string(),
  organisationId: z.string(),
  day: z.string(),
  startsAt: z.string(),
  endsAt: z.string(),
  releaseAt: z.string(),
  releasedAt: z.string().nullable(),
  state: z.enum(['published', 'cancelled']),
  slots: z.array(slotSchema),
});
export type Session = z.infer<typeof sessionSchema>;

const quotaSchema = z.number().int().min(0).max(100);

export const createClinic = command({
  name: 'createClinic',
  path: '/clinics',
  permission: 'scheduling.create-clinic',
  event: 'scheduling.clinic-created',
  summary: { zh: '开设门诊', en: 'Open a clinic' },
  input: z.object({
    organisationId: idSchema,
    name: z.string().trim().min(2).max(60),
    speciality: specialitySchema,
    practitionerId: idSchema.nullish(),
    practitionerName: z.string().trim().max(60).nullish(),
    room: z.string().trim().max(40).nullish(),
  }),
  output: clinicSchema,
});

export const publishSession = command({
  name: 'publishSession',
  path: '/clinics/{clinicId}/sessions',
  permission: 'scheduling.publish-session',
  event: 'scheduling.session-published',
  summary: { zh: '发布出诊与号源', en: 'Publish a session with its slots' },
  input: z.object({
    clinicId: idSchema,
    day: daySchema,
    from: timeSchema,
    until: timeSchema,
    minutesPerSlot: z.number().int().min(5).max(240),
    /** Seats in each slot, by pool. */
    open: quotaSchema,
    referral: quotaSchema.default(0),
    contract: quotaSchema.default(0),
    /** Hours before the begin from which untaken seats are open to all. */
    releaseHours: z.number().int().min(0).max(240).default(24),
  }),
  output: sessionSchema,
});

export const changeQuota = command({
  name: 'changeQuota',
  path: '/slots/{id}/quota',
  permission: 'scheduling.change-quota',
  event: 'scheduling.quota-changed',
  summary: { zh: '调整号源配额', en: 'Change the quotas of a slot' },
  input: z.object({ id: idSchema, open: quotaSchema, referral: quotaSchema, contract: quotaSchema, reason: reasonSchema }),
  output: slotSchema,
});

export const cancelSession = command({
  name: 'cancelSession',
  path: '/sessions/{id}/cancel',
  permission: 'scheduling.cancel-session',
  event: 'scheduling.session-cancelled',
  summary: { zh: '停诊', en: 'Cancel a session nobody has booked' },
  input: z.object({ id: idSchema, reason: reasonSchema }),
  output: sessionSchema,
});

export const listClinics = query({
  name: 'listClinics',
  path: '/clinics',
  permission: 'scheduling.read',
  summary: { zh: '门诊列表', en: 'List clinics' },
  input: z.object({ ...listInput, organisationId: anyOf(idSchema), speciality: anyOf(specialitySchema), state: anyOf(z.enum(['open', 'closed'])) }),
  output: pageOf(clinicSchema.extend({ organisationName: z.string() })),
});

export const getClinicWeek = query({
  name: 'getClinicWeek',
  path: '/clinics/{clinicId}/week',
  permission: 'scheduling.read',
  summary: { zh: '门诊一周', en: 'One week of a clinic' },
  input: z.object({ clinicId: idSchema, from: daySchema }),
  output: z.object({ clinic: clinicSchema, from: z.string(), sessions: z.array(sessionSchema), mayManage: z.boolean() }),
});

export const listSlots = query({
  name: 'listSlots',
  path: '/slots',
  permission: 'scheduling.read',
  summary: { zh: '查找号源', en: 'Search slots' },
  input: z.object({
    ...listInput,
    organisationId: anyOf(idSchema),
    clinicId: anyOf(idSchema),
    speciality: anyOf(specialitySchema),
    pool: poolSchema.optional(),
    from: daySchema.optional(),
    until: daySchema.optional(),
    freeOnly: flag,
  }),
  output: pageOf(slotSchema.extend({ organisationName: z.string() })),
});

export const getUtilisation = query({
  name: 'getUtilisation',
  path: '/scheduling/utilisation',
  permission: 'scheduling.read-utilisation',
  summary: { zh: '号源与床位使用', en: 'Use of slots and beds' },
  input: z.object({ from: daySchema, until: daySchema, organisationId: anyOf(idSchema) }),
  output: z.object({
    from: z.string(),
    until: z.string(),
    pools: z.array(z.object({ pool: poolSchema, quota: z.number(), taken: z.number() })),
    missed: z.number(),
    sites: z.array(
      z.object({
        organisationId: z.string(),
        organisationName: z.string(),
        seats: z.number(),
        taken: z.number(),
        referralQuota: z.number(),
        referralTaken: z.number(),
        missed: z.number(),
        beds: z.number(),
        bedsOccupied: z.number(),
        bedsReserved: z.number(),
        bedsBlocked: z.number(),
      }),
    ),
  }),
});
