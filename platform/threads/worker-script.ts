import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { projectRoot } from '#platform/database/project-root.ts';

const scripts = new Map<string, Promise<string>>();

/** The script of a thread as `tools/build.mjs` built it; undefined where sources run unbundled (tests). `source` is its path in the project. */
export function builtWorker(source: string): string | undefined {
  if (!import.meta.url.endsWith('.mjs')) return undefined;
  const built = join(projectRoot(), 'dist', `${basename(source, '.ts')}.mjs`);
  return existsSync(built) ? built : undefined;
}

/** The same; from sources it is bundled. Found once a process. */
export function workerScript(source: string): Promise<string> {
  const found = scripts.get(source) ?? findScript(source);
  scripts.set(source, found);
  return found;
}

async function findScript(source: string): Promise<string> {
  const built = builtWorker(source);
  if (built !== undefined) return built;
  const { build } = await import('esbuild');
  const outfile = join(projectRoot(), 'node_modules', '.cache', `${basename(source, '.ts')}-${process.pid}.mjs`);
  await build({
    absWorkingDir: projectRoot(), entryPoints: [source], outfile,
    bundle: true, format: 'esm', platform: 'node', target: 'node20', packages: 'external', logLevel: 'error',
  });
  return outfile;
}
