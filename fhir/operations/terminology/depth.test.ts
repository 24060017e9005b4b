import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Parameters, ParametersParameter, Resource, ValueSet } from '#fhir/types/resources.gen.ts';
import { validateResource } from '#fhir/validation/validate.ts';
import { openTestFhir, type TestFhir } from '../../interactions/test-fhir.ts';

let fhir: TestFhir;
const url = 'urn:d';
const designation = [{ language: 'en', value: 'Hypertension' }, { language: 'zh-TW', use: { system: 'urn:use', code: 'trad' }, value: '高血壓' }];
const concept = [
  { code: 'I', display: '循环系统', property: [{ code: 'notSelectable', valueBoolean: true }], concept: [
    { code: 'I10', display: '高血压', definition: '血压持续升高', designation, property: [{ code: 'weight', valueInteger: 3 }, { code: 'site', valueCoding: { system: 'urn:s', code: 'h' } }] },
    { code: 'I11', display: '高血压心脏病', property: [{ code: 'status', valueCode: 'retired' }] },
  ] },
  { code: 'E11', display: '2型糖尿病', property: [{ code: 'inactive', valueBoolean: true }] },
];
const put = async (body: { resourceType: string; id: string } & Record<string, unknown>) => expect((await fhir.send('PUT', `/${body.resourceType}/${body.id}`, { body })).status).toBe(201);
const get = async <T>(path: string) => (await fhir.send<T>('GET', encodeURI(path))).body;
const status = async (path: string) => (await fhir.send('GET', encodeURI(path))).status;
const post = async (path: string, ...parameter: ParametersParameter[]) => (await fhir.send<Parameters>('POST', path, { body: { resourceType: 'Parameters', parameter } })).body;
const valueOf = ({ parameter = [] }: Parameters, name: string): unknown => Object.entries(parameter.find((each) => each.name === name) ?? {}).find(([key]) => key.startsWith('value'))?.[1];

beforeAll(async () => {
  fhir = await openTestFhir();
  await put({ resourceType: 'CodeSystem', id: 'd', url, version: '2', name: 'D', status: 'active', content: 'complete', caseSensitive: true, concept });
  await put({ resourceType: 'CodeSystem', id: 'elsewhere', url: 'urn:elsewhere', status: 'active', content: 'not-present' });
  await put({ resourceType: 'ValueSet', id: 'all', url: 'urn:vs', version: '1', status: 'draft', compose: { include: [{ system: url }] } });
  await put({ resourceType: 'ValueSet', id: 'active', url: 'urn:vs-active', status: 'active', compose: { inactive: false, include: [{ system: url }] } });
  await put({ resourceType: 'ValueSet', id: 'two', url: 'urn:vs-two', status: 'active', compose: { include: [{ system: url, concept: [{ code: 'I10', display: '血压高', designation: [{ language: 'fr', value: 'Hypertension artérielle' }] }] }, { system: 'http://hl7.org/fhir/administrative-gender' }] } });
  const target = (code: string, more = {}) => ({ code, equivalence: 'narrower', comment: 'narrower', ...more });
  await put({ resourceType: 'ConceptMap', id: 'm', url: 'urn:m', version: '1', status: 'active', group: [
    { source: url, sourceVersion: '2', target: 'urn:t', element: [
      { code: 'I10', target: [target('T1', { dependsOn: [{ property: 'urn:sex', value: 'female' }], product: [{ property: 'urn:note', value: 'F' }] }), target('T2')] },
      { code: 'E11', target: [{ equivalence: 'unmatched' }] },
    ], unmapped: { mode: 'other-map', url: 'urn:m2' } },
    { source: url, target: 'urn:u', element: [{ code: 'I10', target: [{ code: 'U1', equivalence: 'equivalent' }] }], unmapped: { mode: 'fixed', code: 'U9' } },
  ] });
  await put({ resourceType: 'ConceptMap', id: 'm2', url: 'urn:m2', status: 'active', group: [{ source: url, target: 'urn:t', element: [{ code: 'I11', target: [{ code: 'T3', equivalence: 'wider' }] }] }] });
});
afterAll(() => fhir.close());

