import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Parameters, ValueSet } from '#fhir/types/resources.gen.ts';
import { openTestFhir, type TestFhir } from '../interactions/test-fhir.ts';

let fhir: TestFhir;
const base = 'https://yigong.dev/fhir/CodeSystem/base-test';
const chinese = (value: string) => [{ language: 'zh-CN', value }];
const put = async (resource: { resourceType: string; id: string } & object) => expect((await fhir.send('PUT', `/${resource.resourceType}/${resource.id}`, { body: resource })).status).toBeLessThan(300);

const supplement = {
  resourceType: 'CodeSystem', id: 'names', url: 'https://yigong.dev/fhir/CodeSystem/names', status: 'active', content: 'supplement', supplements: `${base}|1`,
  concept: [{ code: 'A', designation: chinese('苹果'), property: [{ code: 'colour', valueString: 'red' }] }, { code: 'Z', designation: chinese('无') }],
};

beforeAll(async () => {
  fhir = await openTestFhir();
  await put({ resourceType: 'CodeSystem', id: 'base-test', url: base, version: '1', status: 'active', content: 'complete', concept: [{ code: 'A', display: 'Apple' }, { code: 'B', display: 'Pear' }] } as never);
  await put(supplement);
  await put({ resourceType: 'CodeSystem', id: 'gender-names', url: 'https://yigong.dev/fhir/CodeSystem/gender-names', status: 'active', content: 'supplement', supplements: 'http://hl7.org/fhir/administrative-gender', concept: [{ code: 'female', designation: chinese('女') }] } as never);
});
afterAll(() => fhir.close());

const lookUp = async (query: string) => {
  const { body } = await fhir.send<Parameters>('GET', `/CodeSystem/$lookup?${query}`);
  return (body.parameter ?? []).flatMap((each) => [each.valueString, ...(each.part ?? []).map((part) => part.valueString)]).filter((text) => text !== undefined);
};
const expand = async (query: string) => (await fhir.send<ValueSet>('POST', `/ValueSet/$expand?${query}`, {
  body: { resourceType: 'Parameters', parameter: [{ name: 'valueSet', resource: { resourceType: 'ValueSet', status: 'active', compose: { include: [{ system: base }] } } }] },
})).body.expansion!;

test('a supplement names concepts of stored and of delivered systems', async () => {
  expect(await lookUp(`system=${base}&code=A`)).toEqual(expect.arrayContaining(['Apple', '苹果', 'red']));
  expect(await lookUp(`system=${base}&code=A&displayLanguage=zh`)).toContain('苹果');
  expect(await lookUp('system=http://hl7.org/fhir/administrative-gender&code=female&displayLanguage=zh-CN')).toContain('女');
});

test('it adds no codes, and is no system of its own', async () => {
  expect((await fhir.send('GET', `/CodeSystem/$lookup?system=${base}&code=Z`)).status).toBe(404);
  expect((await fhir.send('GET', `/CodeSystem/$lookup?system=${supplement.url}&code=A`)).status).toBe(404);
  expect((await fhir.send('GET', `/CodeSystem/$lookup?system=supplement:${base}&code=A`)).status).toBe(404);
});

test('expansions show and find its words', async () => {
  const whole = await expand('includeDesignations=true&displayLanguage=zh-CN');
  expect([whole.total, whole.contains?.map(({ display }) => display)]).toEqual([2, ['苹果', 'Pear']]);
  const found = await expand(`filter=${encodeURIComponent('苹')}`);
  expect([found.total, found.contains?.map(({ code }) => code)]).toEqual([1, ['A']]);
  expect((await expand('filter=appl')).total).toBe(1);
});

test('what is deleted adds nothing any more', async () => {
  await fhir.send('DELETE', '/CodeSystem/names');
  expect(await lookUp(`system=${base}&code=A`)).not.toContain('苹果');
});
