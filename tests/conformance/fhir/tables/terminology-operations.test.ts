import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationOutcome, Parameters, ParametersParameter, ValueSet } from '#fhir/types/resources.gen.ts';
import { openTestFhir, type TestFhir } from '#fhir/interactions/test-fhir.ts';

/** What R4's terminology operations answer, question by question (https://hl7.org/fhir/R4/terminology-service.html). */
let fhir: TestFhir;
const SYSTEM = 'urn:a';
const concept = [
  { code: 'root', display: 'Root', concept: [
    { code: 'x', display: 'X one', designation: [{ language: 'de', value: 'Eins' }], property: [{ code: 'n', valueInteger: 5 }, { code: 'b', valueBoolean: true }, { code: 'c', valueCoding: { system: 'urn:z', code: 'zz' } }] },
    { code: 'y', display: 'Y two', concept: [{ code: 'y1', display: 'Y-1' }, { code: 'y2', display: 'Y-2' }] },
  ] },
  { code: 'both', display: 'Both', property: [{ code: 'parent', valueCode: 'x' }, { code: 'parent', valueCode: 'y' }] },
  { code: 'group', display: 'Group', property: [{ code: 'notSelectable', valueBoolean: true }] },
];
const ALL = 'root x y y1 y2 both group';
const put = async (body: { resourceType: string; id: string } & Record<string, unknown>) => expect((await fhir.send('PUT', `/${body.resourceType}/${body.id}`, { body })).text).not.toContain('OperationOutcome');
const valueSet = (id: string, compose: object) => put({ resourceType: 'ValueSet', id, url: `urn:vs:${id}`, version: '1', status: 'active', compose });
const filtered = (id: string, property: string, op: string, value: string) => valueSet(id, { include: [{ system: SYSTEM, version: '1', filter: [{ property, op, value }] }] });
const map = (id: string, more: object) => put({ resourceType: 'ConceptMap', id, url: `urn:cm:${id}`, version: '1', status: 'active', ...more });

const FILTERS: readonly (readonly [id: string, property: string, op: string, value: string, wanted: string])[] = [
  ['is-a', 'concept', 'is-a', 'y', 'y y1 y2 both'],
  ['is-a-code', 'code', 'is-a', 'x', 'x both'],
  ['descendent-of', 'concept', 'descendent-of', 'y', 'y1 y2 both'],
  ['is-not-a', 'concept', 'is-not-a', 'y', 'root x group'],
  ['generalizes', 'concept', 'generalizes', 'both', 'root x y both'],
  ['regex', 'code', 'regex', 'y.?', 'y y1 y2'],
  ['regex-display', 'display', 'regex', 'Y.*', 'y y1 y2'],
  ['in', 'concept', 'in', 'x,y', 'x y'],
  ['not-in', 'concept', 'not-in', 'x, y', 'root y1 y2 both group'],
  ['exists', 'n', 'exists', 'true', 'x'],
  ['exists-not', 'n', 'exists', 'false', 'root y y1 y2 both group'],
  ['integer', 'n', '=', '5', 'x'],
  ['boolean', 'b', '=', 'true', 'x'],
  ['coding', 'c', '=', 'zz', 'x'],
  ['parent', 'parent', '=', 'y', 'y1 y2 both'],
  ['parents', 'parent', 'exists', 'false', 'root group'],
  ['child', 'child', 'exists', 'true', 'root x y'],
  ['leaf', 'child', 'exists', 'false', 'y1 y2 both group'],
  ['child-of', 'child', '=', 'both', 'x y'],
];