describe('$expand', () => {
  const codes = async (query: string) => ((await get<ValueSet>(`/ValueSet/$expand?${query}`)).expansion?.contains ?? []).map(({ code }) => code);
  test.each([
    ['url=urn:vs', ['I', 'I10', 'I11', 'E11']],
    ['url=urn:vs&activeOnly=true', ['I', 'I10']],
    ['url=urn:vs-active', ['I', 'I10']],
    ['url=urn:vs&filter=高血压', ['I10', 'I11']],
    ['url=urn:vs&filter=HYPERT', ['I10']],
    ['url=urn:vs&filter=病', ['I11', 'E11']],
    ['url=urn:vs&filter=1', ['I10', 'I11', 'E11']],
    ['url=urn:vs&filter=高血压&offset=1&count=1', ['I11']],
    ['url=urn:vs&count=0', []],
    ['url=urn:vs-two&exclude-system=http://hl7.org/fhir/administrative-gender', ['I10']],
    ['url=urn:vs-two&filter=artérielle', ['I10']],
    ['url=urn:vs&system-version=urn:d|2', ['I', 'I10', 'I11', 'E11']],
    ['url=urn:vs&valueSetVersion=1', ['I', 'I10', 'I11', 'E11']],
  ])('%s', async (query, wanted) => expect(await codes(query)).toEqual(wanted));

  test('a total counts what the page does not show', async () => {
    for (const [query, total] of [['count=0', 4], ['filter=高血压&count=1', 2], ['offset=50', 4], ['filter=无此', 0]] as const) {
      expect([query, (await get<ValueSet>(`/ValueSet/$expand?url=urn:vs&${query}`)).expansion!.total]).toEqual([query, total]);
    }
  });

  test('designations, languages, flags, definition and versions', async () => {
    const { expansion, compose, status: state } = await get<ValueSet>('/ValueSet/$expand?url=urn:vs&includeDesignations=true&displayLanguage=en&includeDefinition=true');
    expect([state, compose?.include[0]?.system]).toEqual(['draft', url]);
    expect(expansion!.contains).toEqual([
      { system: url, abstract: true, code: 'I', display: '循环系统' },
      { system: url, code: 'I10', display: 'Hypertension', designation },
      { system: url, inactive: true, code: 'I11', display: '高血压心脏病' },
      { system: url, inactive: true, code: 'E11', display: '2型糖尿病' },
    ]);
    expect(expansion!.parameter).toContainEqual({ name: 'version', valueUri: 'urn:d|2' });
    const one = (await get<ValueSet>('/ValueSet/$expand?url=urn:vs&filter=I10&designation=urn:use|trad')).expansion!.contains![0]!;
    expect(one.designation).toEqual([designation[1]]);
  });

  test('what is not known or not whole is refused', async () => {
    expect(await Promise.all(['url=urn:none', 'url=urn:vs&valueSetVersion=9', 'url=urn:vs&force-system-version=urn:d|9', 'url=urn:vs&activeOnly=maybe', 'url=urn:vs&count=-1', 'context=x', ''].map((query) => status(`/ValueSet/$expand?${query}`))))
      .toEqual([404, 404, 404, 400, 400, 400, 400]);
  });
});

