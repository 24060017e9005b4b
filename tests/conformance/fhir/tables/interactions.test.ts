import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bundle, DocumentReference, Patient, Resource } from '#fhir/types/resources.gen.ts';
import { repositories, type Received, type SuiteRepository } from '../repositories.ts';

const [A, B] = ['urn:uuid:00000000-0000-4000-8000-00000000000a', 'urn:uuid:00000000-0000-4000-8000-00000000000b'];
const XHTML = 'http://www.w3.org/1999/xhtml';

/** http.html of R4 where it is easily read over; the same of PostgreSQL and of the memory twin. */
describe.each(repositories)('interactions, %s', (_kind, open) => {
  let repository: SuiteRepository;
  const send = <T = Resource>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, sent = {}): Promise<Received<T>> => repository.send<T>(method, path.replaceAll('|', '%7C'), sent);
  const bundle = (type: 'transaction' | 'batch', entry: readonly object[]) => send<Bundle>('POST', '', { body: { resourceType: 'Bundle', type, entry } });
  const statuses = ({ body }: Received<Bundle>) => body.entry!.map(({ response }) => response!.status.slice(0, 3));
  const created = ({ body }: Received<Bundle>, at: number) => /^(?:.*\/)?([A-Za-z]+\/[^/]+)(?:\/_history\/.*)?$/.exec(body.entry![at]!.response!.location!)![1]!;
  beforeAll(async () => {
    repository = await open();
  }, 600_000);
  afterAll(() => repository.close());

  test('a transaction replaces its addresses in references, in uris and urls and in links of narratives, and in no other text', async () => {
    const document = {
      resourceType: 'DocumentReference', status: 'current', subject: { reference: A }, description: `of ${A}`, extension: [{ url: 'http://x.org/e', valueReference: { reference: A } }, { url: 'http://x.org/u', valueUri: B }],
      content: [{ attachment: { contentType: 'text/plain', url: B } }], text: { status: 'generated', div: `<div xmlns="${XHTML}"><a href="${A}">x</a></div>` },
    };
    const answer = await bundle('transaction', [
      { fullUrl: 'urn:uuid:00000000-0000-4000-8000-00000000000c', resource: document, request: { method: 'POST', url: 'DocumentReference' } },
      { fullUrl: A, resource: { resourceType: 'Patient' }, request: { method: 'POST', url: 'Patient' } }, { fullUrl: B, resource: { resourceType: 'Binary', contentType: 'text/plain', data: 'aGk=' }, request: { method: 'POST', url: 'Binary' } },
    ]);
    expect(answer.status, answer.text).toBe(200);
    const [patient, binary] = [created(answer, 1), created(answer, 2)];
    const stored = (await send<DocumentReference>('GET', `/${created(answer, 0)}`)).body;
    expect([stored.subject!.reference, stored.extension![0]!.valueReference!.reference]).toEqual([patient, patient]);
    expect([stored.extension![1]!.valueUri, stored.content[0]!.attachment.url]).toEqual([expect.stringContaining(binary), expect.stringContaining(binary)]);
    expect(stored.text!.div).toContain(`href="${patient}"`);
    expect(stored.description).toBe(`of ${A}`);
  });

  test('a transaction is all or nothing, whatever its order; a batch is each for itself', async () => {
    const bad = { resource: { resourceType: 'Patient', birthDate: 'never' }, request: { method: 'POST', url: 'Patient' } };
    const good = { resource: { resourceType: 'Patient', id: 'all', active: true }, request: { method: 'PUT', url: 'Patient/all' } };
    expect((await bundle('transaction', [good, bad])).status).toBe(400);
    expect((await send('GET', '/Patient/all')).status).toBe(404);
    expect(statuses(await bundle('batch', [bad, good, { request: { method: 'GET', url: 'Patient/nobody' } }, { request: { method: 'DELETE', url: 'Patient/nobody' } }]))).toEqual(['400', '201', '404', expect.stringMatching(/204|404/)]);
    const twice = await bundle('transaction', [good, { ...good, resource: { ...good.resource, active: false } }]);
    expect(twice.status).toBe(400);
    // DELETE, POST, PUT, GET: what is read is what the others left.
    const ordered = await bundle('transaction', [{ request: { method: 'GET', url: 'Patient/all' } }, { ...good, resource: { ...good.resource, gender: 'female' } }]);
    expect((ordered.body.entry![0]!.resource as Patient).gender).toBe('female');
  });

  test('conditions of none, one and many', async () => {
    const put = (id: string) => send('PUT', `/Patient/${id}`, { body: { resourceType: 'Patient', id, identifier: [{ system: 'urn:many', value: id === 'one' ? '1' : '2' }] } });
    for (const id of ['one', 'two', 'three']) expect((await put(id)).status).toBe(201);
    const of = (value: string) => ({ resource: { resourceType: 'Encounter', status: 'planned', class: { code: 'AMB' }, subject: { reference: `Patient?identifier=urn:many|${value}` } }, request: { method: 'POST', url: 'Encounter' } });
    expect([await bundle('transaction', [of('0')]), await bundle('transaction', [of('1')]), await bundle('transaction', [of('2')])].map(({ status }) => status)).toEqual([400, 200, 412]);
    const body = (value: string) => ({ body: { resourceType: 'Patient', identifier: [{ system: 'urn:many', value }] } });
    expect((await send('PUT', '/Patient?identifier=urn:many|7', body('7'))).status).toBe(201);
    expect((await send('PUT', '/Patient?identifier=urn:many|7', body('7'))).status).toBe(200);
    expect((await send('PUT', '/Patient?identifier=urn:many|2', body('2'))).status).toBe(412);
    expect((await send('POST', '/Patient', { ...body('1'), headers: { 'if-none-exist': 'identifier=urn:many|1' } })).status).toBe(200);
  });

  test('the life of a resource: versions, deletion, return', async () => {
    const at = '/Patient/life';
    const put = (gender: string, headers = {}) => send<Patient>('PUT', at, { body: { resourceType: 'Patient', id: 'life', gender }, headers });
    expect((await put('male')).status).toBe(201);
    const second = await put('female', { 'if-match': 'W/"1"' });
    expect([second.status, second.headers.etag]).toEqual([200, 'W/"2"']);
    expect((await put('other', { 'if-match': 'W/"1"' })).status).toBe(412);
    expect((await send<Patient>('GET', `${at}/_history/1`)).body.gender).toBe('male');
    expect([204, 200]).toContain((await send('DELETE', at)).status);
    expect([(await send('GET', at)).status, (await send('GET', `${at}/_history/3`)).status, (await send('GET', `${at}/_history/2`)).status]).toEqual([410, 410, 200]);
    expect((await send<Bundle>('GET', `${at}/_history`)).body.entry!.map(({ request }) => request!.method)).toEqual(['DELETE', 'PUT', expect.stringMatching(/PUT|POST/)]);
    expect((await put('unknown')).status).toBe(201);
    expect((await send<Patient>('GET', at)).body.meta!.versionId).toBe('4');
    const page = await send<Bundle>('GET', `${at}/_history?_count=3`);
    const next = page.body.link!.find(({ relation }) => relation === 'next')!.url;
    expect((await repository.send<Bundle>('GET', repository.pathOf(next))).body.entry).toHaveLength(1);
  });

  test.each([['return=minimal', (text: string) => text === ''], ['return=representation', (text: string) => text.includes('"Patient"')], ['return=OperationOutcome', (text: string) => text.includes('"OperationOutcome"')]] as const)('Prefer: %s', async (prefer, fits) => {
    const { status, text } = await send('POST', '/Patient', { body: { resourceType: 'Patient' }, headers: { prefer } });
    expect([status, fits(text)]).toEqual([201, true]);
  });

  test.each<[string, number, unknown]>([
    ['a path of nothing', 422, [{ op: 'replace', path: '/gender', value: 'male' }]], ['a test that fails', 422, [{ op: 'test', path: '/active', value: false }]], ['an index beyond the end', 422, [{ op: 'add', path: '/name/5', value: { family: 'x' } }]], ['the end of a list', 200, [{ op: 'add', path: '/name/-', value: { family: 'x' } }]],
    ['escapes of a pointer', 422, [{ op: 'remove', path: '/~1nothing~0' }]], ['a move into itself', 422, [{ op: 'move', from: '/name', path: '/name/0' }]], ['a copy', 200, [{ op: 'copy', from: '/name/0', path: '/name/-' }]], ['no list', 400, { op: 'remove', path: '/name' }], ['the whole', 422, [{ op: 'remove', path: '' }]],
  ])('JSON Patch: %s', async (_what, status, operations) => {
    await send('PUT', '/Patient/patched', { body: { resourceType: 'Patient', id: 'patched', active: true, name: [{ family: 'a' }] } });
    const answer = await send('PATCH', '/Patient/patched', { body: JSON.stringify(operations), headers: { 'content-type': 'application/json-patch+json' } });
    if (status === 200) expect(answer.status, answer.text).toBe(200);
    else expect([400, 422], answer.text).toContain(answer.status);
  });
});
