import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Bundle } from '#fhir/types/resources.gen.ts';
import { runCli } from '../program.ts';

const folder = mkdtempSync(join(tmpdir(), 'yigong-files-'));
const [bundle, lines, bad] = ['bundle.json', 'lines.ndjson', 'bad.ndjson'].map((name) => join(folder, name)) as [string, string, string];

beforeAll(() => {
  const patient = { resourceType: 'Patient', id: 'p', name: [{ text: '王芳' }] };
  const observation = (id: string, value: number) => ({ resourceType: 'Observation', id, status: 'final', code: { text: 'x' }, subject: { reference: 'Patient/p' }, valueQuantity: { value } });
  writeFileSync(bundle, JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry: [{ resource: patient }, { resource: observation('a', 5) }] }));
  writeFileSync(lines, `${JSON.stringify(observation('b', 7))}\n`);
  writeFileSync(bad, `${JSON.stringify({ resourceType: 'Patient', id: 'x', birthDate: 7 })}\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

async function yigong(...given: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true)),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true)),
  ];
  try {
    return { code: await runCli(['--data-dir', folder, ...given]), out, err };
  } finally {
    process.exitCode = undefined;
    for (const spy of spies) spy.mockRestore();
  }
}

const QUERY = 'Observation?subject.name=王&_sort=-value-quantity&_include=Observation:patient';

test('bundles and NDJSON are searched together, without a server', async () => {
  const { code, out } = await yigong('fhir', 'search', QUERY, bundle, lines, '--json');
  expect(code).toBe(0);
  expect((JSON.parse(out) as Bundle).entry?.map((entry) => `${entry.search!.mode} ${entry.resource!.id}`)).toEqual(['match b', 'match a', 'include p']);
  expect((await yigong('fhir', 'search', QUERY, bundle, lines)).out).toContain('Observation/b');
});

test('what is not valid is named by its place; a wrong question is wrong usage', async () => {
  const { code, err } = await yigong('fhir', 'search', 'Patient?name=王', bundle, bad);
  expect([code, err.includes('bad.ndjson line 1: Patient.birthDate')]).toEqual([6, true]);
  expect((await yigong('fhir', 'search', 'Patient?birthdate=soon', bundle)).code).toBe(2);
  expect((await yigong('fhir', 'search', 'Patient?name=x', join(folder, 'nowhere.json'))).code).toBe(4);
});
