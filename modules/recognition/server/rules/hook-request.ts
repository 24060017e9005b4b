import { z } from 'zod';

const codeableSchema = z.object({ coding: z.array(z.object({ system: z.string().max(200).optional(), code: z.string().max(100).optional() })).max(20).optional(), text: z.string().optional() }).optional();
const draftSchema = z.object({ resourceType: z.string(), id: z.string().max(64).optional(), code: codeableSchema });
const identifierSchema = z.object({ system: z.string().max(200).optional(), value: z.string().max(200).optional() });

/** CDS Hooks 2.0, HTTP request of order-select and order-sign; what recognition does not read is let through. */
export const hookRequestSchema = z.object({
  hook: z.enum(['order-select', 'order-sign']),
  hookInstance: z.uuid(),
  fhirServer: z.string().max(500).optional(),
  context: z.object({
    userId: z.string().min(1).max(200), patientId: z.string().min(1).max(128), encounterId: z.string().max(128).optional(), selections: z.array(z.string().max(200)).max(200).optional(),
    draftOrders: z.object({ resourceType: z.literal('Bundle'), entry: z.array(z.object({ resource: draftSchema.optional() })).max(200).optional() }),
  }),
  prefetch: z.record(z.string(), z.unknown()).optional(),
});
export type HookRequest = z.infer<typeof hookRequestSchema>;

export const feedbackSchema = z.object({
  feedback: z.array(z.object({
    card: z.string().min(1).max(128), outcome: z.enum(['accepted', 'overridden']), outcomeTimestamp: z.string().max(40), acceptedSuggestions: z.array(z.object({ id: z.string().max(128) })).max(20).optional(),
    overrideReason: z.object({ reason: z.object({ code: z.string().max(40), system: z.string().max(200).optional() }).optional(), userComment: z.string().max(500).optional() }).optional(),
  })).min(1).max(50),
});

const patientSchema = z.object({ resourceType: z.literal('Patient'), identifier: z.array(identifierSchema).max(20).optional() });
const bundleSchema = z.object({ resourceType: z.literal('Bundle'), entry: z.array(z.object({ resource: z.unknown() })).min(1).max(1) });
const ORDERS_MAX = 50;
const CODES_MAX = 10;

export interface DraftOrder {
  readonly reference: string;
  readonly codes: readonly string[];
}

/** Draft service requests with a code; of order-select only the selected ones. */
export function draftOrdersOf({ hook, context }: HookRequest): DraftOrder[] {
  const selected = hook === 'order-select' && context.selections !== undefined ? new Set(context.selections) : undefined;
  return (context.draftOrders.entry ?? []).flatMap(({ resource }): DraftOrder[] => {
    if (resource?.resourceType !== 'ServiceRequest' || resource.id === undefined) return [];
    const reference = `ServiceRequest/${resource.id}`;
    const codes = (resource.code?.coding ?? []).flatMap(({ system, code }) => (code ? [system ? `${system}|${code}`.slice(-100) : code] : []));
    return codes.length > 0 && (selected === undefined || selected.has(reference)) ? [{ reference, codes: codes.slice(0, CODES_MAX) }] : [];
  }).slice(0, ORDERS_MAX);
}

/** Numbers of the patient that the caller fetched before: an outside system has ids of its own. */
export function patientNumbersOf({ prefetch }: HookRequest): string[] {
  // A client may prefetch by search and hand in the Bundle.
  const given = bundleSchema.safeParse(prefetch?.['patient']);
  const patient = patientSchema.safeParse(given.success ? given.data.entry[0]?.resource : prefetch?.['patient']);
  return patient.success ? (patient.data.identifier ?? []).flatMap(({ system, value }) => (system && value ? [`${system}|${value}`] : [])) : [];
}
