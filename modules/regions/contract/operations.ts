import { z } from 'zod';
import { command, query } from '#platform/kernel/contract.ts';
import { answerStates, findingSchema, packFiles, packSchema, type PackFile } from './pack.ts';

const regionId = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/).max(64);
const version = z.string().regex(/^\d{4}\.\d{1,3}$/);
const fileNames = Object.keys(packFiles) as [PackFile, ...PackFile[]];
/** Texts of the files by name without ending. */
export const textsSchema = z.partialRecord(z.enum(fileNames), z.string().max(2_000_000));
const text = z.object({ zh: z.string(), en: z.string() });

const changeSchema = z.object({ kind: z.enum(['added', 'removed', 'changed']), list: z.string(), id: z.string(), fields: z.array(z.string()) });
export type PackChange = z.infer<typeof changeSchema>;

export const regionSummarySchema = z.object({
  id: z.string(),
  name: text,
  level: z.string(),
  state: z.enum(['in-force', 'ended']),
  version: z.string(),
  versions: z.number().int(),
  policyNumber: z.string(),
  policyTitle: text,
  standing: z.string(),
  appliedAt: z.string(),
  appliedBy: z.string(),
  tasks: z.number().int(),
  targets: z.number().int(),
  rules: z.number().int(),
});
export type RegionSummary = z.infer<typeof regionSummarySchema>;

/** One thing that the policy asks, and how far the platform answers it. */
export const answerRowSchema = z.object({
  kind: z.enum(['task', 'target', 'rule']),
  id: z.string(),
  clause: z.string(),
  title: text,
  body: text.nullable(),
  due: z.string().nullable(),
  isKey: z.boolean(),
  state: z.enum(answerStates),
  rooms: z.array(z.string()),
  indicators: z.array(z.string()),
  note: text.nullable(),
});
export type AnswerRow = z.infer<typeof answerRowSchema>;

const answersSchema = z.object({ rows: z.array(answerRowSchema), counts: z.record(z.enum(answerStates), z.number().int()) });
const versionSchema = z.object({ version: z.string(), appliedAt: z.string(), appliedBy: z.string(), digest: z.string() });

export const applyRegion = command({
  name: 'applyRegion',
  path: '/regions',
  permission: 'regions.apply',
  event: 'regions.applied',
  stepUp: 'or-password',
  summary: { zh: '启用地区政策包', en: 'Put a version of a region into force' },
  input: z.object({ files: textsSchema }),
  output: regionSummarySchema,
});

export const endRegion = command({
  name: 'endRegion',
  path: '/regions/{id}/end',
  permission: 'regions.end',
  event: 'regions.ended',
  stepUp: 'or-password',
  summary: { zh: '停用地区政策', en: 'Take a region out of force' },
  input: z.object({ id: regionId, reason: z.string().trim().min(4).max(500) }),
  output: regionSummarySchema,
});

export const checkRegion = query({
  name: 'checkRegion',
  path: '/regions/check',
  method: 'POST',
  permission: 'regions.read',
  summary: { zh: '检查政策包', en: 'Check a pack: what is wrong with file and line, and what it would change' },
  input: z.object({ files: textsSchema }),
  output: z.object({
    findings: z.array(findingSchema),
    region: z.object({ id: z.string(), version: z.string(), name: text, tasks: z.number().int(), targets: z.number().int(), rules: z.number().int() }).nullable(),
    /** Against the version in force; empty when there is none. */
    changes: z.array(changeSchema),
    formerVersion: z.string().nullable(),
  }),
});

export const listRegions = query({
  name: 'listRegions',
  path: '/regions',
  permission: 'regions.read',
  summary: { zh: '地区政策', en: 'Regions' },
  input: z.object({}),
  output: z.object({ rows: z.array(regionSummarySchema) }),
});

export const getRegion = query({
  name: 'getRegion',
  path: '/regions/{id}',
  permission: 'regions.read',
  summary: { zh: '查看地区政策', en: 'A region: its pack, files, versions and answers' },
  input: z.object({ id: regionId, version: version.optional() }),
  output: z.object({ summary: regionSummarySchema, shown: z.string(), pack: packSchema, files: textsSchema, versions: z.array(versionSchema), answers: answersSchema }),
});

export const compareRegion = query({
  name: 'compareRegion',
  path: '/regions/{id}/compare',
  permission: 'regions.read',
  summary: { zh: '比较两个版本', en: 'What changed between two versions' },
  input: z.object({ id: regionId, from: version, to: version }),
  output: z.object({ changes: z.array(changeSchema) }),
});

export const listAnswers = query({
  name: 'listAnswers',
  path: '/region-answers',
  permission: 'regions.read',
  summary: { zh: '政策要求与平台回应', en: 'Every task and target of all regions with its answer' },
  input: z.object({ state: z.enum(answerStates).optional(), kind: z.enum(['task', 'target', 'rule']).optional() }),
  output: z.object({ regions: z.array(z.object({ id: z.string(), name: text, answers: answersSchema })) }),
});
