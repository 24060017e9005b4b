import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Bundle } from '#fhir/types/resources.gen.ts';
import { openTestFhir, type TestFhir } from '../../interactions/test-fhir.ts';

let fhir: TestFhir;
const NAMES = ['Eve', 'Ann', 'bob', 'Cid', 'Ann', 'Zoe', 'Dan', '王芳', '王芳', '李伟'];
beforeAll(async () => {
  fhir = await openTestFhir();
  for (const [index, text] of NAMES.entries()) expect((await fhir.send('PUT', `/Patient/p${index}`, { body: { resourceType: 'Patient', id: `p${index}`, name: [{ text }, { text: `${text} x` }] } })).status).toBe(201);
  expect((await fhir.send('PUT', '/Patient/none', { body: { resourceType: 'Patient', id: 'none' } })).status).toBe(201);
});
afterAll(() => fhir.close());

/** Every page, one after the other. */
async function pages(query: string): Promise<string[]> {
  const found: string[] = [];
  for (let path: string | undefined = `/${query}`; path !== undefined; ) {
    const body: Bundle = (await fhir.send<Bundle>('GET', path)).body;
    found.push(...(body.entry ?? []).map(({ resource }) => (resource as { name?: { text: string }[] }).name?.[0]?.text ?? '-'));
    const next: string | undefined = body.link?.find(({ relation }) => relation === 'next')?.url;
    path = next === undefined ? undefined : fhir.pathOf(next);
  }
  return found;
}

test.each([1, 2, 3, 20])('pages of %i in the order of names hold everybody once, whoever has none last', async (count) => {
  // By pinyin 李伟 is `liwei` and `lw`, 王芳 `wangfang` and `wf`.
  expect(await pages(`Patient?_sort=name&_count=${count}`)).toEqual(['Ann', 'Ann', 'bob', 'Cid', 'Dan', 'Eve', '李伟', '王芳', '王芳', 'Zoe', '-']);
  expect(await pages(`Patient?_sort=-name&_count=${count}`)).toEqual(['王芳', '王芳', '李伟', 'Zoe', 'Eve', 'Dan', 'Cid', 'bob', 'Ann', 'Ann', '-']);
});
