import { z } from 'zod';
import { command, query } from '#platform/kernel/contract.ts';

const nameSchema = z.string().regex(/^[a-z][a-z0-9-]{1,40}$/);
const mappingLineSchema = z.object({
  name: z.string(),
  direction: z.enum(['in', 'out']),
  title: z.object({ zh: z.string(), en: z.string() }),
  messages: z.array(z.string()),
  rules: z.number(),
  /** 0: as it comes with the house. */
  versionNo: z.number(),
  savedAt: z.string().nullable(),
  savedByName: z.string().nullable(),
});
export type MappingLine = z.infer<typeof mappingLineSchema>;

export const listMappings = query({
  name: 'listMappings',
  path: '/exchange/mappings',
  permission: 'exchange.read-mappings',
  summary: { zh: '映射', en: 'Mappings' },
  input: z.object({}),
  output: z.object({ rows: z.array(mappingLineSchema) }),
});

export const getMapping = query({
  name: 'getMapping',
  path: '/exchange/mappings/{name}',
  permission: 'exchange.read-mappings',
  summary: { zh: '一份映射', en: 'One mapping' },
  input: z.object({ name: nameSchema, versionNo: z.coerce.number().int().min(0).optional() }),
  output: mappingLineSchema.extend({ text: z.string(), versions: z.array(z.object({ versionNo: z.number(), savedAt: z.string(), savedByName: z.string(), note: z.string() })) }),
});

export const saveMapping = command({
  name: 'saveMapping',
  path: '/exchange/mappings/{name}/save',
  permission: 'exchange.save-mapping',
  event: 'exchange.mapping-saved',
  summary: { zh: '保存映射为新版本', en: 'Save a mapping as a new version' },
  input: z.object({
    name: nameSchema,
    /** YAML. */
    text: z.string().max(500_000),
    note: z.string().trim().min(2).max(200),
    /** The version that was edited; another one saved meanwhile is not overwritten. */
    basedOn: z.coerce.number().int().min(0),
  }),
  output: mappingLineSchema,
});

export const previewMapping = query({
  name: 'previewMapping',
  path: '/exchange/mappings/preview',
  method: 'POST',
  permission: 'exchange.read-mappings',
  summary: { zh: '用示例消息试映射', en: 'Try a mapping on a sample message' },
  input: z.object({ message: z.string().max(2_000_000), name: nameSchema.optional(), text: z.string().max(500_000).optional() }),
  output: z.object({
    messageType: z.string(),
    mapping: z.string(),
    resources: z.array(z.record(z.string(), z.unknown())),
    warnings: z.array(z.object({ place: z.string(), text: z.string() })),
    /** Faults of the resources against FHIR R4. */
    faults: z.array(z.object({ path: z.string(), message: z.object({ zh: z.string(), en: z.string() }) })),
    unmapped: z.array(z.string()),
    filled: z.number(),
    acknowledgement: z.string(),
  }),
});

export const previewOutgoing = query({
  name: 'previewOutgoing',
  path: '/exchange/mappings/preview-outgoing',
  method: 'POST',
  permission: 'exchange.read-mappings',
  summary: { zh: '用示例资源试发出的映射', en: 'Try an outgoing mapping on sample resources' },
  input: z.object({
    /** FHIR JSON: a Bundle, a list, or one resource; a Patient is among them. */
    resources: z.string().max(2_000_000),
    event: z.string().regex(/^[A-Z]{3}\^[A-Z0-9]{3}$/),
    name: nameSchema.optional(),
    text: z.string().max(500_000).optional(),
  }),
  output: z.object({
    mapping: z.string(),
    message: z.string(),
    warnings: z.array(z.object({ place: z.string(), text: z.string() })),
    /** What our own reading makes of the message: the way there and back. */
    readBack: z.array(z.record(z.string(), z.unknown())),
    readBackUnmapped: z.array(z.string()),
  }),
});
