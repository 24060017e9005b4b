// Builds dist/: server.mjs and cli.mjs (esbuild) and web/ (Vite). A part whose sources are unchanged is kept.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const record = join(dist, 'build.json');
const SOURCES = ['apps', 'modules', 'fhir', 'platform', 'tests/world'];
const ENTRIES = { server: 'apps/server/main.ts', cli: 'apps/cli/main.ts' };
const PAGES = { workbench: 'apps/workbench/index.html', portal: 'apps/portal/index.html' };
const SERVER_FILE = /\.(ts|json|yaml)$/;
const WEB_FILE = /\.(ts|tsx|css|html|svg|json|png|woff2)$/;
const SERVER_ONLY = /[\\/](server|cli|database|testing)[\\/]|[\\/]fhir[\\/](?!types)/;
const NOT_BUILT = /\.test\.tsx?$|\.md$|\.sql$/;

/** Returns which parts were built; `say` gets one line each. */
export async function build({ say = () => {} } = {}) {
  const before = readRecord();
  const now = {
    server: fingerprint((file) => SERVER_FILE.test(file), ['tools/build.mjs']),
    web: fingerprint((file) => WEB_FILE.test(file) && !SERVER_ONLY.test(file), ['vite.config.ts', 'tools/build.mjs']),
  };
  const parts = [];
  if (before.server !== now.server || !existsSync(join(dist, 'server.mjs'))) parts.push(['server', buildServer]);
  if (before.web !== now.web || !existsSync(join(dist, 'web'))) parts.push(['web', buildWeb]);
  // Side by side: esbuild and Vite each leave a core idle half of the time.
  await Promise.all(
    parts.map(async ([name, run]) => {
      const start = Date.now();
      await run();
      say(`已构建 ${name} · built ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
    }),
  );
  mkdirSync(dist, { recursive: true });
  if (parts.length > 0) writeFileSync(record, JSON.stringify(now));
  return parts.map(([name]) => name);
}

async function buildServer() {
  const esbuild = await import('esbuild');
  const entryPoints = Object.fromEntries(Object.entries(ENTRIES).filter(([, file]) => existsSync(join(root, file))));
  await esbuild.build({
    absWorkingDir: root,
    entryPoints,
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    chunkNames: 'server-parts/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    jsx: 'automatic',
    sourcemap: true,
    logLevel: 'warning',
  });
}

async function buildWeb() {
  const input = Object.fromEntries(Object.entries(PAGES).filter(([, file]) => existsSync(join(root, file))).map(([name, file]) => [name, join(root, file)]));
  rmSync(join(dist, 'web'), { recursive: true, force: true });
  mkdirSync(join(dist, 'web'), { recursive: true });
  if (Object.keys(input).length === 0) return;
  const vite = await import('vite');
  await vite.build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn', build: { rolldownOptions: { input } } });
}

function readRecord() {
  try {
    return JSON.parse(readFileSync(record, 'utf8'));
  } catch {
    return {};
  }
}

/** Hash of names and contents of all files that can change the result. */
function fingerprint(matters, extra) {
  const hash = createHash('sha256');
  const files = SOURCES.flatMap((folder) => walk(join(root, folder))).filter((file) => !NOT_BUILT.test(file) && matters(file));
  for (const file of [...files, ...['package.json', 'package-lock.json', ...extra].map((name) => join(root, name))].sort()) {
    if (!existsSync(file)) continue;
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function walk(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const built = await build({ say: (line) => process.stdout.write(`${line}\n`) });
  if (built.length === 0 && !process.argv.includes('--quiet')) process.stdout.write('没有变化 · nothing changed\n');
}
