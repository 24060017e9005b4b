import { z } from 'zod';
import { pageInput, pageOf } from '#platform/contract/list.ts';
import { command, query } from '#platform/kernel/contract.ts';

const id = z.string().min(1).max(64);
const indicatorId = z.string().regex(/^[A-Z]\d{2}[a-z]?$/);
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'year and month, such as 2026-03');
/** A month, a quarter or a year. */
const period = z.string().regex(/^\d{4}(-(0[1-9]|1[0-2])|Q[1-4])?$/, '2026, 2026Q1 or 2026-03');
const decimal = z.string().regex(/^-?\d{1,14}(\.\d{1,6})?$/, 'a decimal');
const amount = z.string().regex(/^\d{1,14}(\.\d{1,6})?$/, 'a decimal not below zero');
const reason = z.string().trim().min(4).max(500);
const text = z.object({ zh: z.string(), en: z.string() });

export const definitionSchema = z.object({
  id: z.string(), list: z.enum(['yiyang', 'policy', 'county-14', 'alliance', 'tier-3', 'tier-2']), group: text, name: text, numerator: text, denominator: text, multiplier: z.number(), unit: z.string(),
  direction: z.number().int(), period: z.enum(['month', 'quarter', 'year']), level: z.string(), source: z.enum(['measure', 'entry', 'import']), shape: z.string(), filter: text.nullable(), version: z.string(), validFrom: z.string(),
  validUntil: z.string().nullable(),
});
const valueSchema = z.object({
  period: z.string(), numerator: z.string().nullable(), denominator: z.string().nullable(), value: z.string().nullable(), likeForLike: z.number().int().nullable(),
});
const light = z.enum(['green', 'amber', 'red', 'grey']);
const targetSchema = z.object({
  regionId: z.string(), regionName: text, targetId: z.string(), title: text, tier: z.string().nullable(), tierName: text.nullable(), operator: z.string(), value: z.string().nullable(), upper: z.string().nullable(),
  by: z.string().nullable(), clause: z.string(), light, gap: z.string().nullable(), distance: z.string().nullable(),
});
export type CardTarget = z.infer<typeof targetSchema>;
const siteSchema = valueSchema.extend({
  organisationId: z.string(), name: z.string(), level: z.string(), rank: z.number().int().nullable(),
  /** Values up to and with the period, oldest first. */
  trend: z.array(z.string().nullable()),
});
/** Sites of the same level and kind that the asker sees, where the number is of one site. */
const peerSchema = z.object({ organisationId: z.string(), name: z.string(), value: z.string().nullable() });
const restatementSchema = z.object({
  organisationId: z.string(), month: z.string(), oldNumerator: z.string(), oldDenominator: z.string(), newNumerator: z.string(), newDenominator: z.string(), reason: z.string(), subjectName: z.string(), at: z.string(),
});

const tileSchema = z.object({
  definition: definitionSchema, current: valueSchema, former: valueSchema, light, trend: z.array(valueSchema),
  /** When the youngest number in it was known. */
  knownAt: z.string().nullable(), isFrozen: z.boolean(),
});
export type Tile = z.infer<typeof tileSchema>;

export const cardSchema = tileSchema.extend({ organisationId: z.string(), sites: z.array(siteSchema), peers: z.array(peerSchema), targets: z.array(targetSchema), restatements: z.array(restatementSchema) });
export type IndicatorCard = z.infer<typeof cardSchema>;

export const entrySchema = z.object({
  id, indicatorId: z.string(), organisationId: z.string(), month: z.string(), numerator: z.string(), denominator: z.string(), sourceNote: z.string(), state: z.enum(['entered', 'approved', 'returned', 'replaced']),
  enteredBy: z.string(), enteredAt: z.string(), decidedBy: z.string().nullable(), decidedAt: z.string().nullable(), reason: z.string().nullable(), batchId: z.string().nullable(),
});
export type IndicatorEntry = z.infer<typeof entrySchema>;

