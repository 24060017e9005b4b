import { z } from 'zod';
import { anyOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import { possibleActions, type StateTable } from '#platform/kernel/state-table.ts';
import { bedSexSchema, bedStateSchema, idSchema, reasonSchema, specialitySchema, timeSchema, type BedState } from './words.ts';

export type BedAction = 'reserve' | 'release' | 'admit' | 'discharge' | 'move' | 'block' | 'unblock';

export const BED_TABLE: StateTable<BedState, BedAction> = {
  free: { reserve: 'reserved', admit: 'occupied', block: 'blocked' },
  reserved: { release: 'free', admit: 'occupied' },
  occupied: { discharge: 'free', move: 'free' },
  blocked: { unblock: 'free' },
};
export const bedActions = (state: BedState): BedAction[] => possibleActions(BED_TABLE, state);

export const bedSchema = z.object({
  id: z.string(),
  wardId: z.string(),
  organisationId: z.string(),
  label: z.string(),
  forSex: bedSexSchema,
  state: bedStateSchema,
  stateSince: z.string(),
  heldUntil: z.string().nullable(),
  blockedReason: z.string().nullable(),
  /** Only for those whose organisation keeps the bed. */
  personId: z.string().nullable(),
  reservationId: z.string().nullable(),
});
export type Bed = z.infer<typeof bedSchema>;

export const wardSchema = z.object({
  id: z.string(),
  organisationId: z.string(),
  organisationName: z.string(),
  name: z.string(),
  speciality: z.string(),
  telephone: z.string().nullable(),
  referralBeds: z.number(),
  referralUntil: z.string(),
  mayManage: z.boolean(),
  counts: z.object({ free: z.number(), reserved: z.number(), occupied: z.number(), blocked: z.number() }),
  beds: z.array(bedSchema.extend({ personName: z.string().nullable() })),
});
export type Ward = z.infer<typeof wardSchema>;

export const createWard = command({
  name: 'createWard',
  path: '/wards',
  permission: 'scheduling.create-ward',
  event: 'scheduling.ward-created',
  summary: { zh: '设立病区与床位', en: 'Set up a ward with its beds' },
  input: z.object({
    organisationId: idSchema,
    name: z.string().trim().min(2).max(60),
    speciality: specialitySchema,
    telephone: z.string().trim().max(30).nullish(),
    beds: z.number().int().min(1).max(200),
    referralBeds: z.number().int().min(0).max(200).default(0),
    referralUntil: timeSchema.default('12:00'),
  }),
  output: z.object({ id: z.string(), bedIds: z.array(z.string()) }),
});

export const blockBed = command({
  name: 'blockBed',
  path: '/beds/{id}/block',
  permission: 'scheduling.block-bed',
  event: 'scheduling.bed-blocked',
  summary: { zh: '停用床位', en: 'Block a bed' },
  input: z.object({ id: idSchema, reason: reasonSchema }),
  output: bedSchema,
});

export const unblockBed = command({
  name: 'unblockBed',
  path: '/beds/{id}/unblock',
  permission: 'scheduling.unblock-bed',
  event: 'scheduling.bed-unblocked',
  summary: { zh: '恢复床位', en: 'Unblock a bed' },
  input: z.object({ id: idSchema }),
  output: bedSchema,
});

export const admitToBed = command({
  name: 'admitToBed',
  path: '/beds/{id}/admit',
  permission: 'scheduling.admit-to-bed',
  event: 'scheduling.bed-occupied',
  summary: { zh: '入住床位', en: 'Admit a person to a bed' },
  input: z.object({ id: idSchema, personId: idSchema }),
  output: bedSchema,
});

export const dischargeBed = command({
  name: 'dischargeBed',
  path: '/beds/{id}/discharge',
  permission: 'scheduling.discharge-bed',
  event: 'scheduling.bed-vacated',
  summary: { zh: '腾空床位', en: 'Discharge from a bed' },
  input: z.object({ id: idSchema, reason: reasonSchema }),
  output: bedSchema,
});

export const moveBed = command({
  name: 'moveBed',
  path: '/beds/{id}/move',
  permission: 'scheduling.move-bed',
  event: 'scheduling.bed-moved',
  summary: { zh: '转床', en: 'Move a person to another bed' },
  input: z.object({ id: idSchema, toBedId: idSchema, reason: reasonSchema }),
  output: bedSchema,
});

export const getBedBoard = query({
  name: 'getBedBoard',
  path: '/bed-board',
  permission: 'scheduling.read',
  summary: { zh: '床位一览', en: 'Beds of all sites' },
  input: z.object({ organisationId: anyOf(idSchema), speciality: anyOf(specialitySchema), state: anyOf(bedStateSchema) }),
  output: z.object({
    wards: z.array(wardSchema),
    counts: z.object({ free: z.number(), reserved: z.number(), occupied: z.number(), blocked: z.number() }),
    /** Wards of the answer; when larger than `wards.length` the list is to be narrowed. */
    total: z.number(),
  }),
});
