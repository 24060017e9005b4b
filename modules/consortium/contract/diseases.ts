import { z } from 'zod';
import { command, query } from '#platform/kernel/contract.ts';
import { daySchema, directionSchema, icd10Schema, idSchema, judgementSchema, levelSchema, nameSchema, reasonSchema } from './words.ts';

export const diseaseRangeSchema = z.object({
  id: z.string(),
  listId: z.string(),
  codeFrom: z.string(),
  codeUntil: z.string(),
  title: z.string(),
  judgement: judgementSchema,
  condition: z.string().nullable(),
  stayDays: z.number().nullable(),
  suggestedDays: z.number().nullable(),
  validFrom: z.string(),
  validUntil: z.string().nullable(),
});
export type DiseaseRange = z.infer<typeof diseaseRangeSchema>;

export const diseaseListSchema = z.object({
  id: z.string(),
  name: z.string(),
  ownerOrganisationId: z.string(),
  level: levelSchema.nullable(),
  organisationId: z.string().nullable(),
  organisationName: z.string().nullable(),
  validFrom: z.string(),
  validUntil: z.string().nullable(),
  ranges: z.array(diseaseRangeSchema),
});
export type DiseaseList = z.infer<typeof diseaseListSchema>;

export const createDiseaseList = command({
  name: 'createDiseaseList',
  path: '/disease-lists',
  permission: 'consortium.create-disease-list',
  event: 'consortium.disease-list-created',
  summary: { zh: '建立病种清单', en: 'Create a disease list' },
  input: z
    .object({ name: nameSchema, ownerOrganisationId: idSchema, level: levelSchema.nullish(), organisationId: idSchema.nullish(), validFrom: daySchema })
    .refine((input) => (input.level == null) !== (input.organisationId == null), '级别与机构二选一 | Give either a level or an organisation'),
  output: diseaseListSchema,
});

export const addDiseaseRange = command({
  name: 'addDiseaseRange',
  path: '/disease-lists/{listId}/ranges',
  permission: 'consortium.add-disease-range',
  event: 'consortium.disease-range-added',
  summary: { zh: '增加病种', en: 'Add an ICD-10 range' },
  input: z.object({
    listId: idSchema,
    codeFrom: icd10Schema,
    codeUntil: icd10Schema,
    title: nameSchema,
    judgement: judgementSchema,
    condition: z.string().trim().max(300).nullish(),
    stayDays: z.number().int().min(1).max(365).nullish(),
    suggestedDays: z.number().int().min(1).max(365).nullish(),
    validFrom: daySchema,
  }),
  output: diseaseListSchema,
});

export const endDiseaseRange = command({
  name: 'endDiseaseRange',
  path: '/disease-ranges/{id}/end',
  permission: 'consortium.end-disease-range',
  event: 'consortium.disease-range-ended',
  summary: { zh: '停用病种', en: 'End an ICD-10 range' },
  input: z.object({ id: idSchema, validUntil: daySchema, reason: reasonSchema }),
  output: diseaseListSchema,
});

export const listDiseaseLists = query({
  name: 'listDiseaseLists',
  path: '/disease-lists',
  permission: 'consortium.read',
  summary: { zh: '病种清单', en: 'Disease lists with their ranges' },
  input: z.object({ on: daySchema.optional() }),
  output: z.object({ lists: z.array(diseaseListSchema) }),
});

const textSchema = z.object({ zh: z.string(), en: z.string() });

export const diseaseVerdictSchema = z.object({
  /** `supported`: the list asks for this direction; `advised-against`: the list says otherwise; `not-listed`: it is silent. */
  verdict: z.enum(['supported', 'advised-against', 'not-listed']),
  judgement: judgementSchema.nullable(),
  rangeId: z.string().nullable(),
  title: z.string().nullable(),
  condition: z.string().nullable(),
  suggestedDays: z.number().nullable(),
  listName: z.string().nullable(),
  reason: textSchema,
});
export type DiseaseVerdict = z.infer<typeof diseaseVerdictSchema>;

export const judgeDisease = query({
  name: 'judgeDisease',
  path: '/disease-lists/judge',
  permission: 'consortium.read',
  summary: { zh: '病种判定', en: 'Judge a diagnosis by the lists' },
  input: z.object({ organisationId: idSchema, icd10: icd10Schema, direction: directionSchema, on: daySchema.optional() }),
  output: diseaseVerdictSchema,
});
