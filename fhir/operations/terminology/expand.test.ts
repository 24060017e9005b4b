import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationOutcome, Parameters, ValueSet } from '#fhir/types/resources.gen.ts';
import { openTestFhir, type TestFhir } from '../../interactions/test-fhir.ts';

let fhir: TestFhir;
const SYSTEM = 'https://yigong.dev/fhir/CodeSystem/expand-words';
const WHOLE = 'https://yigong.dev/fhir/ValueSet/expand-words-all';
const OTHER = 'https://yigong.dev/fhir/CodeSystem/expand-others';

const system = {
  resourceType: 'CodeSystem', id: 'words', url: SYSTEM, version: '2', name: 'Words', status: 'active', content: 'complete', caseSensitive: true, valueSet: `${WHOLE}|2`,
  property: [{ code: 'notSelectable', type: 'boolean' }, { code: 'inactive', type: 'boolean' }],
  concept: [
    { code: 'G', display: 'Group', property: [{ code: 'notSelectable', valueBoolean: true }], concept: [
      { code: 'a', display: 'alpha', designation: [{ language: 'zh', value: '甲' }, { language: 'fr-CA', value: 'alpha du Québec' }] },
      { code: 'b', display: 'beta', property: [{ code: 'inactive', valueBoolean: true }] }] },
    { code: 'c', display: 'gamma', designation: [{ language: 'zh-TW', value: '丙繁' }, { language: 'zh', value: '丙' }, { use: { system: 'urn:use', code: 'short' }, value: 'gm' }] },
  ],
};
const others = { resourceType: 'CodeSystem', id: 'others', url: OTHER, version: '1', status: 'active', content: 'complete', concept: [{ code: 'x', display: 'xi' }] };
const mixed = { resourceType: 'ValueSet', id: 'mixed', url: 'https://yigong.dev/fhir/ValueSet/expand-mixed', status: 'active', compose: { include: [{ valueSet: [WHOLE] }, { system: OTHER }] } };

beforeAll(async () => {
  fhir = await openTestFhir();
  for (const body of [system, others, mixed]) expect((await fhir.send('PUT', `/${body.resourceType}/${body.id}`, { body })).status).toBe(201);
});
afterAll(() => fhir.close());

async function expand(query: Record<string, string>, place = 'ValueSet') {
  const { body, status } = await fhir.send<ValueSet>('GET', `/${place}/$expand?${new URLSearchParams(query).toString()}`);
  expect(status).toBe(200);
  return { ...body.expansion!, codes: (body.expansion!.contains ?? []).map(({ code }) => code), valueSet: body };
}
const refusal = async (query: Record<string, string>) => {
  const { status, body } = await fhir.send<OperationOutcome>('GET', `/ValueSet/$expand?${new URLSearchParams(query).toString()}`);
  return [status, body.issue?.[0]?.diagnostics ?? ''] as const;
};

