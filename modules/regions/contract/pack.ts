import { z } from 'zod';
import { isCalendarDate } from '#platform/kernel/period.ts';

const text = z.strictObject({ zh: z.string().min(1).max(2000), en: z.string().min(1).max(2000) });
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens / 小写字母、数字和连字符').max(64);
/** Calendar day `YYYY-MM-DD` that exists. */
const day = z.string().refine(isCalendarDate, 'not a day of the calendar (YYYY-MM-DD) / 不是有效日期');
/** An exact decimal, kept as text: 0.1 stays 0.1. */
const decimal = z.string().regex(/^-?\d{1,12}(\.\d{1,6})?$/, 'a decimal in quotes, such as "65" or "1.3" / 需加引号的十进制数');
/** Where in the policy it stands, in the policy's own numbering. */
const clause = z.string().min(1).max(60);

const bodyKinds = ['party', 'government', 'insurer', 'health', 'hospital', 'committee', 'other'] as const;
const body = z.strictObject({ id, name: text, kind: z.enum(bodyKinds) });

/** How far the platform answers what the policy asks. */
export const answerStates = ['answered', 'partly', 'gap', 'outside'] as const;
const answer = z.strictObject({
  state: z.enum(answerStates),
  /** Rooms of the platform that answer; checked against the rooms that exist. */
  rooms: z.array(id).max(8).default([]),
  note: text.optional(),
});

const policySchema = z.strictObject({
  number: z.string().min(1).max(80),
  title: text,
  standing: z.enum(['in-force', 'pilot', 'draft']),
  issuedOn: day.optional(),
  validUntil: day.optional(),
  note: text.optional(),
});

const regionFileSchema = z.strictObject({
  id,
  version: z.string().regex(/^\d{4}\.\d{1,3}$/, 'year.number, such as 2020.1 / 年份.序号'),
  name: text,
  level: z.enum(['district', 'county', 'city']),
  /** Code of the administrative division, 6 digits (GB/T 2260). */
  division: z.string().regex(/^\d{6}$/),
  policy: policySchema,
  bodies: z.array(body).min(1).max(80),
});

const consortiumForms = ['medical-group', 'city-medical-group', 'county-consortium', 'specialty-alliance', 'telemedicine-network', 'cross-region-alliance', 'trusteeship'] as const;
const consortium = z.strictObject({
  id,
  form: z.enum(consortiumForms),
  tightness: z.enum(['tight', 'loose', 'either']),
  lead: text,
  members: z.array(text).max(30),
  establishedBy: day.optional(),
  clause,
});
const consortiaFileSchema = z.strictObject({
  consortia: z.array(consortium).max(40),
  /** What must stay as it is; an act that would change it needs a recorded exception. */
  unchanged: z.array(z.strictObject({ id, name: text, clause })).max(20).default([]),
  /** Fields that are managed as one. */
  unified: z.array(z.strictObject({ id, name: text, clause })).max(20).default([]),
});

const governanceFileSchema = z.strictObject({
  committees: z
    .array(
      z.strictObject({
        id,
        name: text,
        kind: z.enum(['committee', 'council', 'party', 'leading-group', 'joint-meeting']),
        /** Offices, never persons: the body that holds each seat. */
        chair: text.optional(),
        seats: z.array(id).max(60),
        officeAt: id.optional(),
        scope: z.array(text).max(20).default([]),
        clause,
      }),
    )
    .max(20),
});

const targetOperators = ['>=', '<=', '>', '<', '=', 'between', 'rising', 'falling', 'assess'] as const;
const target = z.strictObject({
  id,
  /** Id in the indicator registry. */
  indicator: z.string().regex(/^[A-Z]\d{2}[a-z]?$/),
  title: text,
  /** Which units it binds, when not all: a level of hospital, a district. */
  tier: id.optional(),
  operator: z.enum(targetOperators),
  value: decimal.optional(),
  upper: decimal.optional(),
  approximate: z.boolean().default(false),
  unit: z.string().max(20).optional(),
  from: day.optional(),
  by: day.optional(),
  clause,
  answer,
});
const targetsFileSchema = z.strictObject({ tiers: z.array(z.strictObject({ id, name: text })).max(20).default([]), targets: z.array(target).max(200) });