beforeAll(async () => {
  fhir = await openTestFhir();
  const system = { resourceType: 'CodeSystem', url: SYSTEM, name: 'A', status: 'active', content: 'complete', caseSensitive: true };
  await put({ ...system, id: 'a1', version: '1', concept });
  await put({ ...system, id: 'a2', version: '2', concept: [...concept, { code: 'new', display: 'New' }] });
  await put({ ...system, id: 'other', url: 'urn:other', version: '1', concept: [{ code: 'x' }] });
  for (const [id, property, op, value] of FILTERS) await filtered(id, property, op, value);
  await valueSet('imports', { include: [{ valueSet: ['urn:vs:descendent-of'] }, { system: SYSTEM, concept: [{ code: 'x' }] }] });
  await valueSet('both-sets', { include: [{ valueSet: ['urn:vs:is-a|1', 'urn:vs:regex'] }] });
  await valueSet('but-set', { include: [{ system: SYSTEM, version: '1' }], exclude: [{ valueSet: ['urn:vs:is-a'] }, { system: SYSTEM, concept: [{ code: 'group' }] }] });
  await valueSet('self', { include: [{ system: SYSTEM, concept: [{ code: 'x' }] }, ...Array.from({ length: 6 }, () => ({ valueSet: ['urn:vs:self'] }))] });
  await valueSet('circle-a', { include: [{ valueSet: ['urn:vs:circle-b'] }] });
  await valueSet('circle-b', { include: [{ valueSet: ['urn:vs:circle-a'] }] });
  for (let level = 0; level < 7; level += 1) {
    await valueSet(`level-${level}`, { include: level === 6 ? [{ system: SYSTEM, version: '1' }] : Array.from({ length: 12 }, () => ({ valueSet: [`urn:vs:level-${level + 1}`] })) });
  }
  await valueSet('old-import', { include: [{ valueSet: ['urn:vs:is-a|9'] }] });
  await valueSet('unknown', { include: [{ system: 'urn:unknown' }] });
  await map('m', { sourceUri: 'urn:vs:one', targetUri: 'urn:vs:two', group: [
    { source: SYSTEM, target: 'urn:t', element: [
      { code: 'x', target: [{ code: 't1', equivalence: 'equal' }, { code: 't2', equivalence: 'wider' }] }, { code: 'y', target: [{ equivalence: 'unmatched' }] }, { code: 'y1', target: [{ code: 't3', equivalence: 'disjoint', comment: 'not' }] },
    ], unmapped: { mode: 'provided' } },
    { source: SYSTEM, target: 'urn:t2', element: [{ code: 'x', target: [{ code: 'u1', equivalence: 'specializes', comment: 'more' }] }, { code: 'y' }, { code: 'y1' }], unmapped: { mode: 'fixed', code: 'other' } },
  ] });
  const leads = (to: string, targets: number) => ({ group: Array.from({ length: targets }, (_, index) => ({ source: SYSTEM, target: `urn:t${index}`, element: [{ code: 'q', target: [{ code: 'r', equivalence: 'equal' }] }], unmapped: { mode: 'other-map', url: to } })) });
  await map('via', leads('urn:cm:m', 2));
  await map('loop', leads('urn:cm:loop', 12));
  await map('ring-a', leads('urn:cm:ring-b', 12));
  await map('ring-b', leads('urn:cm:ring-a', 12));
  await map('nowhere', leads('urn:cm:none', 1));
});
afterAll(() => fhir.close());

const get = <T>(path: string) => fhir.send<T>('GET', encodeURI(path));
const post = <T>(path: string, ...parameter: ParametersParameter[]) => fhir.send<T>('POST', path, { body: { resourceType: 'Parameters', parameter } });
const valueOf = ({ parameter = [] }: Parameters, name: string): unknown => Object.entries(parameter.find((each) => each.name === name) ?? {}).find(([key]) => key.startsWith('value'))?.[1];
const codesOf = ({ expansion }: ValueSet): string => (expansion?.contains ?? []).map(({ code }) => code).join(' ');

