import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bundle, Patient, Resource } from '#fhir/types/resources.gen.ts';
import { repositories, type Received, type SuiteRepository } from '../repositories.ts';

/** If-Match, If-None-Match and If-None-Exist, alone and in bundles (R4 http.html#concurrency, #ccreate; RFC 9110 §13.1). */
type Headers = Readonly<Record<string, string>>;
const PATCH = JSON.stringify([{ op: 'add', path: '/language', value: 'zh' }]);

/** A resource of version 3, or none: the condition, and the status that an update, a patch and a deletion get. */
const ROWS: readonly (readonly [state: 'third' | 'none' | 'deleted', headers: Headers, put: number, patch: number, remove: number])[] = [
  ['third', {}, 200, 200, 204], ['third', { 'if-match': 'W/"3"' }, 200, 200, 204], ['third', { 'if-match': '"3"' }, 200, 200, 204], ['third', { 'if-match': '3' }, 200, 200, 204], ['third', { 'if-match': ' W/"3" ' }, 200, 200, 204],
  ['third', { 'if-match': 'W/"2"' }, 412, 412, 412], ['third', { 'if-match': 'W/"1", W/"3"' }, 200, 200, 204], ['third', { 'if-match': '"1","2","3"' }, 200, 200, 204], ['third', { 'if-match': 'W/"1", W/"2"' }, 412, 412, 412], ['third', { 'if-match': '*' }, 200, 200, 204],
  ['third', { 'if-match': 'nonsense' }, 412, 412, 412], ['third', { 'if-match': 'W/"33"' }, 412, 412, 412], ['third', { 'if-match': 'W/"03"' }, 412, 412, 412], ['third', { 'if-match': 'W/"3' }, 412, 412, 412],
  ['third', { 'if-none-match': '*' }, 412, 412, 412], ['third', { 'if-none-match': 'W/"3"' }, 412, 412, 412], ['third', { 'if-none-match': 'W/"2"' }, 200, 200, 204], ['third', { 'if-none-match': '"2", "3"' }, 412, 412, 412], ['third', { 'if-match': '*', 'if-none-match': 'W/"2"' }, 200, 200, 204], ['third', { 'if-match': 'W/"3"', 'if-none-match': 'W/"3"' }, 412, 412, 412],
  ['none', { 'if-match': '*' }, 412, 404, 412], ['none', { 'if-match': 'W/"1"' }, 412, 404, 412], ['none', { 'if-none-match': '*' }, 201, 404, 404], ['none', { 'if-none-match': 'W/"1"' }, 201, 404, 404],
  ['deleted', { 'if-match': '*' }, 412, 410, 412], ['deleted', { 'if-match': 'W/"2"' }, 412, 410, 412], ['deleted', { 'if-none-match': '*' }, 201, 410, 204],
];

const READS: readonly (readonly [ifNoneMatch: string, status: number])[] = [
  ['W/"3"', 304], ['"3"', 304], ['W/"2"', 200], ['W/"1", W/"3"', 304], ['"1","2"', 200], ['*', 304], ['nonsense', 200], ['W/"33"', 200], [' W/"3" ', 304],
];

const EXISTS: readonly (readonly [ifNoneExist: string, status: number])[] = [
  ['identifier=urn:x|1', 200], ['?identifier=urn:x|1', 200], ['Patient?identifier=urn:x|1', 200], ['http://localhost/fhir/Patient?identifier=urn:x|1', 200], ['identifier=http://x.org/a?b|1', 200], ['identifier=urn%3Ax%7C1', 200], ['identifier=urn:x|1&active=true', 200], ['identifier=urn:x|1&_format=json', 200],
  ['identifier=urn:x|2', 201], ['identifier=urn:many|1', 412], ['Observation?identifier=urn:x|1', 400], ['identifier=', 400], ['', 400], ['?', 400], ['nothing=1', 400], ['_sort=name', 400], ['identifier:exact=x', 400],
];