const phase = z.strictObject({ id, name: text, from: day.optional(), until: day.optional(), result: text, clause });
const timelineFileSchema = z.strictObject({ phases: z.array(phase).max(40) });

const task = z.strictObject({
  id,
  clause,
  title: text,
  /** What is to be done, in our words. */
  work: z.array(text).min(1).max(30),
  /** The body that leads: the first named by the policy. */
  lead: id,
  joint: z.array(id).max(40).default([]),
  isKey: z.boolean().default(false),
  phase: id.optional(),
  due: day.optional(),
  dependsOn: z.array(id).max(20).default([]),
  targets: z.array(id).max(20).default([]),
  indicators: z.array(z.string().regex(/^[A-Z]\d{2}[a-z]?$/)).max(30).default([]),
  requirements: z.array(z.string().regex(/^R\d{3}$/)).max(30).default([]),
  answer,
});
const tasksFileSchema = z.strictObject({ tasks: z.array(task).min(1).max(500) });

const ruleKinds = [
  'essential-medicine-ratio', 'differential-reimbursement', 'deductible', 'surplus', 'overrun', 'down-referral-reward', 'referral-priority', 'contract-fee', 'global-budget', 'disease-score',
  'diagnosis-group', 'per-diem', 'capitation', 'same-score-all-levels', 'tcm-same-score', 'day-surgery', 'price-adjustment', 'practice-place', 'staff-cost', 'public-health-funding', 'posts', 'salary',
  'assessment-use', 'reporting-period', 'mutual-recognition', 'secondment',
] as const;
const rule = z.strictObject({
  id,
  kind: z.enum(ruleKinds),
  /** For whom, when not for all: a form of consortium, a level. */
  scope: id.optional(),
  validFrom: day,
  validUntil: day.optional(),
  /** `left-open`: the policy wants the rule and leaves the figure to local parameters; nothing is invented. */
  standing: z.enum(['stated', 'left-open', 'off']),
  value: z.record(id, z.union([decimal, z.boolean(), id])).default({}),
  text,
  clause,
  answer,
});
const rulesFileSchema = z.strictObject({ rules: z.array(rule).max(100) });
const indicatorsFileSchema = z.strictObject({
  /** The indicator set that the policy asks to be watched. */
  set: z.array(z.strictObject({ indicator: z.string().regex(/^[A-Z]\d{2}[a-z]?$/), group: text, name: text, source: text.optional(), clause })).max(200),
});

export type Answer = z.infer<typeof answer>;
export type RegionTarget = z.infer<typeof target>;
export type RegionRule = z.infer<typeof rule>;

/** The files of a region, each a YAML document of this shape. */
export const packFiles = {
  region: regionFileSchema,
  consortia: consortiaFileSchema,
  governance: governanceFileSchema,
  targets: targetsFileSchema,
  timeline: timelineFileSchema,
  tasks: tasksFileSchema,
  rules: rulesFileSchema,
  indicators: indicatorsFileSchema,
} as const;
export type PackFile = keyof typeof packFiles;

/** A whole region as data: what all its files say. */
export const packSchema = z.strictObject({
  ...regionFileSchema.shape,
  ...consortiaFileSchema.shape,
  ...governanceFileSchema.shape,
  ...targetsFileSchema.shape,
  ...timelineFileSchema.shape,
  ...tasksFileSchema.shape,
  ...rulesFileSchema.shape,
  indicatorSet: indicatorsFileSchema.shape.set,
});
export type RegionPack = z.infer<typeof packSchema>;

/** One thing that is wrong in a pack, with its place. */
export const findingSchema = z.object({
  file: z.string(),
  line: z.number().int(),
  column: z.number().int(),
  path: z.string(),
  code: z.string(),
  message: text,
});
export type PackFinding = z.infer<typeof findingSchema>;
