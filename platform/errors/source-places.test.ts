import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { sourceStack } from './source-places.ts';

test('a stack of a built file names the source; other places stay as they are', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'yigong-places-'));
  try {
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'source.ts'), '// one\n// two\nexport function fail(): Error {\n  return new Error("here");\n}\n');
    await build({ entryPoints: [join(folder, 'source.ts')], outfile: join(folder, 'dist', 'built.mjs'), format: 'esm', sourcemap: true, minify: true, logLevel: 'error' });
    const column = readFileSync(join(folder, 'dist', 'built.mjs'), 'utf8').indexOf('new Error') + 1;
    // As Node writes it; Vitest maps the stacks of errors itself.
    const error = new Error('here');
    error.stack = `Error: here\n    at fail (file://${folder}/dist/built.mjs:1:${column})\n    at node:internal/x:1:2\n    at gone (file://${folder}/dist/gone.mjs:1:2)`;
    expect(sourceStack(error)).toBe(`Error: here\n    at fail (${folder}/source.ts:4:10)\n    at node:internal/x:1:2\n    at gone (file://${folder}/dist/gone.mjs:1:2)`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
