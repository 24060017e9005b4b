import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { projectRoot } from '#platform/database/project-root.ts';

interface Package {
  readonly name: string;
  readonly version: string;
  readonly production: boolean;
  readonly optional: boolean;
  readonly installed: boolean;
  readonly licence: string | undefined;
}
interface Bill {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly components: readonly { name: string; version: string; purl: string; scope: string; hashes?: { alg: string; content: string }[]; licenses?: unknown[] }[];
}
interface Tool {
  listPackages(): Package[];
  billOfMaterials(options?: { production?: boolean }): Bill;
  readAudit(document: unknown): { answered: boolean; reason?: string; bad?: string[] };
}

/** May be given on with Apache-2.0 without further duties than naming the authors. */
const ALLOWED = new Set(['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0', 'OFL-1.1', 'CC0-1.0', 'Unlicense', '(MIT AND Zlib)']);
/** Each other licence was read, and why it is fine stands here. */
const EXPLAINED: Readonly<Record<string, { licence: string | undefined; why: string }>> = {
  lightningcss: { licence: 'MPL-2.0', why: 'used unchanged by vite while building; its files stay under the MPL' },
  'axe-core': { licence: 'MPL-2.0', why: 'used unchanged in tests only' },
  argparse: { licence: 'Python-2.0', why: 'permissive licence of the Python Software Foundation' },
  'is-integer': { licence: 'WTFPL OR ISC', why: 'we take ISC' },
  fhirpath: { licence: 'SEE LICENSE in LICENSE.md', why: 'terms of the US National Library of Medicine, based on BSD' },
  '@lhncbc/ucum-lhc': { licence: 'SEE LICENSE IN LICENSE.md', why: 'terms of the Regenstrief Institute and LOINC: free use with their notice, units unchanged' },
  '@expo-google-fonts/noto-sans-sc': { licence: 'MIT AND OFL-1.1', why: 'both permissive; the font goes into PDFs as subsets' },
  jszip: { licence: '(MIT OR GPL-3.0-or-later)', why: 'we take MIT' },
  'png-js': { licence: undefined, why: 'MIT by its licence file; part of pdfmake' },
  'emitter-component': { licence: undefined, why: 'says MIT in its readme only' },
};

let tool: Tool;
beforeAll(async () => {
  tool = (await import(pathToFileURL(join(projectRoot(), 'tools/sbom.mjs')).href)) as Tool;
});

const isExplained = ({ name, licence }: Package): boolean => {
  // The same program for other processors goes under the same licence.
  const key = Object.keys(EXPLAINED).find((each) => name === each || (each === 'lightningcss' && name.startsWith('lightningcss-')));
  return key !== undefined && EXPLAINED[key]?.licence === licence;
};

test('every package has a licence that was allowed or read', () => {
  const packages = tool.listPackages();
  expect(packages.length).toBeGreaterThan(300);
  // What is for another system is not installed here and says nothing; its sibling of this system is checked.
  const silent = (each: Package): boolean => each.licence === undefined && each.optional && !each.installed;
  const open = packages.filter((each) => !ALLOWED.has(each.licence ?? '') && !isExplained(each) && !silent(each));
  expect(open.map(({ name, version, licence }) => `${name}@${version}: ${licence}`)).toEqual([]);
  expect(Object.keys(EXPLAINED).filter((name) => !packages.some((each) => each.name === name))).toEqual([]);
});

test('the bill names every package of the lock once, as CycloneDX 1.5', () => {
  const { status, stdout } = spawnSync(process.execPath, [join(projectRoot(), 'tools/sbom.mjs')], { cwd: '/', encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 });
  expect(status).toBe(0);
  const bill = JSON.parse(stdout) as Bill;
  expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5', version: 1 });
  const purls = bill.components.map(({ purl }) => purl);
  expect(new Set(purls).size).toBe(purls.length);
  expect(purls).toEqual(expect.arrayContaining([expect.stringMatching(/^pkg:npm\/fastify@5\./), expect.stringMatching(/^pkg:npm\/%40node-rs\/argon2@2\./)]));
  const listed = new Set(tool.listPackages().map(({ name, version }) => `pkg:npm/${name.replace('@', '%40')}@${version}`));
  expect(new Set(purls)).toEqual(listed);
  expect(bill.components.find(({ name }) => name === 'fastify')?.hashes?.[0]).toMatchObject({ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) as string });
  expect(tool.billOfMaterials({ production: true }).components.some(({ name }) => name === 'vitest')).toBe(false);
});

test('a registry that does not answer is told from one that knows nothing', () => {
  expect(tool.readAudit({ message: '405 Method Not Allowed' })).toEqual({ answered: false, reason: '405 Method Not Allowed' });
  expect(tool.readAudit({ metadata: { vulnerabilities: { high: 0 } }, vulnerabilities: {} })).toMatchObject({ answered: true, bad: [] });
  const found = { metadata: { vulnerabilities: { high: 1 } }, vulnerabilities: { a: { name: 'a', severity: 'high' }, b: { name: 'b', severity: 'low' } } };
  expect(tool.readAudit(found)).toMatchObject({ answered: true, bad: ['a (high)'] });
});
