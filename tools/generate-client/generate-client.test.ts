import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { projectRoot } from '#platform/database/project-root.ts';
import { typeOf } from './client-text.ts';
import { jsonSchemaOf } from './json-schema.ts';
import { generatedFiles } from './main.ts';

describe('the generated client and OpenAPI document', () => {
  it.each(Object.entries(generatedFiles()))('%s equals a fresh run of tools/generate-client', (name, text) => {
    const committed = readFileSync(join(projectRoot(), name), 'utf8');
    expect(committed === text, 'run: node tools/run.mjs tools/generate-client/main.ts').toBe(true);
  });

  it.each<[z.ZodType, string]>([
    [z.string().max(5), 'string'],
    [z.coerce.number().int(), 'number'],
    [z.array(z.string()), 'string[]'],
    [z.array(z.enum(['a', 'b'])), 'Array<"a" | "b">'],
    [z.string().nullable(), 'string | null'],
    [z.record(z.string(), z.number()), 'Record<string, number>'],
    [z.object({ a: z.string(), b: z.number().default(1) }), '{\n  a: string;\n  b?: number;\n}'],
  ])('writes a type %#', (schema, type) => {
    expect(typeOf(jsonSchemaOf(schema, 'input'), 0)).toBe(type);
  });
});
