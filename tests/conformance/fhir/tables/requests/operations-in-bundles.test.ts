import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestFhir, type TestFhir } from '#fhir/interactions/test-fhir.ts';
import type { Bundle, OperationOutcome, Resource } from '#fhir/types/resources.gen.ts';

let fhir: TestFhir;
const ANA = { resourceType: 'Patient', id: 'ana', name: [{ family: 'Rivera', given: ['Ana'] }], birthDate: '1980-02-03' };
const STORED = [
  ANA,
  { resourceType: 'Encounter', id: 'visit', status: 'finished', class: { code: 'AMB' }, subject: { reference: 'Patient/ana' } },
  { resourceType: 'Observation', id: 'o1', status: 'final', code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] }, subject: { reference: 'Patient/ana' }, effectiveDateTime: '2026-01-01' },
  { resourceType: 'Composition', id: 'letter', status: 'final', type: { text: 'Letter' }, date: '2026-01-02', title: 'Letter', author: [{ display: 'A' }], subject: { reference: 'Patient/ana' } },
  { resourceType: 'CodeSystem', id: 'colours', url: 'http://x.org/colours', status: 'active', content: 'complete', concept: [{ code: 'red', display: 'Red' }, { code: 'blue', display: 'Blue' }] },
  { resourceType: 'ValueSet', id: 'colours', url: 'http://x.org/vs', status: 'active', compose: { include: [{ system: 'http://x.org/colours' }] } },
  { resourceType: 'Group', id: 'few', type: 'person', actual: true, member: [{ entity: { reference: 'Patient/ana' } }] },
];
beforeAll(async () => {
  fhir = await openTestFhir();
  const entry = STORED.map((resource) => ({ resource, request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` } }));
  expect((await fhir.send('POST', '', { body: { resourceType: 'Bundle', type: 'transaction', entry } })).status).toBe(200);
}, 120_000);
afterAll(() => fhir.close());

interface Asked {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly resource?: object;
}

const run = async (type: 'batch' | 'transaction', asked: readonly Asked[], as = fhir.client) =>
  fhir.send<Bundle>('POST', '', { as, body: { resourceType: 'Bundle', type, entry: asked.map(({ method, url, resource }) => ({ ...(resource ? { resource } : {}), request: { method, url } })) } });

const parameters = (...parameter: readonly object[]) => ({ resourceType: 'Parameters', parameter });
const EXPAND = parameters({ name: 'url', valueUri: 'http://x.org/vs' }, { name: 'filter', valueString: 'bl' });

/** What is asked, in the one way and the other; what changes something comes last. */
const ASKED: readonly Asked[] = [
  { method: 'GET', url: 'Patient/ana/$everything' },
  { method: 'GET', url: 'Patient/ana/$everything?_type=Observation&_count=1' },
  { method: 'POST', url: 'Patient/ana/$everything', resource: parameters({ name: '_count', valueInteger: 1 }) },
  { method: 'GET', url: 'Patient/$everything' },
  { method: 'GET', url: 'Encounter/visit/$everything' },
  { method: 'GET', url: 'Group/few/$everything' },
  { method: 'GET', url: 'Patient/nobody/$everything' },
  { method: 'GET', url: 'Observation/o1/$everything' },
  { method: 'GET', url: 'ValueSet/$expand?url=http://x.org/vs' },
  { method: 'GET', url: 'ValueSet/colours/$expand' },
  { method: 'POST', url: 'ValueSet/$expand', resource: EXPAND },
  { method: 'POST', url: 'ValueSet/$expand', resource: parameters({ name: 'count', valueString: 7 }) },
  { method: 'GET', url: 'ValueSet/$validate-code?url=http://x.org/vs&system=http://x.org/colours&code=red' },
  { method: 'GET', url: 'CodeSystem/$lookup?system=http://x.org/colours&code=blue' },
  { method: 'POST', url: 'CodeSystem/$lookup', resource: parameters({ name: 'coding', valueCoding: { system: 'http://x.org/colours', code: 'green' } }) },
  { method: 'GET', url: 'CodeSystem/$subsumes?system=http://x.org/colours&codeA=red&codeB=red' },
  { method: 'GET', url: 'ConceptMap/$translate?system=http://x.org/colours&code=red' },
  { method: 'POST', url: 'Patient/$validate', resource: ANA },
  { method: 'POST', url: 'Patient/$validate', resource: { ...ANA, birthDate: 'once', hat: 1 } },
  { method: 'POST', url: 'Patient/$validate?mode=update', resource: { resourceType: 'Patient' } },
  { method: 'POST', url: '$validate', resource: parameters({ name: 'resource', resource: { resourceType: 'Observation', status: 'odd' } }) },
  { method: 'GET', url: 'Patient/ana/$validate' },
  { method: 'GET', url: 'Patient/$validate' },
  { method: 'POST', url: '$convert', resource: ANA },
  { method: 'GET', url: '$convert' },
  { method: 'GET', url: 'Patient/ana/$meta' },
  { method: 'GET', url: 'Patient/ana/_history/1/$meta' },
  { method: 'GET', url: 'Patient/$meta' },
  { method: 'GET', url: '$meta' },
  { method: 'GET', url: '$diff?from=Patient/ana&to=Patient/ana' },
  { method: 'GET', url: 'Observation/$lastn?patient=ana' },
  { method: 'GET', url: 'Observation/$lastn' },
  { method: 'POST', url: 'Patient/$match', resource: parameters({ name: 'resource', resource: ANA }) },
  { method: 'GET', url: 'Measure/$evaluate-measure' },
  { method: 'GET', url: 'SearchParameter/none/$index-state' },
  { method: 'GET', url: 'metadata' },
  { method: 'GET', url: 'metadata?mode=terminology' },
  { method: 'GET', url: 'Patient/$nothing' },
  { method: 'GET', url: 'Nothing/$meta' },
  { method: 'GET', url: 'Patient/ana?_elements=birthDate' },
  { method: 'GET', url: 'Patient/ana?_summary=text' },
  { method: 'GET', url: 'Patient/ana/_history/1?_elements=name' },
  { method: 'GET', url: 'Patient/ana/Observation' },
  { method: 'GET', url: 'Patient/ana/Observation?code=none' },
  { method: 'GET', url: 'Patient/ana/*' },
  { method: 'GET', url: 'Organization/1/Patient' },
  { method: 'POST', url: 'Patient/ana/Observation/_search?code=8867-4' },
];
const CHANGING: readonly Asked[] = [
  { method: 'POST', url: 'Patient/ana/$meta-add', resource: parameters({ name: 'meta', valueMeta: { tag: [{ system: 'urn:t', code: 'a' }] } }) },
  { method: 'POST', url: 'Patient/ana/$meta-delete', resource: parameters({ name: 'meta', valueMeta: { tag: [{ system: 'urn:t', code: 'a' }] } }) },
  { method: 'POST', url: '$closure', resource: parameters({ name: 'name', valueString: 'mine' }) },
  { method: 'GET', url: 'Composition/letter/$document' },
];

/** Times and made-up ids differ from call to call. */
const steady = (text: string): string => text.replace(/"(timestamp|lastUpdated|date)":"[^"]*"/g, '"$1":""').replace(/urn:uuid:[0-9a-f-]{36}/g, 'urn:uuid:');
const alone = ({ method, url, resource }: Asked) => fhir.send(method, `/${url}`, resource ? { body: resource } : {});

describe('operations and other reads as entries', () => {
  test.each([...ASKED, ...CHANGING])('of a batch answer as alone: $method $url', async (asked) => {
    const expected = await alone(asked);
    const answer = await run('batch', [asked]);
    const { response, resource } = answer.body.entry![0]!;
    expect(answer.status).toBe(200);
    if (expected.status >= 400) return expect([Number(response!.status), (response!.outcome as OperationOutcome).issue[0]!.code]).toEqual([expected.status, (expected.body as OperationOutcome).issue[0]!.code]);
    expect(Number(response!.status)).toBe(expected.status);
    expect(JSON.parse(steady(JSON.stringify(resource)))).toEqual(JSON.parse(steady(expected.text)));
  });

  test('of a transaction see what it writes, and nothing stands when one fails', async () => {
    const fresh = { resource: { resourceType: 'Patient', id: 'new', active: true } as Resource, method: 'PUT', url: 'Patient/new' } as unknown as Asked;
    const answer = await run('transaction', [{ method: 'GET', url: 'Patient/new/$everything' }, { method: 'POST', url: 'Patient/$validate', resource: ANA }, { method: 'GET', url: 'Patient/new/$meta' }, fresh, { method: 'GET', url: 'Patient/new/*' }]);
    expect(answer.status, answer.text).toBe(200);
    expect((answer.body.entry![0]!.resource as Bundle).entry!.map(({ resource }) => resource!.id)).toEqual(['new']);
    expect(answer.body.entry!.map(({ resource }) => resource?.resourceType)).toEqual(['Bundle', 'OperationOutcome', 'Parameters', undefined, 'Bundle']);
    for (const wrong of ['Patient/nobody/$everything', 'Patient/$nothing', 'ValueSet/$expand?url=http://no.where']) {
      const failed = await run('transaction', [{ ...fresh, url: 'Patient/undone', resource: { resourceType: 'Patient', id: 'undone' } }, { method: 'GET', url: wrong }]);
      expect(failed.status, wrong).toBeGreaterThanOrEqual(400);
      expect((await fhir.send('GET', '/Patient/undone')).status).toBe(404);
    }
  });

  test.each(CHANGING)('that store are refused within a transaction: $method $url', async (asked) => {
    const answer = await run('transaction', [asked]);
    expect([answer.status, (answer.body as unknown as OperationOutcome).issue[0]!.expression]).toEqual([400, ['Bundle.entry[0].request.url']]);
  });

  test('that answer no resource are refused, those that run in the background are nowhere', async () => {
    const answer = await run('batch', ['$graphql?query={Patient(id:"ana"){id}}', '$export', 'Patient/$export', '$reindex'].map((url) => ({ method: 'GET', url })));
    expect(answer.body.entry!.map(({ response }) => response!.status)).toEqual(['400', '404', '404', '404']);
  });

  test('pass the same gate and come into the same trail', async () => {
    const doctor = fhir.doctor('elsewhere');
    const asked: Asked[] = [{ method: 'GET', url: 'Patient/ana/$everything' }, { method: 'GET', url: 'Patient/ana/$meta' }, { method: 'GET', url: 'Patient/ana/$validate' }, { method: 'GET', url: 'Patient/ana/Observation' }, { method: 'POST', url: 'Patient/ana/$meta-add', resource: CHANGING[0]!.resource! }];
    const each = await Promise.all(asked.map(async ({ method, url, resource }) => (await fhir.send(method, `/${url}`, { as: doctor, ...(resource ? { body: resource } : {}) })).status));
    const { body } = await run('batch', asked, doctor);
    expect(body.entry!.map(({ response }) => Number(response!.status))).toEqual(each);
    expect(each.filter((status) => status === 403).length).toBeGreaterThanOrEqual(3);
    expect(JSON.stringify(body)).not.toContain('Rivera');
    const narrow = { ...fhir.client, scopes: ['system/Observation.rs'] };
    expect((await run('batch', asked.slice(0, 3), narrow)).body.entry!.map(({ response }) => response!.status)).toEqual(['403', '403', '403']);
    const count = async () => Number((await fhir.opened.database.query<{ n: string }>("select count(*) as n from audit.entry where action = 'fhir.everything' and person_id = 'ana'"))[0]!.n);
    const before = await count();
    await run('batch', [ASKED[0]!, ASKED[0]!]);
    await run('transaction', [ASKED[0]!]);
    expect(await count()).toBe(before + 3);
  });
});