describe('$expand', () => {
  test('the value set of a code system by the address in CodeSystem.valueSet, alone and within others', async () => {
    expect((await expand({ url: WHOLE })).codes).toEqual(['G', 'a', 'b', 'c']);
    expect((await expand({ url: `${WHOLE}|2` })).codes).toHaveLength(4);
    expect((await refusal({ url: `${WHOLE}|3` }))[0]).toBe(404);
    expect((await expand({}, 'ValueSet/mixed')).codes).toEqual(['G', 'a', 'b', 'c', 'x']);
    const inline = { resourceType: 'ValueSet', status: 'active', compose: { include: [{ valueSet: [WHOLE] }] } };
    expect((await fhir.send<ValueSet>('POST', '/ValueSet/$expand?count=2&offset=1', { body: inline })).body.expansion).toMatchObject({ total: 4, offset: 1, contains: [{ code: 'a' }, { code: 'b' }] });
    const both = { resourceType: 'ValueSet', status: 'active', compose: { include: [{ system: SYSTEM, valueSet: [WHOLE], concept: [{ code: 'c' }, { code: 'nothing' }] }] } };
    expect((await fhir.send<ValueSet>('POST', '/ValueSet/$expand', { body: both })).body.expansion?.contains?.map(({ code }) => code)).toEqual(['c']);
    const checked = await fhir.send<Parameters>('GET', `/ValueSet/$validate-code?url=${WHOLE}&system=${SYSTEM}&code=c`);
    expect(checked.body.parameter?.find(({ name }) => name === 'result')?.valueBoolean).toBe(true);
    const found = { resourceType: 'Observation', id: 'in', status: 'final', code: { coding: [{ system: SYSTEM, code: 'a' }] } };
    await fhir.send('PUT', '/Observation/in', { body: found });
    expect((await fhir.send('GET', `/Observation?code:in=${WHOLE}`)).text).toContain('Observation/in');
  });

  test('a code system written again without it takes the address away', async () => {
    const body = { resourceType: 'CodeSystem', id: 'brief', url: 'urn:brief', status: 'active', content: 'complete', concept: [{ code: 'z' }], valueSet: 'urn:brief:all' };
    await fhir.send('PUT', '/CodeSystem/brief', { body });
    expect((await expand({ url: 'urn:brief:all' })).codes).toEqual(['z']);
    await fhir.send('PUT', '/CodeSystem/brief', { body: { ...body, valueSet: undefined } });
    expect((await refusal({ url: 'urn:brief:all' }))[0]).toBe(404);
  });

  test('LOINC and SNOMED CT answer clearly until they are stored, and then by their implicit value sets', async () => {
    for (const url of ['http://loinc.org/vs', 'http://snomed.info/sct?fhir_vs', 'http://snomed.info/sct?fhir_vs=isa/73211009', 'http://loinc.org/vs/LL715-4']) {
      const [status, text] = await refusal({ url });
      expect([url, status, text.includes('not delivered')]).toEqual([url, 404, true]);
    }
    for (const url of ['http://snomed.info/sct?fhir_vs=refset/447562003', 'http://snomed.info/sct?fhir_vs=ecl/<<73211009']) expect((await refusal({ url }))[1]).toContain('ECL');
    const snomed = { resourceType: 'CodeSystem', id: 'sct', url: 'http://snomed.info/sct', status: 'active', content: 'fragment', concept: [{ code: '73211009', display: 'Diabetes', concept: [{ code: '44054006', display: 'Type 2' }] }, { code: '38341003', display: 'Hypertension' }] };
    const loinc = { resourceType: 'CodeSystem', id: 'loinc', url: 'http://loinc.org', status: 'active', content: 'fragment', concept: [{ code: '8480-6', display: 'Systolic' }, { code: 'LA1-1', display: 'yes', property: [{ code: 'LIST', valueString: 'LL715-4' }] }] };
    for (const body of [snomed, loinc]) expect((await fhir.send('PUT', `/CodeSystem/${body.id}`, { body })).status).toBe(201);
    expect((await expand({ url: 'http://snomed.info/sct?fhir_vs' })).codes).toHaveLength(3);
    expect((await expand({ url: 'http://snomed.info/sct?fhir_vs=isa/73211009' })).codes).toEqual(['73211009', '44054006']);
    expect((await expand({ url: 'http://loinc.org/vs', filter: 'SYST' })).codes).toEqual(['8480-6']);
    expect((await expand({ url: 'http://loinc.org/vs/LL715-4' })).codes).toEqual(['LA1-1']);
  });

  test('filter, pages, activeOnly, excludeNotForUI, exclude-system', async () => {
    const url = mixed.url;
    expect((await expand({ url, filter: 'AM' })).codes).toEqual(['c']);
    expect((await expand({ url, filter: '甲' })).codes).toEqual(['a']);
    const page = await expand({ url, offset: '3', count: '2' });
    expect([page.total, page.offset, page.codes]).toEqual([5, 3, ['c', 'x']]);
    const none = await expand({ url, count: '0' });
    expect([none.total, none.codes]).toEqual([5, []]);
    expect((await expand({ url, offset: '9' })).codes).toEqual([]);
    for (const at of [WHOLE, url]) {
      const more = at === url ? ['x'] : [];
      expect((await expand({ url: at, activeOnly: 'true' })).codes).toEqual(['G', 'a', 'c', ...more]);
      expect((await expand({ url: at, excludeNotForUI: 'true' })).codes).toEqual(['a', 'b', 'c', ...more]);
    }
    expect((await expand({ url, 'exclude-system': SYSTEM })).codes).toEqual(['x']);
    expect((await expand({ url: WHOLE, 'exclude-system': SYSTEM })).codes).toEqual([]);
    expect((await expand({ url, excludeNested: 'true' })).parameter).toContainEqual({ name: 'excludeNested', valueBoolean: true });
    expect((await expand({ url: WHOLE })).contains?.[0]).toMatchObject({ code: 'G', abstract: true });
  });

  test('languages and designations', async () => {
    const display = async (displayLanguage: string) => (await expand({ url: WHOLE, displayLanguage })).contains?.filter(({ code }) => code === 'a' || code === 'c').map((each) => each.display);
    expect(await display('zh')).toEqual(['甲', '丙']);
    expect(await display('zh-CN')).toEqual(['甲', '丙']);
    expect(await display('zh-TW')).toEqual(['甲', '丙繁']);
    expect(await display('fr')).toEqual(['alpha du Québec', 'gamma']);
    expect(await display('de, zh;q=0.5')).toEqual(['甲', '丙']);
    expect(await display('xx')).toEqual(['alpha', 'gamma']);
    expect((await expand({ url: WHOLE })).contains?.[3]).not.toHaveProperty('designation');
    expect((await expand({ url: WHOLE, includeDesignations: 'true' })).contains?.[3]?.designation).toHaveLength(3);
    expect((await expand({ url: WHOLE, designation: 'urn:use|short' })).contains?.[3]?.designation).toEqual([{ use: { system: 'urn:use', code: 'short' }, value: 'gm' }]);
  });

  test.each<[Record<string, string>, string]>([
    [{ count: '-1' }, 'count'], [{ count: 'x' }, 'count'], [{ offset: '-1' }, 'offset'], [{ activeOnly: 'yes' }, 'activeOnly'], [{ includeDesignations: '1' }, 'includeDesignations'],
    [{ excludeNotForUI: 'no' }, 'excludeNotForUI'], [{ date: '2019-01-01' }, 'date'], [{ date: 'x' }, 'date'], [{ excludeNested: 'maybe' }, 'excludeNested'],
  ])('%j is refused', async (query, name) => {
    const { status, body } = await fhir.send<OperationOutcome>('GET', `/ValueSet/$expand?${new URLSearchParams({ url: WHOLE, ...query }).toString()}`);
    expect([status, body.issue[0]!.expression]).toEqual([400, [name]]);
  });

  test('a definition of today is what is asked for', async () => expect((await expand({ url: WHOLE, date: new Date().toISOString().slice(0, 10) })).codes).toHaveLength(4));
});