describe('ValueSet/$expand', () => {
  test.each(FILTERS)('%s: %s %s %s → %s; $validate-code says the same of every code', async (id, _property, _op, _value, wanted) => {
    expect(codesOf((await get<ValueSet>(`/ValueSet/${id}/$expand`)).body)).toBe(wanted);
    const found = await Promise.all(ALL.split(' ').map(async (code) => (valueOf((await get<Parameters>(`/ValueSet/${id}/$validate-code?system=${SYSTEM}&code=${code}`)).body, 'result') === true ? code : '')));
    expect(found.filter(Boolean).join(' ')).toBe(wanted);
  });

  test.each<[string, string | number]>([
    ['imports/$expand', 'y1 y2 both x'],
    ['both-sets/$expand', 'y y1 y2'],
    ['but-set/$expand', 'root x'],
    ['is-a/$expand?valueSetVersion=1', 'y y1 y2 both'],
    ['is-a/$expand?valueSetVersion=9', 404],
    ['$expand?url=urn:vs:is-a|9', 404],
    ['old-import/$expand', 404],
    ['unknown/$expand', 404],
    ['self/$expand', 400],
    ['circle-a/$expand', 400],
    ['none/$expand', 404],
    ['level-0/$expand', ALL],
  ])('%s → %s', async (path, wanted) => {
    const answer = await get<ValueSet>(`/ValueSet/${path}`);
    expect(typeof wanted === 'number' ? answer.status : codesOf(answer.body)).toBe(wanted);
  });

  test('a circle is named, in an expansion, in $validate-code and in a search', async () => {
    const texts = await Promise.all(['ValueSet/self/$expand', `ValueSet/self/$validate-code?system=${SYSTEM}&code=y`, 'Condition?code:in=urn:vs:self'].map(async (path) => (await get<OperationOutcome>(`/${path}`)).body.issue?.[0]?.diagnostics));
    expect(texts.map((text) => text?.includes('urn:vs:self includes itself'))).toEqual([true, true, true]);
    expect(valueOf((await get<Parameters>(`/ValueSet/self/$validate-code?system=${SYSTEM}&code=x`)).body, 'result')).toBe(true);
  });

  test.each<[string, unknown]>([
    ['a value set without includes', { resourceType: 'ValueSet', status: 'active', compose: {} }],
    ['a value set of no status', { resourceType: 'ValueSet', compose: { include: [{ system: SYSTEM }] } }],
    ['a parameter of another type', { resourceType: 'Parameters', parameter: [{ name: 'valueSet', resource: { resourceType: 'Patient' } }] }],
    ['another resource', { resourceType: 'Patient' }],
  ])('%s as its body is refused with 400', async (_name, body) => expect((await fhir.send('POST', '/ValueSet/$expand', { body })).status).toBe(400));
});

