import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The files of a new room, ready to pass the inspector. `stamp` is UTC `yyyymmddThhmm`. */
export function newModuleFiles({ name, zh, stamp }: { name: string; zh: string; stamp: string }): Record<string, string> {
  const schema = name.replace(/-/g, '_');
  const stem = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const folder = `modules/${name}`;
  return {
    [`${folder}/README.md`]: readme(name, zh),
    [`${folder}/contract.ts`]: contract(name, zh),
    [`${folder}/server/module.ts`]: manifest(stem),
    [`${folder}/server/routes.ts`]: routes,
    [`${folder}/migrations/${stamp}_create_${schema}.sql`]: `create schema ${schema};\ngrant usage on schema ${schema} to yigong_app;\n`,
  };
}

const readme = (name: string, zh: string): string => `# ${name} · ${zh}

## Purpose

What a person comes to this room to do.

## Words

| term | 中文 | FHIR type | table |
|---|---|---|---|

## States

None.

## Tables

None yet.

## Events in and out

None.

## Permissions

See docs/guide/reference.gen.md.

## Screens

None yet.

## Limits

None known.

## Standards

None.
`;

const contract = (name: string, zh: string): string => `import type { ModuleContract } from '#platform/kernel/contract.ts';

export const contract = {
  module: '${name}',
  title: { zh: '${zh}', en: '${name}' },
  operations: {},
  permissions: {},
  problems: {},
  events: {},
} as const satisfies ModuleContract;
`;

const routes = `import type { BoundOperation } from '#platform/http/operation.ts';

/** Each operation of the contract with its handler. */
export const operations: readonly BoundOperation[] = [];
`;

const manifest = (stem: string): string => `import type { ServerModule } from '#platform/http/module.ts';
import { contract } from '../contract.ts';
import { operations } from './routes.ts';

export const ${stem}Module: ServerModule = { contract, operations, reactions: [], jobs: [] };
`;

/** `node tools/run.mjs tools/new-module.ts <name> <中文>` */
export async function main({ root, arguments: [name, zh] }: { root: string; arguments: readonly string[] }): Promise<number> {
  if (!name || !zh || !/^[a-z]+(-[a-z]+)*$/.test(name)) {
    console.error('usage: node tools/run.mjs tools/new-module.ts <name-in-kebab-case> <中文名>');
    return 2;
  }
  if (existsSync(join(root, 'modules', name))) {
    console.error(`modules/${name} exists already`);
    return 1;
  }
  const stamp = `${new Date().toISOString().replace(/[-:]/g, '').slice(0, 13)}`;
  for (const [path, text] of Object.entries(newModuleFiles({ name, zh, stamp }))) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    console.log(`wrote ${path}`);
  }
  console.log('Now list it in apps/server/modules.ts and apps/server/migration-folders.ts, and its words in GLOSSARY.md.');
  return 0;
}
