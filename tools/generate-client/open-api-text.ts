import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform/database/project-root.ts';
import { platformProblems } from '#platform/errors/platform-problems.ts';
import type { AnyOperation, ModuleContract } from '#platform/kernel/contract.ts';
import { jsonSchemaOf, operationsOf, placeholdersOf, type JsonSchema } from './json-schema.ts';

/** The operations below `/api` as OpenAPI 3.1; FHIR describes itself at `/fhir/metadata`. */
export function openApiText(contracts: readonly ModuleContract[]): string {
  const { version } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as { version: string };
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { module, operation } of operationsOf(contracts)) {
    (paths[`/api${operation.path}`] ??= {})[operation.method.toLowerCase()] = describeOperation(module, operation);
  }
  const document = {
    openapi: '3.1.0',
    info: { title: 'Yigong 医共', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    tags: contracts.map(({ module, title }) => ({ name: module, description: `${title.zh} · ${title.en}` })),
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components: { securitySchemes: SECURITY, schemas: { Problem: problemSchema(contracts) } },
    security: [{ client: [] }, { session: [] }],
  };
  return linePerPath(document);
}

/** A line for each path: a change shows as one line, and the file stays a third of the size of an indented one. */
function linePerPath({ paths, ...rest }: { paths: Readonly<Record<string, unknown>> }): string {
  const lines = Object.entries(paths).map(([path, item]) => `${JSON.stringify(path)}:${JSON.stringify(item)}`);
  return `${JSON.stringify(rest).slice(0, -1)},"paths":{\n${lines.join(',\n')}\n}}\n`;
}

const SECURITY = {
  client: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/oauth2/token', scopes: { 'api/*': 'Every operation' } } } },
  session: { type: 'apiKey', in: 'cookie', name: 'yigong_session', description: 'POST also needs the header x-yigong: 1' },
} as const;

const REFUSAL = { description: 'Refused', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };

function describeOperation(module: string, operation: AnyOperation): Record<string, unknown> {
  const input = jsonSchemaOf(operation.input, 'input');
  const inPath = new Set(placeholdersOf(operation.path));
  const rest = Object.entries(input.properties ?? {}).filter(([name]) => !inPath.has(name));
  const isPost = operation.method === 'POST';
  const isRequired = (name: string): boolean => input.required?.includes(name) ?? false;
  const parameters = [
    ...[...inPath].map((name) => ({ name, in: 'path', required: true, schema: input.properties?.[name] ?? { type: 'string' } })),
    ...(isPost ? [] : rest.map(([name, schema]) => ({ name, in: 'query', required: isRequired(name), schema }))),
    ...(operation.kind === 'command' ? [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 200 } }] : []),
  ];
  return {
    operationId: operation.name,
    tags: [module],
    summary: `${operation.summary.zh} · ${operation.summary.en}`,
    'x-permission': operation.permission,
    ...(operation.permission === 'public' ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(isPost ? { requestBody: { required: true, content: { 'application/json': { schema: bodySchema(input, rest) } } } } : {}),
    responses: {
      200: { description: 'Done', content: { 'application/json': { schema: jsonSchemaOf(operation.output, 'output') } } },
      default: REFUSAL,
    },
  };
}

function bodySchema(input: JsonSchema, rest: readonly (readonly [string, JsonSchema])[]): JsonSchema {
  if (input.properties === undefined) return input;
  const names = rest.map(([name]) => name);
  return { type: 'object', properties: Object.fromEntries(rest), required: (input.required ?? []).filter((name) => names.includes(name)) };
}

function problemSchema(contracts: readonly ModuleContract[]): JsonSchema {
  const codes = [...Object.keys(platformProblems), ...contracts.flatMap(({ problems }) => Object.keys(problems))];
  const text = { type: 'string' };
  return {
    type: 'object',
    required: ['type', 'status', 'kind', 'code', 'title', 'titleEn', 'details'],
    properties: {
      type: text,
      status: { type: 'integer' },
      kind: text,
      code: { type: 'string', examples: [...new Set(codes)].sort() },
      title: text,
      titleEn: text,
      details: {
        type: 'array',
        items: { type: 'object', required: ['path', 'message', 'messageEn'], properties: { path: text, message: text, messageEn: text } },
      },
    },
  };
}
