import { z } from 'zod';
import { query } from '#platform/kernel/contract.ts';
import { codeSchema, daySchema, schemeSchema } from './words.ts';

const spread = z.object({ low: z.number(), median: z.number(), high: z.number() });
const analysisInput = { scheme: schemeSchema.default('drg'), by: z.enum(['organisation', 'department', 'doctor']).default('organisation'), from: daySchema.optional(), until: daySchema.optional() };

export const unitSchema = z.object({
  unit: z.string(), cases: z.number(), groupedCases: z.number(), groupingRate: z.string(), groups: z.number(), totalWeight: z.string(), cmi: z.string(), costIndex: z.string(), timeIndex: z.string(),
  lowRiskCases: z.number().nullable(), lowRiskDeaths: z.number().nullable(),
});
export const groupCostSchema = z.object({
  group: z.string(), name: z.string(), cases: z.number(), cv: z.string().nullable(), meanFen: z.number(), total: spread, drugs: spread, consumables: spread, examinations: spread, weight: z.string().nullable(),
});
export const deviationSchema = z.object({ dischargeId: z.string(), recordNumber: z.string(), group: z.string(), unit: z.string(), totalFen: z.number(), medianFen: z.number(), ratio: z.string() });

const analysisOutput = z.object({
  packName: z.string(), cases: z.number(), grouped: z.number(), groupingRate: z.string(), units: z.array(unitSchema), groups: z.array(groupCostSchema), deviations: z.array(deviationSchema),
  cvDistribution: z.array(z.object({ from: z.string(), until: z.string(), groups: z.number() })),
  /** How many there are; the lists are cut at the largest. */
  unitsTotal: z.number(), groupsTotal: z.number(), deviationsTotal: z.number(),
});
export type Analysis = z.infer<typeof analysisOutput>;

export const analyseCasemix = query({
  name: 'analyseCasemix', path: '/casemix/analysis', permission: 'casemix.analyse',
  summary: { zh: '病组分析', en: 'Analysis of the case mix' },
  input: z.object(analysisInput),
  output: analysisOutput,
});

export const analyseGroup = query({
  name: 'analyseGroup', path: '/casemix/analysis/groups/{group}', permission: 'casemix.analyse',
  summary: { zh: '一个病组的费用对标准', en: 'Cost of one group against its standard bundle' },
  input: z.object({ ...analysisInput, group: codeSchema }),
  /** `standard` over all cases of the group that the asker may see (null: there are none), then each unit against it. */
  output: z.object({ standard: groupCostSchema.nullable(), units: z.array(groupCostSchema.omit({ group: true, name: true, weight: true }).extend({ unit: z.string(), toStandard: z.string() })), unitsTotal: z.number() }),
});

export const exportCasemix = query({
  name: 'exportCasemix', isExport: true, path: '/casemix/analysis/export', permission: 'casemix.analyse',
  summary: { zh: '导出病组分析', en: 'Export the analysis' },
  input: z.object({ ...analysisInput, format: z.enum(['xlsx', 'pdf']).default('xlsx') }),
  output: z.object({ fileName: z.string(), mediaType: z.string(), contentBase64: z.string() }),
});
