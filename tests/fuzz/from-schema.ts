import { z } from 'zod';
import type { Random } from '#tests/world/random.ts';
import { importText, isImportField } from './import-samples.ts';
import { oddText, oddValue } from './values.ts';

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
}

const PLAIN_TEXT = ['王小明', '核对情况', '2026-11-22', '2026-11-22T08:30:00+08:00', '08:30', 'I10.x00', '120/80', '13800000000', 'treatment', 'a'];
const DEEP_MAX = 6;

/** The shape that an operation takes, as JSON Schema; what has no such form counts as anything. */
export const schemaOf = (input: unknown): JsonSchema => z.toJSONSchema(input as z.ZodType, { io: 'input', unrepresentable: 'any' }) as JsonSchema;

/** A value that nearly fits: ids that exist come from `ids`, one value in ten is odd, a field may be missing. */
export function nearlyFitting(random: Random, schema: JsonSchema, { ids, root = schema, depth = 0, name = '' }: { ids: readonly string[]; root?: JsonSchema; depth?: number; name?: string }): unknown {
  if (depth > DEEP_MAX || random.chance(0.06)) return oddValue(random);
  const inside = (next: JsonSchema, key = name): unknown => nearlyFitting(random, next, { ids, root, depth: depth + 1, name: key });
  if (schema.$ref !== undefined) return inside(root.$defs?.[schema.$ref.split('/').at(-1) ?? ''] ?? {});
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return random.pick(schema.enum);
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (choices) return inside(random.pick(choices));
  switch (Array.isArray(schema.type) ? random.pick(schema.type as string[]) : schema.type) {
    case 'object':
      return Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([key]) => random.chance(schema.required?.includes(key) ? 0.95 : 0.5)).map(([key, next]) => [key, inside(next, key)]));
    case 'array':
      return Array.from({ length: random.int(0, 3) }, () => inside(schema.items ?? {}));
    case 'integer':
    case 'number':
      return random.chance(0.8) ? random.int(Math.max(schema.minimum ?? -3, -1000), Math.min(schema.maximum ?? 100, 1000)) : oddValue(random);
    case 'boolean':
      return random.chance(0.5);
    default:
      return textFor(random, { ids, name });
  }
}

function textFor(random: Random, { ids, name }: { ids: readonly string[]; name: string }): string {
  if (isImportField(name) && random.chance(0.7)) return importText(random);
  if (/id$/i.test(name) && ids.length > 0 && random.chance(0.7)) return random.pick(ids);
  return random.chance(0.7) ? random.pick(PLAIN_TEXT) : oddText(random);
}