describe('$validate-code', () => {
  test.each([
    ['ValueSet/$validate-code?url=urn:vs&system=urn:d&code=I10', true],
    ['ValueSet/$validate-code?url=urn:vs&code=I10', true],
    ['ValueSet/$validate-code?url=urn:vs&system=urn:d&code=i10', false],
    ['ValueSet/$validate-code?url=urn:vs&system=urn:other&code=I10', false],
    ['ValueSet/$validate-code?url=urn:vs&system=urn:d&code=I10&display=高血压', true],
    ['ValueSet/$validate-code?url=urn:vs&system=urn:d&code=I10&display=hypertension', true],
    ['ValueSet/$validate-code?url=urn:vs&system=urn:d&code=I10&display=低血压', false],
    ['ValueSet/$validate-code?url=urn:vs&system=urn:d&systemVersion=2&code=I10', true],
    ['ValueSet/$validate-code?url=urn:vs&system=urn:d&code=I&abstract=false', false],
    ['ValueSet/$validate-code?url=urn:vs&system=urn:d&code=I&abstract=true', true],
    ['ValueSet/$validate-code?url=urn:vs-two&system=http://hl7.org/fhir/administrative-gender&code=male', true],
    ['ValueSet/all/$validate-code?system=urn:d&code=I11', true],
    ['CodeSystem/$validate-code?url=urn:d&code=I10', true],
    ['CodeSystem/$validate-code?url=urn:d&code=I99', false],
    ['CodeSystem/d/$validate-code?code=I10&display=错', false],
  ])('%s', async (path, result) => expect(valueOf(await get<Parameters>(`/${path}`), 'result')).toBe(result));

  test('of a concept one coding is enough; the answer names it', async () => {
    const asked = { name: 'codeableConcept', valueCodeableConcept: { coding: [{ system: 'urn:x', code: '1' }, { system: url, code: 'I10' }] } };
    const answer = await post('/ValueSet/$validate-code', { name: 'url', valueUri: 'urn:vs' }, asked);
    expect(['result', 'code', 'system', 'display'].map((name) => valueOf(answer, name))).toEqual([true, 'I10', url, '高血压']);
    const language = await get<Parameters>(`/ValueSet/$validate-code?url=urn:vs&system=urn:d&code=I10&display=x&displayLanguage=en`);
    expect([valueOf(language, 'result'), valueOf(language, 'display')]).toEqual([false, 'Hypertension']);
    expect(String(valueOf(language, 'message'))).toContain('Hypertension');
  });

  test('a code system or value set in the request is used', async () => {
    const codeSystem = { name: 'codeSystem', resource: { resourceType: 'CodeSystem', status: 'active', content: 'complete', url: 'urn:inline', concept: [{ code: 'x' }] } } as ParametersParameter;
    expect(valueOf(await post('/CodeSystem/$validate-code', codeSystem, { name: 'code', valueCode: 'x' }), 'result')).toBe(true);
    const valueSet = { name: 'valueSet', resource: { resourceType: 'ValueSet', status: 'active', compose: { include: [{ system: url, filter: [{ property: 'concept', op: 'is-a', value: 'I' }] }] } } } as ParametersParameter;
    expect(valueOf(await post('/ValueSet/$validate-code', valueSet, { name: 'coding', valueCoding: { system: url, code: 'E11' } }), 'result')).toBe(false);
  });

  test('terminology that is not here is not guessed', async () => {
    expect(await Promise.all(['CodeSystem/$validate-code?url=urn:elsewhere&code=x', 'ValueSet/$validate-code?url=urn:none&code=x', 'ValueSet/$validate-code?url=urn:vs', 'CodeSystem/$validate-code?url=urn:d&version=9&code=I10'].map((path) => status(`/${path}`)))).toEqual([404, 404, 400, 404]);
  });
});

describe('$lookup and $subsumes', () => {
  const propertiesOf = ({ parameter = [] }: Parameters) => parameter.filter(({ name }) => name === 'property').map(({ part }) => part!.map(({ name: _name, ...value }) => Object.values(value)[0]));
  test('properties keep their types; a selection leaves out the rest', async () => {
    expect(propertiesOf(await get<Parameters>('/CodeSystem/$lookup?system=urn:d&code=I10'))).toEqual([['parent', 'I'], ['weight', 3], ['site', { system: 'urn:s', code: 'h' }]]);
    const chosen = await get<Parameters>('/CodeSystem/$lookup?system=urn:d&code=I10&property=weight&property=lang.en');
    expect([propertiesOf(chosen), valueOf(chosen, 'definition'), chosen.parameter!.filter(({ name }) => name === 'designation')]).toEqual([[['weight', 3]], undefined, [{ name: 'designation', part: [{ name: 'language', valueCode: 'en' }, { name: 'value', valueString: 'Hypertension' }] }]]);
    expect(propertiesOf(await get<Parameters>('/CodeSystem/$lookup?system=urn:d&code=I&property=child'))).toEqual([['child', 'I10'], ['child', 'I11']]);
    expect(valueOf(await get<Parameters>('/CodeSystem/$lookup?system=urn:d&code=I10&displayLanguage=zh-TW,en'), 'display')).toBe('高血壓');
    expect(await Promise.all(['system=urn:d&version=9&code=I10', 'system=urn:d&code=i10', 'code=I10', 'system=urn:d'].map((query) => status(`/CodeSystem/$lookup?${query}`)))).toEqual([404, 404, 400, 400]);
  });

  test('subsumption of codings of one system', async () => {
    const coding = (name: string, code: string, system = url): ParametersParameter => ({ name, valueCoding: { system, code } });
    expect(valueOf(await post('/CodeSystem/$subsumes', coding('codingA', 'I'), coding('codingB', 'I10')), 'outcome')).toBe('subsumes');
    const mixed = await fhir.send('POST', '/CodeSystem/$subsumes', { body: { resourceType: 'Parameters', parameter: [coding('codingA', 'I'), coding('codingB', 'x', 'urn:x')] } });
    expect(mixed.status).toBe(400);
    expect(await status('/CodeSystem/$subsumes?system=urn:d&codeA=I')).toBe(400);
  });
});