describe('CodeSystem/$lookup, /$subsumes and /$validate-code', () => {
  const coding = (code: string | undefined, version?: string, system = SYSTEM) => ({ system, ...(version === undefined ? {} : { version }), ...(code === undefined ? {} : { code }) });
  test.each<[string, ReturnType<typeof coding>, number]>([
    ['of the newest version', coding('new'), 200],
    ['of a version that has it', coding('new', '2'), 200],
    ['of a version that has it not', coding('new', '1'), 404],
    ['of a version that is not here', coding('x', '9'), 404],
    ['without a code', coding(undefined), 400],
  ])('$lookup of a coding %s', async (_name, valueCoding, status) => expect((await post('/CodeSystem/$lookup', { name: 'coding', valueCoding })).status).toBe(status));

  test.each<[string, number]>([
    ['system=urn:a|1&code=x', 200], ['system=urn:a|1&code=new', 404], ['system=urn:a&version=2&code=new', 200], ['system=urn:a&code=', 400], ['system=urn:a&code=X', 404], ['code=x', 400],
  ])('$lookup?%s → %i', async (query, status) => expect((await get(`/CodeSystem/$lookup?${query}`)).status).toBe(status));

  test('what stands in two places has both parents, and is the child of both', async () => {
    const propertiesOf = async (query: string) => (await get<Parameters>(`/CodeSystem/$lookup?system=${SYSTEM}&${query}`)).body.parameter!.filter(({ name }) => name === 'property').map(({ part }) => part!.map((each) => each.valueCode).join(' '));
    expect(await propertiesOf('code=both&property=parent')).toEqual(['parent x', 'parent y']);
    expect(await propertiesOf('code=y&property=child')).toEqual(['child y1', 'child y2', 'child both']);
  });

  const SUBSUMED: readonly (readonly [string, string, string])[] = [
    ['y', 'y1', 'subsumes'], ['y1', 'y', 'subsumed-by'], ['y', 'y', 'equivalent'], ['x', 'y', 'not-subsumed'], ['root', 'y1', 'subsumes'], ['x', 'both', 'subsumes'], ['y', 'both', 'subsumes'], ['both', 'root', 'subsumed-by'], ['y1', 'both', 'not-subsumed'],
  ];
  test.each(SUBSUMED)('%s to %s is %s: by GET, by POST, of an instance, of a system in the request', async (a, b, wanted) => {
    const codings = [{ name: 'codingA', valueCoding: { system: SYSTEM, code: a } }, { name: 'codingB', valueCoding: { system: SYSTEM, code: b } }];
    const answers = await Promise.all([
      get<Parameters>(`/CodeSystem/$subsumes?system=${SYSTEM}&codeA=${a}&codeB=${b}`), get<Parameters>(`/CodeSystem/a1/$subsumes?codeA=${a}&codeB=${b}`), post<Parameters>('/CodeSystem/$subsumes', ...codings),
      post<Parameters>('/CodeSystem/$subsumes', { name: 'codeSystem', resource: { resourceType: 'CodeSystem', url: SYSTEM, status: 'active', content: 'complete', concept } } as ParametersParameter, ...codings),
    ]);
    expect(answers.map(({ body }) => valueOf(body, 'outcome'))).toEqual([wanted, wanted, wanted, wanted]);
  });

  test('$subsumes minds the version of its codings', async () => {
    const ask = async (a: object, b: object) => (await post('/CodeSystem/$subsumes', { name: 'codingA', valueCoding: a }, { name: 'codingB', valueCoding: b })).status;
    expect(await Promise.all([ask(coding('x', '1'), coding('new')), ask(coding('x', '2'), coding('new')), ask(coding('x', '9'), coding('y')), ask(coding('x', '1'), coding('y', '2'))])).toEqual([404, 200, 404, 400]);
  });

  test.each<[string, string, ParametersParameter[], boolean | number]>([
    ['an older version', 'CodeSystem', [{ name: 'coding', valueCoding: coding('x', '1') }], true],
    ['a version without it', 'CodeSystem', [{ name: 'coding', valueCoding: coding('new', '1') }], false],
    ['a version that is not here', 'CodeSystem', [{ name: 'coding', valueCoding: coding('x', '9') }], 404],
    ['an older version of the named system', 'CodeSystem', [{ name: 'url', valueUri: SYSTEM }, { name: 'coding', valueCoding: coding('x', '1') }], true],
    ['a version other than the one asked for', 'CodeSystem', [{ name: 'url', valueUri: SYSTEM }, { name: 'version', valueString: '2' }, { name: 'coding', valueCoding: coding('x', '1') }], false],
    ['a concept of which one coding is known', 'CodeSystem', [{ name: 'codeableConcept', valueCodeableConcept: { coding: [coding('q', undefined, 'urn:none'), coding('x')] } }], true],
    ['a concept of which one coding is right', 'CodeSystem', [{ name: 'codeableConcept', valueCodeableConcept: { coding: [coding('q', undefined, 'urn:other'), coding('y')] } }], true],
    ['a concept of no coding', 'CodeSystem', [{ name: 'codeableConcept', valueCodeableConcept: { text: 'words' } }], false],
    ['a coding without a code', 'ValueSet/is-a', [{ name: 'coding', valueCoding: coding(undefined) }], false],
    ['a coding without a system', 'CodeSystem', [{ name: 'coding', valueCoding: { code: 'x' } }], 400],
    ['a coding of the named system', 'CodeSystem', [{ name: 'url', valueUri: 'urn:a|1' }, { name: 'coding', valueCoding: { code: 'x' } }], true],
  ])('$validate-code of %s', async (_name, place, parameters, wanted) => {
    const { status, body } = await post<Parameters>(`/${place}/$validate-code`, ...parameters);
    expect(typeof wanted === 'number' ? status : valueOf(body, 'result')).toBe(wanted);
    expect(JSON.stringify(body)).not.toContain('undefined');
  });
});

