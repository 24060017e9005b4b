// `npm run bench`: measures this machine's server against the plainest program that does the same; never part of `npm test`.
// node tools/bench.mjs [--seconds 5] [--json]
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

prepare({ dev: true, build: true, say: (line) => process.stderr.write(`${line}\n`), output: 2 });
const { build } = await import('esbuild');
await build({
  absWorkingDir: root,
  entryPoints: { bench: 'tests/performance/bench/main.ts', 'bench-caller': 'tests/performance/bench/caller.ts', 'bench-plain-server': 'tests/performance/bench/plain-server.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
});
const { status } = spawnSync(process.execPath, [join(root, 'dist', 'bench.mjs'), ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
