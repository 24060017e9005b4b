import { z } from 'zod';

/** `PID`, `PID-3`, `PID-3.4`, `PID-3.4.2`; `[1]` after the field takes one repetition. */
const pathSchema = z.string().regex(/^[A-Z][A-Z0-9]{2}(-\d{1,3}(\[\d{1,3}\])?(\.\d{1,2}){0,2})?$/, 'SEG-field.component | SEG-field.component');

const conditionSchema = z.strictObject({
  path: pathSchema,
  /** One of these values; left out: anything. */
  is: z.array(z.string()).optional(),
  not: z.array(z.string()).optional(),
});

const FUNCTIONS = [
  'string', 'code', 'boolean', 'integer', 'decimal', 'date', 'dateTime', 'instant', 'identifier', 'name', 'address', 'telecom', 'concept', 'coding', 'quantity',
  'person', 'place', 'organisation', 'attachment', 'annotation', 'observation', 'range', 'uri', 'display', 'device', 'pointer',
] as const;
export type MappingFunction = (typeof FUNCTIONS)[number];

const fieldSchema = z.strictObject({
  /** Where from; several are tried in turn. Absent with `value` or `ref`. */
  from: z.union([pathSchema, z.array(pathSchema).min(1)]).optional(),
  /** Dotted FHIR element; `[]` at the end adds to a list. */
  to: z.string().regex(/^_?[a-z][A-Za-z]*(\[\])?(\._?[a-z][A-Za-z]*(\[\])?)*$/, 'dotted FHIR element | dotted FHIR element'),
  as: z.enum(FUNCTIONS).default('string'),
  /** Name of a code table of this mapping; `*` in the table takes what is not listed. */
  map: z.string().optional(),
  system: z.string().optional(),
  /** Fixed value. */
  value: z.unknown().optional(),
  /** Name of another resource of this mapping that is referred to, the nearest around. */
  ref: z.string().optional(),
  /** The value goes below this name, beside what `with` says. */
  wrap: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
  when: z.array(conditionSchema).optional(),
  /** Only the first repetition. */
  first: z.boolean().default(false),
  /** Only where nothing has been put there before. */
  otherwise: z.boolean().default(false),
});
export type FieldRule = z.infer<typeof fieldSchema>;

const resourceSchema = z.strictObject({
  /** Name within the mapping, for `ref`. */
  name: z.string().min(1),
  type: z.string().regex(/^[A-Z][A-Za-z]+$/),
  /** One resource for each segment of this name. */
  each: z.string().regex(/^[A-Z][A-Z0-9]{2}$/),
  /** One for each repetition of this field instead. */
  repetition: pathSchema.optional(),
  /** Only these events. */
  events: z.array(z.string()).optional(),
  when: z.array(conditionSchema).optional(),
  /** Values that identify it in the sending system: the same ones mean the same resource again. Empty: new with each message. */
  key: z.array(pathSchema).default([]),
  /** `if-new`: what is there already is left as it is. */
  write: z.enum(['always', 'if-new']).default('always'),
  fields: z.array(fieldSchema),
});
export type ResourceRule = z.infer<typeof resourceSchema>;

export const mappingSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/),
  title: z.object({ zh: z.string(), en: z.string() }),
  /** `ADT`, `ADT^A01`; the longest fit is taken. */
  messages: z.array(z.string().regex(/^[A-Z]{3}(\^[A-Z0-9]{3})?$/)),
  /** Rules of other mappings that come first. */
  include: z.array(z.string()).default([]),
  codes: z.record(z.string(), z.record(z.string(), z.string())).default({}),
  resources: z.array(resourceSchema),
});
export type MappingDocument = z.infer<typeof mappingSchema>;
