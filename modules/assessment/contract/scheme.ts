import { z } from 'zod';
import { textSchema } from './words.ts';

const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/, 'letters, digits, dot, dash / 字母、数字、点、短横');
/** Numbers may be written with or without quotes; they are read as exact decimals. */
const decimal = z.preprocess((value) => (typeof value === 'number' && Number.isFinite(value) ? String(value) : value), z.string().regex(/^-?\d{1,12}(\.\d{1,6})?$/, 'a decimal number / 应为十进制数'));
const notNegative = decimal.refine((text) => !text.startsWith('-'), 'not below zero / 不能为负');
const operator = z.enum(['>=', '>', '<=', '<']);
const direction = z.enum(['higher', 'lower']);

/** A band holds values from `from` (with it) to `to` (without it); a missing end is open. */
const band = z.strictObject({ from: decimal.optional(), to: decimal.optional(), points: notNegative });

const scoringSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('threshold'), operator, value: decimal }),
  z.strictObject({ kind: z.literal('linear'), floor: decimal, full: decimal }),
  z.strictObject({ kind: z.literal('bands'), bands: z.array(band).min(1).max(40) }),
  z.strictObject({ kind: z.literal('percentile'), direction: direction.optional(), peersMin: z.number().int().min(2).max(500).default(3) }),
  z.strictObject({ kind: z.literal('improvement'), against: z.enum(['previous-period', 'year-before']).default('previous-period'), measure: z.enum(['absolute', 'relative']).default('relative'), direction: direction.optional(), floor: decimal.default('0'), full: decimal }),
]);
export type Scoring = z.infer<typeof scoringSchema>;

const sourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('indicator'), indicator: z.string().max(10) }),
  z.strictObject({ kind: z.literal('manual'), unit: z.string().max(20).default(''), min: decimal.optional(), max: decimal.optional() }),
]);
export type Source = z.infer<typeof sourceSchema>;

const itemSchema = z.strictObject({
  id, parent: id.optional(), title: textSchema, weight: notNegative,
  source: sourceSchema.optional(), scoring: scoringSchema.optional(),
  /** Shown beside the scores, neither scored nor ranked. */
  watch: z.boolean().default(false),
  /** No value: `zero` gives no points; `spread` takes the item out, its weight is borne by the others. */
  missing: z.enum(['zero', 'spread']).default('zero'),
  /** Groups that it counts for; all when absent. */
  groups: z.array(id).min(1).max(20).optional(),
});
export type SchemeItem = z.infer<typeof itemSchema>;

const vetoSchema = z.strictObject({
  id, title: textSchema,
  source: z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('manual') }), z.strictObject({ kind: z.literal('indicator'), indicator: z.string().max(10), operator, value: decimal })]),
  /** The total cannot be above it once the veto holds. */
  cap: notNegative,
});

const groupSchema = z.strictObject({
  id, title: textSchema, levels: z.array(z.string().max(40)).max(10).optional(), kinds: z.array(z.string().max(40)).max(30).optional(), organisationIds: z.array(z.string().max(100)).max(500).optional(),
});

const GRADES = [{ grade: 'A', from: '90' }, { grade: 'B', from: '80' }, { grade: 'C', from: '60' }, { grade: 'D', from: '0' }];

/** An assessment scheme as data. */
export const schemeContentSchema = z.strictObject({
  code: id, version: z.string().regex(/^\d{4}\.\d{1,3}$/, 'such as 2026.1 / 形如 2026.1'), title: textSchema,
  period: z.enum(['month', 'quarter', 'year']), full: notNegative.default('100'), decimals: z.number().int().min(0).max(4).default(2),
  groups: z.array(groupSchema).min(1).max(20), items: z.array(itemSchema).min(1).max(300), vetoes: z.array(vetoSchema).max(40).default([]),
  grades: z.array(z.strictObject({ grade: z.string().min(1).max(10), from: notNegative })).min(1).max(10).default(GRADES),
});
export type SchemeContent = z.infer<typeof schemeContentSchema>;

export const findingSchema = z.object({ line: z.number().int(), column: z.number().int(), path: z.string(), code: z.string(), message: z.object({ zh: z.string(), en: z.string() }) });
export type SchemeFinding = z.infer<typeof findingSchema>;
