import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CONTRACTS } from '#apps/server/modules.ts';
import { clientText } from './client-text.ts';
import { openApiText } from './open-api-text.ts';

/** `node tools/run.mjs tools/generate-client/main.ts [--check]`: writes what programs outside need to call the platform. */
export async function main({ root, arguments: given }: { root: string; arguments: readonly string[] }): Promise<number> {
  const stale: string[] = [];
  for (const [name, text] of Object.entries(generatedFiles())) {
    const path = join(root, name);
    if ((await readFile(path, 'utf8').catch(() => '')) === text) continue;
    stale.push(name);
    if (!given.includes('--check')) await writeFile(path, text);
  }
  const check = given.includes('--check');
  console.log(`${stale.length} ${check ? 'stale' : 'written'}${stale.length > 0 ? `: ${stale.join(', ')}` : ''}`);
  return check && stale.length > 0 ? 1 : 0;
}

export const generatedFiles = (): Record<string, string> => ({
  'apps/cli/client.gen.ts': clientText(CONTRACTS),
  'docs/standards/openapi.gen.json': openApiText(CONTRACTS),
});
