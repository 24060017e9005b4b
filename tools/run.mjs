#!/usr/bin/env node
// Runs a TypeScript tool: `node tools/run.mjs tools/<tool>.ts [arguments]`. Bundles it first, because Node 20 cannot.
import { build } from 'esbuild';
import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [tool, ...rest] = process.argv.slice(2);
if (!tool) {
  console.error('usage: node tools/run.mjs tools/<tool>.ts [arguments]');
  process.exit(2);
}
const folder = await mkdtemp(join(root, 'node_modules', '.tool-'));
try {
  const outfile = join(folder, 'tool.mjs');
  await build({ entryPoints: [resolve(tool)], outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external', logLevel: 'warning' });
  const { main } = await import(pathToFileURL(outfile).href);
  process.exitCode = (await main({ root, arguments: rest })) ?? 0;
} finally {
  await rm(folder, { recursive: true, force: true });
}
