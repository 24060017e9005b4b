import { z } from 'zod';
import { pageInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';
import { codeSchema, daySchema, entrySchema, idSchema, schemeSchema } from './words.ts';

/** Base64 of a file or of a part of it; the screen cuts bigger files. */
const FILE_BASE64_MAX = 1_900_000;

export const refusedRowSchema = z.object({ line: z.number(), field: z.string(), zh: z.string(), en: z.string() });

export const importSchema = z.object({ id: z.string(), organisationId: z.string(), fileName: z.string(), taken: z.number(), refused: z.number(), findings: z.array(refusedRowSchema), importedAt: z.string() });
export type FrontPageImport = z.infer<typeof importSchema>;

export const importFrontPages = command({
  name: 'importFrontPages', path: '/casemix/imports', permission: 'casemix.import-front-pages', event: 'casemix.front-pages-imported',
  summary: { zh: '导入病案首页或结算清单', en: 'Import front pages or settlement lists' },
  input: z.object({ organisationId: idSchema, fileName: z.string().trim().min(1).max(200), base64: z.string().min(1).max(FILE_BASE64_MAX), /** Line of the whole file that the first row has; a big file comes in parts. */ firstLine: z.number().int().min(2).optional() }),
  output: importSchema,
});

export const groupDischarges = command({
  name: 'groupDischarges', path: '/casemix/group', permission: 'casemix.group-discharges', event: 'casemix.discharges-grouped',
  summary: { zh: '按生效方案重新分组', en: 'Group discharges by the pack in force' },
  input: z.object({ organisationId: idSchema, scheme: schemeSchema }),
  output: z.object({ scheme: schemeSchema, packId: z.string(), cases: z.number(), grouped: z.number() }),
});

export const listImports = query({
  name: 'listImports', path: '/casemix/imports', permission: 'casemix.read-discharges',
  summary: { zh: '导入记录', en: 'Imports' },
  input: z.object({ ...pageInput }),
  output: pageOf(importSchema),
});

export const qualityNoteSchema = z.object({ field: z.string(), points: z.number(), zh: z.string(), en: z.string() });

export const dischargeSchema = z.object({
  id: z.string(), organisationId: z.string(), recordNumber: z.string(), personName: z.string(), sex: z.string(), ageYears: z.number().nullable(), admittedOn: z.string(), dischargedOn: z.string(),
  losDays: z.number(), department: z.string(), doctor: z.string(), dischargeWay: z.string(), principal: z.string(), totalFen: z.number(), quality: z.number(), open: z.number(),
  status: z.string().nullable(), group: z.string().nullable(), weight: z.string().nullable(),
});
export type Discharge = z.infer<typeof dischargeSchema>;

export const listDischarges = query({
  name: 'listDischarges', path: '/casemix/discharges', permission: 'casemix.read-discharges',
  summary: { zh: '出院病例', en: 'Discharges' },
  input: z.object({ scheme: schemeSchema.default('drg'), status: z.string().optional(), group: codeSchema.optional(), qualityMax: z.coerce.number().int().min(0).max(100).optional(), q: z.string().max(60).optional(), ...pageInput }),
  output: pageOf(dischargeSchema),
});

export const stepSchema = z.object({ step: z.string(), code: z.string(), zh: z.string(), en: z.string(), met: z.boolean().optional() });

const outcomeSchema = z.object({ status: z.string(), mdc: z.string(), adrg: z.string(), group: z.string(), name: z.string(), weight: z.string().nullable() });
const alternativeSchema = z.object({ zh: z.string(), en: z.string(), group: z.string(), name: z.string(), weight: z.string().nullable(), status: z.string() });
const groupingAnswer = z.object({ scheme: schemeSchema, packId: z.string().nullable(), packName: z.string(), result: outcomeSchema, explanation: z.array(stepSchema), alternatives: z.array(alternativeSchema) });
export type GroupingAnswer = z.infer<typeof groupingAnswer>;

export const getDischarge = query({
  name: 'getDischarge', path: '/casemix/discharges/{id}', permission: 'casemix.read-discharges',
  summary: { zh: '病例与分组说明', en: 'A discharge with its explanation' },
  input: z.object({ id: idSchema, scheme: schemeSchema.default('drg') }),
  output: dischargeSchema.extend({ ageDays: z.number().nullable(), birthWeightG: z.number().nullable(), diagnoses: z.array(entrySchema), procedures: z.array(entrySchema), toComplete: z.array(qualityNoteSchema), grouping: groupingAnswer }),
});

export const tryGrouping = query({
  name: 'tryGrouping', path: '/casemix/try', permission: 'casemix.try-grouping', method: 'POST',
  summary: { zh: '试分组', en: 'Group a case that is still being written' },
  input: z.object({
    scheme: schemeSchema.default('drg'), diagnoses: z.array(codeSchema).max(41), procedures: z.array(codeSchema).max(41), sex: z.enum(['1', '2']).nullable(), ageYears: z.coerce.number().int().min(0).max(150).nullable(),
    ageDays: z.coerce.number().int().min(0).max(366).nullish(), birthWeightG: z.coerce.number().int().min(0).max(20000).nullish(), losDays: z.coerce.number().int().min(0).max(10000).nullish(),
    dischargeWay: z.string().max(4).nullish(), on: daySchema.optional(),
  }),
  output: groupingAnswer,
});