export const listIndicators = query({
  name: 'listIndicators', path: '/indicators', permission: 'indicators.read', summary: { zh: '指标定义', en: 'Definitions of indicators' },
  input: z.object({ list: definitionSchema.shape.list.optional(), source: definitionSchema.shape.source.optional() }), output: z.object({ rows: z.array(definitionSchema) }),
});
export const getCockpit = query({
  name: 'getCockpit', path: '/cockpit', permission: 'indicators.read', summary: { zh: '驾驶舱', en: 'Cards of a list of indicators' },
  input: z.object({ list: definitionSchema.shape.list.default('county-14'), organisationId: id.optional(), period: period.optional() }),
  output: z.object({ organisationId: z.string(), period: z.string(), tiles: z.array(tileSchema) }),
});
export const getIndicatorCard = query({
  name: 'getIndicatorCard', path: '/indicators/{indicatorId}', permission: 'indicators.read', summary: { zh: '指标卡', en: 'An indicator: value, trend, sites, targets, restatements' },
  input: z.object({ indicatorId, organisationId: id.optional(), period: period.optional() }), output: cardSchema,
});
export const listIndicatorCases = query({
  name: 'listIndicatorCases', path: '/indicators/{indicatorId}/cases', permission: 'indicators.cases', summary: { zh: '数字背后的病例', en: 'The cases behind a number' },
  input: z.object({ indicatorId, organisationId: id.optional(), month, ...pageInput }),
  output: z.object({
    rows: z.array(z.object({ caseId: z.string(), personId: z.string().nullable(), organisationId: z.string(), day: z.string().nullable(), numerator: z.string(), denominator: z.string() })),
    total: z.number().int(), offset: z.number().int(), limit: z.number().int(),
  }),
});
export const listIndicatorEntries = query({
  name: 'listIndicatorEntries', path: '/indicator-entries', permission: 'indicators.read', summary: { zh: '填报记录', en: 'Entries of values' },
  input: z.object({ state: entrySchema.shape.state.optional(), indicatorId: indicatorId.optional(), month: month.optional(), ...pageInput }),
  output: pageOf(entrySchema),
});
export const dueIndicatorEntries = query({
  name: 'dueIndicatorEntries', path: '/indicator-entries/due', permission: 'indicators.read', summary: { zh: '待填报', en: 'What is to be entered for a month, and how complete it is' },
  input: z.object({ month, list: definitionSchema.shape.list.default('county-14'), organisationId: id.optional() }),
  output: z.object({ month: z.string(), dueOn: z.string(), isOverdue: z.boolean(), expected: z.number().int(), given: z.number().int(), missing: z.array(z.string()) }),
});
const periodSchema = z.object({
  month: z.string(), closedAt: z.string().nullable(), closedBy: z.string().nullable(), frozen: z.number().int(), restated: z.number().int(), expected: z.number().int(), given: z.number().int(),
  /** Why it cannot be closed now; null: it can be. */
  refusal: z.enum(['closed', 'not-over']).nullable(),
});
export type IndicatorPeriod = z.infer<typeof periodSchema>;
export const listIndicatorPeriods = query({
  name: 'listIndicatorPeriods', path: '/indicator-periods', permission: 'indicators.read', summary: { zh: '关账月份', en: 'Months, closed and open, newest first' },
  input: z.object({ list: definitionSchema.shape.list.default('county-14'), organisationId: id.optional() }), output: z.object({ rows: z.array(periodSchema) }),
});
const fileAnswer = z.object({ fileName: z.string(), mediaType: z.string(), contentBase64: z.string() });
export const exportIndicators = query({
  name: 'exportIndicators', isExport: true, path: '/indicators/file', permission: 'indicators.read', summary: { zh: '导出指标', en: 'Values as PDF, Excel, ADX or DHIS2-style JSON' },
  input: z.object({ list: definitionSchema.shape.list.default('county-14'), organisationId: id.optional(), period: period.optional(), form: z.enum(['pdf', 'sheet', 'adx', 'json']) }), output: fileAnswer,
});

export const enterIndicatorValue = command({
  name: 'enterIndicatorValue', path: '/indicator-entries', permission: 'indicators.enter', event: 'indicators.value-entered', summary: { zh: '填报指标', en: 'Enter a value' },
  input: z.object({ indicatorId, organisationId: id, month, numerator: decimal, denominator: amount, sourceNote: z.string().trim().min(2).max(300) }), output: entrySchema,
});
export const loadIndicatorFile = command({
  name: 'loadIndicatorFile', path: '/indicator-entries/file', permission: 'indicators.enter', event: 'indicators.file-loaded', summary: { zh: '导入指标文件', en: 'Enter the values of a CSV or Excel file, all or none' },
  input: z.object({ contentBase64: z.base64().min(1).max(3_000_000) }), output: z.object({ batchId: z.string(), rows: z.number().int() }),
});
export const approveIndicatorValue = command({
  name: 'approveIndicatorValue', path: '/indicator-entries/{id}/approve', permission: 'indicators.approve', event: 'indicators.value-approved', summary: { zh: '审核通过', en: 'Approve a value, by another person' },
  input: z.object({ id }), output: entrySchema,
});
export const returnIndicatorValue = command({
  name: 'returnIndicatorValue', path: '/indicator-entries/{id}/return', permission: 'indicators.approve', event: 'indicators.value-returned', summary: { zh: '退回填报', en: 'Return a value' },
  input: z.object({ id, reason }), output: entrySchema,
});
export const closeIndicatorPeriod = command({
  name: 'closeIndicatorPeriod', path: '/indicator-periods', permission: 'indicators.close', event: 'indicators.period-closed', summary: { zh: '关账', en: 'Freeze the values of a month' },
  input: z.object({ month }), output: z.object({ month: z.string(), frozen: z.number().int(), judged: z.number().int() }),
});
export const restateIndicator = command({
  name: 'restateIndicator', path: '/indicators/{indicatorId}/restate', permission: 'indicators.close', event: 'indicators.restated', summary: { zh: '重述', en: 'Correct a frozen value, visibly and with a reason' },
  input: z.object({ indicatorId, organisationId: id, month, numerator: decimal, denominator: amount, reason }), output: restatementSchema,
});