describe('what a tester tries', () => {
  test('the terminology is described, and other modes are refused', async () => {
    const answer = await get<Resource>('/metadata?mode=terminology');
    expect([answer.resourceType, validateResource(answer)]).toEqual(['TerminologyCapabilities', []]);
    expect([await status('/metadata?mode=bad'), await status('/metadata?mode=full'), await status('/metadata')]).toEqual([400, 200, 200]);
  });

  test('a value set as the whole body; a version that is not here; a map by the uri of its source', async () => {
    const { status: code, body } = await fhir.send<ValueSet>('POST', '/ValueSet/$expand', { body: { resourceType: 'ValueSet', status: 'active', compose: { include: [{ system: url, concept: [{ code: 'I10' }] }] } } });
    expect([code, body.expansion?.contains?.map((each) => each.code)]).toEqual([200, ['I10']]);
    const gender = '/ValueSet/$expand?url=http://hl7.org/fhir/ValueSet/administrative-gender';
    expect([await status(`${gender}|4.0.1`), await status(`${gender}|9.9`), await status(`${gender}&valueSetVersion=9.9`)]).toEqual([200, 404, 404]);
    const map = (id: string, more: object) => put({ resourceType: 'ConceptMap', id, url: `urn:${id}`, status: 'active', group: [{ source: url, target: 'urn:z', element: [{ code: 'I10', target: [{ code: id, equivalence: 'equivalent' }] }] }], ...more });
    await map('by-uri', { sourceUri: 'urn:one' });
    await map('by-canonical', { sourceCanonical: 'urn:two' });
    for (const [source, wanted] of [['urn:one', 'by-uri'], ['urn:two', 'by-canonical']]) expect(JSON.stringify(await get<Parameters>(`/ConceptMap/$translate?source=${source}&system=${url}&code=I10`))).toContain(`"code":"${wanted}"`);
  });
});

describe('$translate', () => {
  const targets = ({ parameter = [] }: Parameters) => parameter.filter(({ name }) => name === 'match').map(({ part }) => part!.find(({ name }) => name === 'concept')?.valueCoding?.code);
  test.each([
    ['url=urn:m&system=urn:d&code=I10', true, ['T2', 'U1']],
    ['url=urn:m&system=urn:d&code=I10&targetsystem=urn:u', true, ['U1']],
    ['url=urn:m&system=urn:d&code=I10&version=1', true, ['U1']],
    ['url=urn:m|1&system=urn:d&code=I11', true, ['T3', 'U9']],
    ['url=urn:m&system=urn:d&code=E11&targetsystem=urn:t', false, [undefined]],
    ['url=urn:m&system=urn:x&code=I10', false, []],
    ['system=urn:d&code=I10&targetsystem=urn:u', true, ['U1']],
    ['url=urn:m&system=urn:u&code=U1&reverse=true', true, ['I10']],
    ['system=urn:t&code=T3&reverse=true', true, ['I11']],
  ])('%s', async (query, result, wanted) => {
    const answer = await get<Parameters>(`/ConceptMap/$translate?${query}`);
    expect([valueOf(answer, 'result'), targets(answer)]).toEqual([result, wanted]);
  });

  test('a mapping that depends applies when its dependency is given, and brings its product', async () => {
    const dependency = { name: 'dependency', part: [{ name: 'element', valueUri: 'urn:sex' }, { name: 'concept', valueCodeableConcept: { coding: [{ code: 'female' }] } }] };
    const answer = await post('/ConceptMap/$translate', { name: 'url', valueUri: 'urn:m' }, { name: 'coding', valueCoding: { system: url, code: 'I10' } }, { name: 'targetsystem', valueUri: 'urn:t' }, dependency);
    expect(targets(answer)).toEqual(['T1', 'T2']);
    expect(JSON.stringify(answer)).toContain('{"name":"product","part":[{"name":"element","valueUri":"urn:note"},{"name":"concept","valueCoding":{"code":"F"}}]}');
    const inverse = await get<Parameters>('/ConceptMap/m/$translate?system=urn:t&code=T2&reverse=true');
    expect(inverse.parameter!.find(({ name }) => name === 'match')!.part![0]!.valueCode).toBe('wider');
    expect(await status('/ConceptMap/$translate?url=urn:none&system=urn:d&code=I10')).toBe(404);
  });
});
