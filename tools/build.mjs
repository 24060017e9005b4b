// Builds dist/: server.mjs and cli.mjs (esbuild) and web/ (Vite). A part whose sources are unchanged is kept.
// node tools/build.mjs [server] [web] [--quiet]
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const record = join(dist, 'build.json');
const SOURCES = ['apps', 'modules', 'fhir', 'platform', 'tests/world'];
const ENTRIES = { server: 'apps/server/main.ts', cli: 'apps/cli/main.ts', 'pixel-worker': 'platform/dicom/pixels/pixel-worker.ts', 'seal-worker': 'platform/files/sealing/seal-worker.ts', 'ecg-worker': 'modules/ecg/server/rules/reading/ecg-worker.ts' };
const PAGES = { workbench: 'apps/workbench/index.html', portal: 'apps/portal/index.html' };
/** Beside the pages under a fixed name, because its address is what it may watch over. */
const SERVICE_WORKER = 'apps/workbench/offline/service-worker.ts';
const PARTS = 'server-parts';
const DAY_MS = 86_400_000;
const RESULTS = { server: 'server.mjs', web: 'web' };
const BUILDERS = { server: buildServer, web: buildWeb };
const SERVER_FILE = /\.(ts|json|yaml)$/;
const WEB_FILE = /\.(ts|tsx|css|html|svg|json|png|woff2)$/;
const SERVER_ONLY = /[\\/](server|cli|database|testing|tests)[\\/]|[\\/]fhir[\\/](?!types)/;
const COMPRESSIBLE = /\.(js|css|html|svg|json)$/;
const COMPRESS_BYTES_MIN = 1024;
/** 11 takes ten times as long for 6 % less. */
const BROTLI_QUALITY = 9;
const NOT_BUILT = /\.test\.tsx?$|\.md$|\.sql$/;

/** Builds the parts whose sources changed; returns their names. `say` gets one line each. */
export async function build({ only = ['server', 'web'], say = () => {} } = {}) {
  const now = {
    server: fingerprint((file) => SERVER_FILE.test(file), ['tools/build.mjs']),
    web: fingerprint((file) => WEB_FILE.test(file) && !SERVER_ONLY.test(file), ['vite.config.ts', 'tools/build.mjs']),
  };
  const before = readRecord();
  const due = only.filter((name) => before[name] !== now[name] || !existsSync(join(dist, RESULTS[name])));
  mkdirSync(dist, { recursive: true });
  // Side by side: esbuild and Vite each leave a core idle half of the time.
  await Promise.all(
    due.map(async (name) => {
      const start = Date.now();
      const told = await BUILDERS[name]();
      writeFileSync(record, JSON.stringify({ ...readRecord(), ...told, [name]: now[name] }));
      say(`已构建 ${name} · built ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
    }),
  );
  return due;
}

async function buildServer() {
  const esbuild = await import('esbuild');
  const before = readRecord().parts ?? [];
  const entryPoints = Object.fromEntries(Object.entries(ENTRIES).filter(([, file]) => existsSync(join(root, file))));
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints,
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    chunkNames: `${PARTS}/[name]-[hash]`,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    jsx: 'automatic',
    sourcemap: true,
    metafile: true,
    logLevel: 'warning',
  });
  const written = Object.keys(metafile.outputs);
  written.filter((file) => file.endsWith('.mjs')).forEach((file) => escapeWide(join(root, file)));
  const parts = written.filter((file) => file.startsWith(`dist/${PARTS}/`)).map((file) => basename(file));
  removeOld(join(dist, PARTS), (name) => parts.includes(name) || before.includes(name));
  return { parts };
}

/**
 * esbuild leaves characters of regular expressions as they are, and one above U+00FF doubles what the engine holds of
 * its whole file: 9 MB instead of 4.5.
 */
function escapeWide(file) {
  const text = readFileSync(file, 'utf8');
  const escaped = text.replaceAll(/[\u0100-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  if (escaped !== text) writeFileSync(file, escaped);
}

/** What earlier builds left behind goes after a day: a server that runs loads its parts when it first needs them. */
function removeOld(folder, isKept) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (!isKept(name) && (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) < Date.now() - DAY_MS) rmSync(path, { recursive: true, force: true });
  }
}

/** Into a folder of its own first: a build that fails leaves the pages of before. */
async function buildWeb() {
  const pages = Object.entries(PAGES).filter(([, file]) => existsSync(join(root, file)));
  const fresh = join(dist, `web.${process.pid}`);
  mkdirSync(fresh, { recursive: true });
  try {
    if (pages.length > 0) {
      const vite = await import('vite');
      const input = Object.fromEntries(pages.map(([name, file]) => [name, join(root, file)]));
      await vite.build({ configFile: join(root, 'vite.config.ts'), logLevel: 'error', build: { outDir: fresh, rolldownOptions: { input } } });
      await (await import('esbuild')).build({ absWorkingDir: root, entryPoints: [SERVICE_WORKER], outfile: join(fresh, 'service-worker.js'), bundle: true, minify: true, format: 'iife', target: 'es2022', logLevel: 'warning' });
      compressFiles(fresh);
    }
    rmSync(join(dist, 'web'), { recursive: true, force: true });
    renameSync(fresh, join(dist, 'web'));
    removeOld(dist, (name) => !name.startsWith('web.'));
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Once here instead of at each request: township lines are slow, and so are two cores at level 9. */
function compressFiles(folder) {
  for (const file of walk(folder).filter((path) => COMPRESSIBLE.test(path))) {
    const content = readFileSync(file);
    if (content.length < COMPRESS_BYTES_MIN) continue;
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
    writeFileSync(`${file}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }));
  }
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
  const words = process.argv.slice(2);
  const only = words.filter((word) => RESULTS[word] !== undefined);
  try {
    const built = await build({ ...(only.length > 0 ? { only } : {}), say: (line) => process.stdout.write(`${line}\n`) });
    if (built.length === 0 && !words.includes('--quiet')) process.stdout.write('没有变化 · nothing changed\n');
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
