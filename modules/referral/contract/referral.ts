import { z } from 'zod';
import { carePlanSchema, careTypeSchema, letterSchema, medicationDecisions, medicationSchema, outcomeSchema, transportSchema } from './letter.ts';
import { actions, directions, flows, priorities, states } from './states.ts';

export const stateSchema = z.enum(states as readonly [(typeof states)[number], ...(typeof states)[number][]]);
export const actionSchema = z.enum(actions);
export const prioritySchema = z.enum(priorities);
export const directionSchema = z.enum(directions);
export const flowSchema = z.enum(flows);
export const sideSchema = z.enum(['sender', 'receiver']);
const textSchema = z.object({ zh: z.string(), en: z.string() });

export const capacitySchema = z.object({
  /** Free seats held for referrals in the next 14 days; null when not known. */
  slotsFree: z.number().int().nullable(),
  bedsFree: z.number().int().nullable(),
});

export const resourceSchema = z.object({
  kind: z.enum(['slot', 'bed']),
  /** Booking of the scheduling room. */
  bookingId: z.string(),
  label: z.string(),
  start: z.string().nullable(),
});

/** What a row, a board card and the answer of every command show. Times are ISO instants. */
export const referralCardSchema = z.object({
  id: z.string(),
  number: z.string(),
  episodeId: z.string(),
  parentId: z.string().nullable(),
  flow: flowSchema,
  direction: directionSchema,
  careType: careTypeSchema,
  priority: prioritySchema,
  state: stateSchema,
  since: z.string(),
  deadline: z.string().nullable(),
  arriveBy: z.string().nullable(),
  overdue: z.boolean(),
  escalationLevel: z.number().int(),
  whoseMove: z.enum(['sender', 'receiver', 'none']),
  moveOrganisationId: z.string().nullable(),
  personId: z.string(),
  personName: z.string(),
  personSex: z.string(),
  personAge: z.number().int().nullable(),
  fromOrganisationId: z.string(),
  fromOrganisationName: z.string(),
  fromDepartment: z.string().nullable(),
  fromPractitionerName: z.string().nullable(),
  toOrganisationId: z.string().nullable(),
  toOrganisationName: z.string(),
  toDepartment: z.string().nullable(),
  outside: z.boolean(),
  reasonCode: z.string().nullable(),
  reasonText: z.string().nullable(),
  diagnosisText: z.string().nullable(),
  resource: resourceSchema.nullable(),
  /** The sides that the person acting belongs to. */
  sides: z.array(sideSchema),
  /** Actions possible now for the person acting; the reason against any other follows from the contract's tables. */
  allowed: z.array(actionSchema),
  version: z.number().int(),
});
export type ReferralCard = z.infer<typeof referralCardSchema>;

export const medicationLineSchema = medicationSchema.extend({
  lineId: z.string(),
  decision: z.enum(medicationDecisions).nullable(),
  decisionNote: z.string().nullable(),
  changedTo: medicationSchema.nullable(),
  decidedAt: z.string().nullable(),
  shortageId: z.string().nullable(),
});

export const followUpSchema = z.object({
  followUpId: z.string(),
  referralId: z.string(),
  referralNumber: z.string(),
  personId: z.string(),
  personName: z.string(),
  organisationId: z.string(),
  kind: z.enum(['first-visit', 'home-visit', 'clinic-visit', 'phone', 'recheck']),
  title: z.string(),
  dueDate: z.string(),
  state: z.enum(['open', 'done', 'lost', 'cancelled']),
  overdue: z.boolean(),
  result: z.string().nullable(),
  doneAt: z.string().nullable(),
});
export type FollowUp = z.infer<typeof followUpSchema>;

export const actionEntrySchema = z.object({
  actionId: z.string(),
  sequence: z.number().int(),
  action: actionSchema,
  fromState: stateSchema.nullable(),
  toState: stateSchema,
  at: z.string(),
  actorName: z.string(),
  organisationName: z.string().nullable(),
  note: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  /** SHA-256 over this action and the signature of the one before. */
  signature: z.string(),
});

export const counterOfferSchema = z.object({
  kind: z.enum(['time', 'place', 'member']),
  reason: z.string(),
  organisationId: z.string().nullable(),
  organisationName: z.string().nullable(),
  department: z.string().nullable(),
  slotId: z.string().nullable(),
  bedId: z.string().nullable(),
  wardId: z.string().nullable(),
  label: z.string().nullable(),
  start: z.string().nullable(),
});
export type CounterOffer = z.infer<typeof counterOfferSchema>;

export const referralSchema = referralCardSchema.extend({
  letter: letterSchema,
  fromPhone: z.string().nullable(),
  toPractitionerName: z.string().nullable(),
  agreementId: z.string().nullable(),
  overrideReason: z.string().nullable(),
  diseaseVerdict: z.string().nullable(),
  counterOffer: counterOfferSchema.nullable(),
  transport: transportSchema.nullable(),
  outcome: outcomeSchema.nullable(),
  carePlan: carePlanSchema.nullable(),
  firstVisitDue: z.string().nullable(),
  rejectionCode: z.string().nullable(),
  arrivedAt: z.string().nullable(),
  medications: z.array(medicationLineSchema),
  followUps: z.array(followUpSchema),
  timeline: z.array(actionEntrySchema),
  related: z.array(z.object({ id: z.string(), number: z.string(), direction: directionSchema, state: stateSchema })),
  abilities: z.array(z.object({ action: actionSchema, allowed: z.boolean(), reason: textSchema.optional() })),
  /** FHIR resources that carry this referral, as `Type/id`. */
  resources: z.array(z.string()),
});
export type ReferralDetail = z.infer<typeof referralSchema>;

export const textOut = textSchema;
