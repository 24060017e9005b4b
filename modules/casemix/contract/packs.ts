import { z } from 'zod';
import { pageInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import { daySchema, idSchema, schemeSchema } from './words.ts';

/** A file of a pack travels in one request. */
const FILE_CHARACTERS_MAX = 1_900_000;

export const packSchema = z.object({
  id: z.string(), scheme: schemeSchema, name: z.string(), version: z.string(), state: z.enum(['draft', 'in-force', 'withdrawn']), validFrom: z.string().nullable(), validUntil: z.string().nullable(),
  ownerOrganisationId: z.string(), files: z.array(z.string()), weights: z.number(), createdAt: z.string(),
});
export type Pack = z.infer<typeof packSchema>;

export const createPack = command({
  name: 'createPack', path: '/casemix/packs', permission: 'casemix.create-pack', event: 'casemix.pack-created',
  summary: { zh: '新建分组方案版本', en: 'Begin a version of a grouping pack' },
  input: z.object({ organisationId: idSchema, scheme: schemeSchema, name: z.string().trim().min(1).max(80), version: z.string().trim().min(1).max(40) }),
  output: packSchema,
});

export const storePackFile = command({
  name: 'storePackFile', path: '/casemix/packs/{id}/files', permission: 'casemix.store-pack-file', event: 'casemix.pack-file-stored',
  summary: { zh: '存入方案文件', en: 'Store a file of a pack' },
  input: z.object({ id: idSchema, fileName: z.string().regex(/^[a-z0-9_]{1,60}\.(json|csv)$/), content: z.string().min(1).max(FILE_CHARACTERS_MAX) }),
  output: packSchema,
});

export const putPackInForce = command({
  name: 'putPackInForce', path: '/casemix/packs/{id}/put-in-force', permission: 'casemix.put-pack-in-force', event: 'casemix.pack-put-in-force', stepUp: 'or-password',
  summary: { zh: '方案生效', en: 'Put a pack in force' },
  /** `movedSeen`: how many discharges the comparison showed to move; another number means that it was not looked at. */
  input: z.object({ id: idSchema, validFrom: daySchema, validUntil: daySchema.nullish(), movedSeen: z.coerce.number().int().min(0), note: z.string().trim().min(1).max(300) }),
  output: packSchema,
});

export const withdrawPack = command({
  name: 'withdrawPack', path: '/casemix/packs/{id}/withdraw', permission: 'casemix.withdraw-pack', event: 'casemix.pack-withdrawn', stepUp: 'or-password',
  summary: { zh: '停用方案', en: 'Withdraw a pack' },
  input: z.object({ id: idSchema, note: z.string().trim().min(1).max(300) }),
  output: packSchema,
});

export const listPacks = query({
  name: 'listPacks', path: '/casemix/packs', permission: 'casemix.read',
  summary: { zh: '方案与目录版本', en: 'Versions of packs and catalogues' },
  input: z.object({ scheme: schemeSchema.optional(), ...pageInput }),
  output: pageOf(packSchema),
});

export const movedSchema = z.object({ from: z.string(), to: z.string(), cases: z.number(), weightFrom: z.string().nullable(), weightTo: z.string().nullable() });

export const comparePack = query({
  name: 'comparePack', path: '/casemix/packs/{id}/compare', permission: 'casemix.read',
  summary: { zh: '生效前比较', en: 'Compare a pack with the one in force' },
  input: z.object({ id: idSchema }),
  output: z.object({
    packId: z.string(), against: z.string().nullable(), cases: z.number(), moved: z.number(), rows: z.array(movedSchema), rowsTotal: z.number(), groupsTotal: z.number(), remarks: z.array(z.string()),
    groups: z.array(z.object({ code: z.string(), change: z.string(), scoreBefore: z.string().nullable(), scoreAfter: z.string().nullable(), movedPercent: z.string().nullable(), zh: z.string(), en: z.string() })),
  }),
});
