import { z } from 'zod';

/** Dotted element of a FHIR resource: `name[0].family`, `code.coding[system=http://loinc.org].code`; `$` is what the rule stands on, `/` begins at the parts of the message. */
const sourcePath = z.string().regex(/^(\$|\/?[a-z][A-Za-z]*(\[[^\]]{1,120}\])?(\.[a-z][A-Za-z]*(\[[^\]]{1,120}\])?)*)$/, 'element.element[n] | element.element[n]');
/** `5`, `5.1`, `5.1.2`: field, component, sub-component. */
const placeSchema = z.string().regex(/^\d{1,3}(\.\d{1,2}){0,2}$/, '5.1.2 | 5.1.2');

const conditionSchema = z.strictObject({ path: sourcePath, is: z.array(z.string()).optional(), not: z.array(z.string()).optional() });

const OUTGOING_FUNCTIONS = ['text', 'stamp', 'day', 'authority', 'identifierType', 'codeSystem', 'valueType', 'value', 'range', 'idOf'] as const;
export type OutgoingFunction = (typeof OUTGOING_FUNCTIONS)[number];

const leafShape = {
  /** Several are tried in turn. */
  from: z.union([sourcePath, z.array(sourcePath).min(1)]).optional(),
  as: z.enum(OUTGOING_FUNCTIONS).default('text'),
  /** Code table of this mapping; `*` takes what is not listed. */
  map: z.string().optional(),
  value: z.string().max(250).optional(),
  when: z.array(conditionSchema).optional(),
  /** Only where nothing stands there yet. */
  otherwise: z.boolean().default(false),
};
const leafSchema = z.strictObject({ to: placeSchema, ...leafShape });
export type OutgoingLeaf = z.infer<typeof leafSchema>;

const fieldSchema = z.strictObject({
  to: placeSchema, ...leafShape,
  /** A repetition of the field for each of these elements; `parts` name its components: `1`, `4.2`. */
  each: sourcePath.optional(),
  parts: z.array(leafSchema).optional(),
});
export type OutgoingField = z.infer<typeof fieldSchema>;

const segmentSchema = z.strictObject({
  segment: z.string().regex(/^[A-Z][A-Z0-9]{2}$/),
  /** A segment for each element of this list of the parts; else one, where the part is there. */
  each: sourcePath.optional(),
  of: sourcePath.optional(),
  /** Only these trigger events. */
  events: z.array(z.string()).optional(),
  when: z.array(conditionSchema).optional(),
  /** Field that counts the segments of this name. */
  counter: z.number().int().min(1).max(99).optional(),
  fields: z.array(fieldSchema),
});
export type OutgoingSegment = z.infer<typeof segmentSchema>;

/** How FHIR becomes a message: segments in their order. Head and acknowledgement mode are the house's. */
export const outgoingSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/),
  direction: z.literal('out'),
  title: z.object({ zh: z.string(), en: z.string() }),
  /** `ADT^A08`. */
  messages: z.array(z.string().regex(/^[A-Z]{3}\^[A-Z0-9]{3}$/)).min(1),
  /** The part that the message is about; without it there is none. */
  needs: z.enum(['patient', 'encounter', 'report', 'request', 'appointment']).default('patient'),
  codes: z.record(z.string(), z.record(z.string(), z.string())).default({}),
  segments: z.array(segmentSchema).min(1).max(60),
});
export type OutgoingDocument = z.infer<typeof outgoingSchema>;
