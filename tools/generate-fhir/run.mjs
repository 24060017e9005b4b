#!/usr/bin/env node
// Bundles the generator (it is TypeScript) and runs it: `node tools/generate-fhir/run.mjs [--check]`.
import { build } from 'esbuild';
import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const folder = await mkdtemp(join(root, 'node_modules', '.generate-fhir-'));
try {
  const outfile = join(folder, 'main.mjs');
  await build({
    entryPoints: [join(here, 'main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  const { generate } = await import(pathToFileURL(outfile).href);
  process.exitCode = await generate(root, process.argv.includes('--check'));
} finally {
  await rm(folder, { recursive: true, force: true });
}
