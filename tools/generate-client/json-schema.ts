import { z } from 'zod';
import type { AnyOperation, ModuleContract } from '#platform/kernel/contract.ts';

/** The part of JSON Schema 2020-12 that the schema library writes. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly [other: string]: unknown;
}

/** What a caller gives (`input`: defaults may be left out) or gets (`output`). Shared parts are written out in place. */
export function jsonSchemaOf(schema: unknown, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema as z.ZodType, { io, unrepresentable: 'any', reused: 'inline', cycles: 'ref' });
  return rest as JsonSchema;
}

export const operationsOf = (contracts: readonly ModuleContract[]): { module: string; operation: AnyOperation }[] =>
  contracts.flatMap((contract) => Object.values(contract.operations).map((operation) => ({ module: contract.module, operation })));

export const placeholdersOf = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
