import { z } from 'zod';

/** Codes; a trailing `*` means every code that begins so. */
const codes = z.array(z.string().min(1)).min(1).max(500);
const periods = ['day', 'week', 'month', 'year', 'stay'] as const;
const head = { id: z.string().min(1).max(100), title: z.object({ zh: z.string(), en: z.string() }), basis: z.string().max(300).default('') };

/** One rule of the audit as data. */
export const billRuleSchema = z.discriminatedUnion('kind', [
  /** The same item twice at the same moment. */
  z.object({ ...head, kind: z.literal('duplicate-charge'), items: codes }),
  /** `items` contain `included`: both on one day is a double charge. */
  z.object({ ...head, kind: z.literal('included-item'), items: codes, included: codes, within: z.enum(['day', 'stay']).default('day') }),
  z.object({ ...head, kind: z.literal('incompatible-items'), items: codes, others: codes, within: z.enum(['day', 'stay']).default('stay') }),
  z.object({ ...head, kind: z.literal('quantity-limit'), items: codes, max: z.number().nonnegative(), per: z.enum(periods) }),
  /** Different days on which an item may be charged. */
  z.object({ ...head, kind: z.literal('course-limit'), items: codes, maxDays: z.number().int().positive() }),
  /** No more than this sum for the stay, in fen. */
  z.object({ ...head, kind: z.literal('amount-limit'), items: codes, maxFen: z.number().int().nonnegative() }),
  z.object({ ...head, kind: z.literal('sex'), items: codes, sex: z.enum(['male', 'female']) }),
  z.object({ ...head, kind: z.literal('age'), items: codes, minDays: z.number().int().nonnegative().optional(), maxDays: z.number().int().nonnegative().optional() }),
  /** One of these diagnoses, by code or by a word of its name. */
  z.object({ ...head, kind: z.literal('diagnosis-required'), items: codes, diagnoses: z.array(z.string()).default([]), words: z.array(z.string()).default([]) }),
  z.object({ ...head, kind: z.literal('diagnosis-forbidden'), items: codes, diagnoses: z.array(z.string()).default([]), words: z.array(z.string()).default([]) }),
  /** Charged only in an inpatient or only in an outpatient setting. */
  z.object({ ...head, kind: z.literal('setting'), items: codes, setting: z.enum(['inpatient', 'outpatient']) }),
  z.object({ ...head, kind: z.literal('institution-level'), items: codes, minLevel: z.number().int().min(1).max(3) }),
  /** A day item more often than the stay has days. */
  z.object({ ...head, kind: z.literal('days-of-stay'), items: codes }),
  z.object({ ...head, kind: z.literal('length-of-stay'), minDays: z.number().int().nonnegative().optional(), maxDays: z.number().int().nonnegative().optional() }),
  /** A diagnosis that results of the record speak for; proposed only where the record itself says one of the words. */
  z.object({ ...head, kind: z.literal('unrecorded-diagnosis'), items: codes, diagnosis: z.object({ code: z.string(), name: z.string() }), evidenceWords: z.array(z.string().min(2)).min(1) }),
]);

export type BillRule = z.infer<typeof billRuleSchema>;

const billLineSchema = z.object({
  id: z.string().min(1).max(100),
  item: z.string().min(1).max(60),
  name: z.string().max(200),
  /** `YYYY-MM-DD` or `YYYY-MM-DDThh:mm`. */
  at: z.string().max(25),
  quantity: z.number(),
  amountFen: z.number().int(),
});

export type BillLine = z.infer<typeof billLineSchema>;

export const billSchema = z.object({
  setting: z.enum(['inpatient', 'outpatient']),
  institutionLevel: z.number().int().min(1).max(3).optional(),
  admittedOn: z.string(),
  dischargedOn: z.string().nullable(),
  sex: z.enum(['male', 'female']).nullable(),
  ageDays: z.number().int().nullable(),
  diagnoses: z.array(z.object({ code: z.string(), name: z.string() })).max(60),
  /** What the record says: results, reports, notes, each with the resource it stands in. */
  evidence: z.array(z.object({ reference: z.string(), text: z.string().max(5000) })).max(500).default([]),
  lines: z.array(billLineSchema).min(1).max(5000),
});

export type Bill = z.infer<typeof billSchema>;

export const billHitSchema = z.object({
  ruleId: z.string(),
  kind: z.string(),
  title: z.object({ zh: z.string(), en: z.string() }),
  basis: z.string(),
  /** Lines of the bill that the rule points at. */
  lineIds: z.array(z.string()),
  /** Facts of the bill and record that made the hit. */
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  amountFen: z.number(),
  suggestion: z.object({ code: z.string(), name: z.string(), evidence: z.array(z.object({ reference: z.string(), quote: z.string() })).min(1) }).nullable(),
});

export type BillHit = z.infer<typeof billHitSchema>;