describe.each(repositories)('conditions of writes, %s', (_kind, open) => {
  let repository: SuiteRepository;
  let made = 0;
  const send = <T = Resource>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, sent = {}): Promise<Received<T>> => repository.send<T>(method, path, sent);
  const patient = (id: string, more: object = {}) => ({ resourceType: 'Patient', id, ...more });
  const ready = async (state: string): Promise<string> => {
    const id = `c${(made += 1)}`;
    if (state !== 'none') for (const gender of ['male', 'female', 'other']) await send('PUT', `/Patient/${id}`, { body: patient(id, { gender }) });
    if (state === 'deleted') await send('DELETE', `/Patient/${id}`);
    return id;
  };
  beforeAll(async () => {
    repository = await open();
    const of = (id: string, ...identifier: object[]) => patient(id, { active: true, identifier });
    await repository.store([of('one', { system: 'urn:x', value: '1' }, { system: 'http://x.org/a?b', value: '1' }), of('m1', { system: 'urn:many', value: '1' }), of('m2', { system: 'urn:many', value: '1' })] as never);
  }, 600_000);
  afterAll(() => repository.close());

  const inBundle = async (type: string, entry: object): Promise<number> => {
    const answer = await send<Bundle>('POST', '', { body: { resourceType: 'Bundle', type, entry: [entry] } });
    return answer.status === 200 ? Number(answer.body.entry![0]!.response!.status.slice(0, 3)) : answer.status;
  };

  test.each(ROWS)('%s %j', async (state, headers, put, patch, remove) => {
    const conditions = { ...(headers['if-match'] === undefined ? {} : { ifMatch: headers['if-match'] }), ...(headers['if-none-match'] === undefined ? {} : { ifNoneMatch: headers['if-none-match'] }) };
    const each = {
      put: [put, async () => { const id = await ready(state); return (await send('PUT', `/Patient/${id}`, { body: patient(id, { gender: 'unknown' }), headers })).status; }],
      patch: [patch, async () => (await send('PATCH', `/Patient/${await ready(state)}`, { body: PATCH, headers: { ...headers, 'content-type': 'application/json-patch+json' } })).status],
      remove: [remove, async () => (await send('DELETE', `/Patient/${await ready(state)}`, { headers })).status],
      ...Object.fromEntries(['transaction', 'batch'].flatMap((type): [string, [number, () => Promise<number>]][] => [
        [`put in a ${type}`, [put, async () => { const id = await ready(state); return inBundle(type, { resource: patient(id, { gender: 'unknown' }), request: { method: 'PUT', url: `Patient/${id}`, ...conditions } }); }]],
        [`patch in a ${type}`, [patch, async () => inBundle(type, { resource: { resourceType: 'Binary', contentType: 'application/json-patch+json', data: Buffer.from(PATCH).toString('base64') }, request: { method: 'PATCH', url: `Patient/${await ready(state)}`, ...conditions } })]],
        [`remove in a ${type}`, [remove, async () => inBundle(type, { request: { method: 'DELETE', url: `Patient/${await ready(state)}`, ...conditions } })]],
      ])),
    } as Record<string, [number, () => Promise<number>]>;
    const got: Record<string, number> = {};
    for (const [name, [, ask]] of Object.entries(each)) got[name] = await ask();
    expect(got).toEqual(Object.fromEntries(Object.entries(each).map(([name, [wanted]]) => [name, wanted])));
  });

  test.each(READS)('a read with If-None-Match: %s is %i', async (ifNoneMatch, status) => {
    const id = await ready('third');
    expect([
      (await send('GET', `/Patient/${id}`, { headers: { 'if-none-match': ifNoneMatch } })).status,
      await inBundle('batch', { request: { method: 'GET', url: `Patient/${id}`, ifNoneMatch } }), await inBundle('transaction', { request: { method: 'GET', url: `Patient/${id}`, ifNoneMatch } }),
    ]).toEqual([status, status, status]);
  });

  test.each(EXISTS)('If-None-Exist: %s is %i', async (ifNoneExist, status) => {
    const body = { resourceType: 'Patient', language: 'zh' };
    const alone = await send<Patient>('POST', '/Patient', { body, headers: { 'if-none-exist': ifNoneExist } });
    expect(alone.status, alone.text).toBe(status);
    if (status === 200) expect(alone.body.id).toBe('one');
    for (const type of ['batch', 'transaction']) expect([type, await inBundle(type, { resource: body, request: { method: 'POST', url: 'Patient', ifNoneExist } })]).toEqual([type, status]);
  });

  test('conditional update and patch take the conditions of the one match', async () => {
    const put = (headers: Headers, query = 'identifier=urn:x%7C1') => send('PUT', `/Patient?${query}`, { body: { resourceType: 'Patient', active: true, identifier: [{ system: 'urn:x', value: '1' }, { system: 'http://x.org/a?b', value: '1' }], gender: made % 2 === 0 ? 'male' : 'female' }, headers });
    const version = (await send<Patient>('GET', '/Patient/one')).body.meta!.versionId!;
    expect((await put({ 'if-match': 'W/"999"' })).status).toBe(412);
    expect((await put({ 'if-none-match': '*' })).status).toBe(412);
    expect((await put({ 'if-match': `W/"999", W/"${version}"` })).status).toBe(200);
    expect((await put({ 'if-match': '*' }, 'identifier=urn:x%7Cnone')).status).toBe(412);
    expect((await put({ 'if-none-match': '*' }, 'identifier=urn:x%7Cnone')).status).toBe(201);
    expect((await send('DELETE', '/Patient?identifier=urn:x%7C1', { headers: { 'if-match': 'W/"999"' } })).status).toBe(412);
  });
});