describe('ConceptMap/$translate', () => {
  const matches = ({ parameter = [] }: Parameters): string => parameter.filter(({ name }) => name === 'match').map(({ part }) => part!.map((each) => each.valueCode ?? each.valueCoding?.code).filter(Boolean).join(':')).join(' ');
  test.each<[string, boolean | number, string]>([
    ['url=urn:cm:m&system=urn:a&code=x', true, 'equal:t1 wider:t2 specializes:u1'],
    ['url=urn:cm:m&system=urn:a&code=y', false, 'unmatched'],
    ['url=urn:cm:m&system=urn:a&code=y1', false, 'disjoint:t3'],
    ['url=urn:cm:m&system=urn:a&code=root', true, 'equivalent:root inexact:other'],
    ['url=urn:cm:m&system=urn:a&code=x&targetsystem=urn:t2', true, 'specializes:u1'],
    ['url=urn:cm:m&system=urn:a&code=x&source=urn:vs:one&target=urn:vs:two', true, 'equal:t1 wider:t2 specializes:u1'],
    ['url=urn:cm:m&system=urn:a&code=x&target=urn:vs:three', false, ''],
    ['source=urn:vs:one&target=urn:vs:two&system=urn:a&code=x', true, 'equal:t1 wider:t2 specializes:u1'],
    ['source=urn:vs:one&target=urn:vs:three&system=urn:a&code=x', false, ''],
    ['url=urn:cm:m&system=urn:t&code=t2&reverse=true', true, 'narrower:x'],
    ['url=urn:cm:m&system=urn:t2&code=u1&reverse=true', true, 'subsumes:x'],
    ['url=urn:cm:m&system=urn:t2&code=other&reverse=true', false, ''],
    ['url=urn:cm:via&system=urn:a&code=x', true, 'equal:t1 wider:t2 specializes:u1'],
    ['url=urn:cm:via&system=urn:a&code=q', true, 'equal:r equal:r'],
    ['url=urn:cm:loop&system=urn:a&code=x', false, ''],
    ['url=urn:cm:ring-a&system=urn:a&code=x', false, ''],
    ['url=urn:cm:nowhere&system=urn:a&code=x', false, ''],
    ['url=urn:cm:nowhere&system=urn:a&code=q', true, 'equal:r'],
    ['url=urn:cm:none&system=urn:a&code=x', 404, ''],
    ['url=urn:cm:m&conceptMapVersion=2&system=urn:a&code=x', 404, ''],
    ['url=urn:cm:m&system=urn:a&code=x&reverse=maybe', 400, ''],
    ['url=urn:cm:m', 400, ''],
    ['code=x', 400, ''],
  ])('%s → %s %s', async (query, result, wanted) => {
    const { status, body } = await get<Parameters>(`/ConceptMap/$translate?${query}`);
    expect(typeof result === 'number' ? status : [valueOf(body, 'result'), matches(body)]).toEqual(typeof result === 'number' ? result : [result, wanted]);
  });

  test('a code of a whole system is looked for in all its maps, whatever one of them leads to', async () => {
    const { status, body } = await get<Parameters>(`/ConceptMap/$translate?system=${SYSTEM}&code=x`);
    expect([status, valueOf(body, 'result'), matches(body).includes('equal:t1')]).toEqual([200, true, true]);
  });

  test('a body of another type is no map', async () => {
    const conceptMap = { name: 'conceptMap', resource: { resourceType: 'Patient' } } as ParametersParameter;
    expect((await post('/ConceptMap/$translate', conceptMap, { name: 'coding', valueCoding: { system: SYSTEM, code: 'x' } })).status).toBe(400);
  });
});

/** The same questions in each form that a body may have. */
const FORMS: readonly (readonly [string, Record<string, string>, string])[] = [
  ['ValueSet/$expand', { url: 'urn:vs:is-a' }, 'both'],
  ['ValueSet/$validate-code', { url: 'urn:vs:is-a', system: SYSTEM, code: 'y1' }, 'true'],
  ['CodeSystem/$lookup', { system: SYSTEM, code: 'y1' }, 'Y-1'],
  ['CodeSystem/$subsumes', { system: SYSTEM, codeA: 'y', codeB: 'y1' }, 'subsumes'],
  ['ConceptMap/$translate', { url: 'urn:cm:m', system: SYSTEM, code: 'x' }, 't1'],
];

test.each(FORMS)('%s by address, Parameters in JSON and XML, and as a form', async (operation, asked, wanted) => {
  const type = (name: string): string => (name.startsWith('code') ? 'valueCode' : 'valueUri');
  const names = Object.entries(asked);
  const xml = `<Parameters xmlns="http://hl7.org/fhir">${names.map(([name, value]) => `<parameter><name value="${name}"/><${type(name)} value="${value}"/></parameter>`).join('')}</Parameters>`;
  const send = (body: unknown, contentType: string) => fhir.send('POST', `/${operation}`, { body, headers: { 'content-type': contentType, accept: contentType.includes('xml') ? 'application/fhir+xml' : 'application/fhir+json' } });
  const answers = await Promise.all([
    fhir.send('GET', `/${operation}?${new URLSearchParams(asked).toString()}`),
    send({ resourceType: 'Parameters', parameter: names.map(([name, value]) => ({ name, [type(name)]: value })) }, 'application/fhir+json'),
    send(xml, 'application/fhir+xml'),
    send(new URLSearchParams(asked).toString(), 'application/x-www-form-urlencoded'),
  ]);
  expect(answers.map(({ status, text }) => [status, text.includes(wanted)])).toEqual(Array.from({ length: 4 }, () => [200, true]));
  expect(answers[2]!.text.startsWith('<?xml')).toBe(true);
});
