import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestFhir, type TestFhir } from '#fhir/interactions/test-fhir.ts';
import type { Bundle, Parameters, Resource } from '#fhir/types/resources.gen.ts';
import { repositories, type SuiteRepository } from '../repositories.ts';
import { expectFound } from './ask.ts';

/** Which addresses there are, what they take, and what is told of others (https://hl7.org/fhir/R4/http.html). */
const STORED: readonly Record<string, unknown>[] = [
  { resourceType: 'Organization', id: 'o1', name: 'O' },
  { resourceType: 'Patient', id: 'p1', name: [{ family: 'A' }], gender: 'male', managingOrganization: { reference: 'Organization/o1' } },
  { resourceType: 'Patient', id: 'p2', name: [{ family: 'B' }] },
  { resourceType: 'Encounter', id: 'e1', status: 'finished', class: { code: 'AMB' }, subject: { reference: 'Patient/p1' }, period: { start: '2020-01-10', end: '2020-01-11' } },
  ...[['ob1', '2020-01-10', 'p1'], ['ob2', '2020-02-10', 'p1'], ['ob3', '2021-01-10', 'p1'], ['ob4', '2020-01-10', 'p2']].map(([id, effectiveDateTime, patient]) => ({
    resourceType: 'Observation', id, status: 'final', code: { text: 'x' }, subject: { reference: `Patient/${patient}` }, encounter: { reference: 'Encounter/e1' }, effectiveDateTime,
  })),
  { resourceType: 'Composition', id: 'c1', status: 'final', type: { text: 't' }, date: '2020-01-01', title: 'T', author: [{ reference: 'Organization/o1' }], subject: { reference: 'Patient/p1' } },
];
const resources = STORED as unknown as (Resource & { id: string })[];

describe.each(repositories)('compartments, %s', (_name, open) => {
  let repository: SuiteRepository;
  beforeAll(async () => {
    repository = await open();
    await repository.store(resources);
  });
  afterAll(() => repository.close());

  test.each<[string, string | number]>([
    ['Patient/p1/Observation', 'ob1 ob2 ob3'],
    ['Patient/p1/Observation?date=2020', 'ob1 ob2'],
    ['Encounter/e1/Observation', 'ob1 ob2 ob3 ob4'],
    ['Encounter/e1/Encounter', 'e1'],
    ['Patient/none/Observation', ''],
    ['Patient/p1/Organization', ''],
    ['Patient/p1/Nonsense', 404],
    ['Organization/o1/Patient', 404],
    ['Organization/none/Patient', 404],
    ['Organization/o1/*', 404],
    ['Location/x/Encounter', 404],
    ['Observation/ob1/Patient', 404],
    ['Nonsense/p1/Patient', 404],
    ['Patient/p1/$nothing', 404],
    ['Patient/p1/_nothing', 404],
  ])('%s → %s', (path, wanted) => expectFound(repository, path, wanted));

  test('a POST to what is none is refused alike', async () => {
    const form = { body: 'name=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    expect([(await repository.send('POST', '/Organization/o1/Patient/_search', form)).status, (await repository.send('POST', '/Patient/p1/Observation/_search', form)).status]).toEqual([404, 200]);
  });
});

describe('routes', () => {
  let fhir: TestFhir;
  beforeAll(async () => {
    fhir = await openTestFhir();
    for (const resource of resources) expect((await fhir.send('PUT', `/${resource.resourceType}/${resource.id}`, { body: resource })).status).toBe(201);
  });
  afterAll(() => fhir.close());
  const form = (path: string, body: string) => fhir.send<Bundle>('POST', path, { body, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  const ids = ({ entry = [] }: Bundle): string => entry.map(({ resource }) => resource!.id).join(' ');

  test.each<[string, string, number, string | undefined]>([
    ['OPTIONS', '/metadata', 204, 'GET, HEAD, OPTIONS'],
    ['OPTIONS', '', 204, 'GET, HEAD, OPTIONS, POST'],
    ['OPTIONS', '/', 204, 'GET, HEAD, OPTIONS, POST'],
    ['OPTIONS', '/Patient', 204, 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT'],
    ['OPTIONS', '/Patient/p1', 204, 'DELETE, GET, HEAD, OPTIONS, PATCH, PUT'],
    ['OPTIONS', '/Patient/p1/$everything', 204, 'GET, HEAD, OPTIONS, POST'],
    ['PUT', '/metadata', 405, 'GET, HEAD, OPTIONS'],
    ['DELETE', '/metadata', 405, 'GET, HEAD, OPTIONS'],
    ['POST', '/Patient/p1', 405, 'DELETE, GET, HEAD, OPTIONS, PATCH, PUT'],
    ['DELETE', '/Patient/p1/_history', 405, 'GET, HEAD, OPTIONS'],
    ['PUT', '/Patient/p1/_history/1', 405, 'GET, HEAD, OPTIONS'],
    ['POST', '/Patient/_history', 405, 'GET, HEAD, OPTIONS'],
    ['PUT', '/Patient/p1/$everything', 405, 'GET, HEAD, OPTIONS, POST'],
    ['GET', '/Patient/$match', 405, 'OPTIONS, POST'],
    ['GET', '/Patient/p1/$meta-add', 405, 'OPTIONS, POST'],
    ['PUT', '/CodeSystem/$lookup', 405, 'GET, HEAD, OPTIONS, POST'],
    ['POST', '/Patient/p1/$nothing', 404, undefined],
    ['POST', '/Patient/$nothing', 404, undefined],
    ['GET', '/Patient/p1/$nothing', 404, undefined],
    ['HEAD', '/Patient/p1', 200, undefined],
    ['HEAD', '/Patient/none', 404, undefined],
    ['HEAD', '/Patient?name=A', 200, undefined],
    ['HEAD', '/Patient/p1/_history/1', 200, undefined],
  ])('%s %s → %i %s', async (method, path, status, allow) => {
    const answer = await fhir.server.inject({ method: method as 'GET', url: `/fhir${path}`, headers: { 'x-test-subject': fhir.nameOf(fhir.client) }, ...(method === 'PUT' || method === 'POST' ? { payload: '{}' } : {}) });
    expect([answer.statusCode, answer.headers.allow]).toEqual([status, allow]);
    if (method === 'HEAD' || method === 'OPTIONS') expect(answer.body).toBe('');
    else expect(answer.body).toContain('OperationOutcome');
  });

  test('what may be asked of nobody is told to nobody else', async () => {
    const stranger = { ...fhir.client, id: '' };
    expect((await fhir.send('PUT', '/metadata', { as: stranger, body: '{}' })).status).toBe(401);
  });

  test('$everything: by form, by Parameters, times, types; anything else as its body is refused', async () => {
    const get = async (query: string) => ids((await fhir.send<Bundle>('GET', `/Patient/p1/$everything?${query}`)).body);
    expect(await get('_type=Observation&start=2020-02-01')).toBe('ob3 ob2');
    expect(await get('_type=Observation&end=2020-02-09')).toBe('ob1');
    expect(await get('_type=Observation&start=2020-01-11&end=2020-12-31')).toBe('ob2');
    expect(ids((await form('/Patient/p1/$everything', '_type=Observation&_count=2')).body)).toBe('ob3 ob2');
    const posted = await fhir.send<Bundle>('POST', '/Patient/p1/$everything', { body: { resourceType: 'Parameters', parameter: [{ name: '_type', valueCode: 'Encounter' }] } });
    expect(ids(posted.body)).toBe('e1');
    expect((await fhir.send('POST', '/Patient/p1/$everything', { body: { resourceType: 'Patient' } })).status).toBe(400);
    expect((await fhir.send('POST', '/Patient/p1/$everything', { body: { resourceType: 'Parameters', parameter: [{}] } })).status).toBe(400);
  });

  test('$meta is asked by GET and by POST, of all, of a type, of a resource and of a version', async () => {
    const meta = { tag: [{ system: 'urn:t', code: '1' }] };
    expect((await fhir.send('POST', '/Patient/p2/$meta-add', { body: { resourceType: 'Parameters', parameter: [{ name: 'meta', valueMeta: meta }] } })).status).toBe(200);
    for (const [path, isTagged] of [['/$meta', true], ['/Patient/$meta', true], ['/Patient/p2/$meta', true], ['/Patient/p2/_history/1/$meta', false], ['/Organization/$meta', false]] as const) {
      for (const method of ['GET', 'POST'] as const) {
        const { status, body } = await fhir.send<Parameters>(method, path);
        expect([path, method, status, body.parameter?.[0]?.valueMeta?.tag?.length ?? 0]).toEqual([path, method, 200, isTagged ? 1 : 0]);
      }
    }
  });

  test.each<[string, number]>([
    ['/Composition/c1/$document', 200], ['/Composition/$document?id=c1', 200], ['/Composition/$document?id=http://localhost/fhir/Composition/c1', 200], ['/Composition/$document', 400], ['/Composition/$document?id=none', 404],
    ['/Composition/c1/$document?id=c1', 400], ['/Composition/c1/$document?persist=maybe', 400], ['/Composition/c1/$document?graph=urn:g', 400], ['/Composition/none/$document', 404], ['/Patient/p1/$document', 404],
  ])('GET %s → %i', async (path, status) => expect((await fhir.send('GET', path)).status).toBe(status));

  test('$graphql takes a text, JSON and Parameters; what is not there is 404 and no fault', async () => {
    const query = '{Patient(id:"p1"){gender}}';
    const text = await fhir.send('POST', '/$graphql', { body: query, headers: { 'content-type': 'application/graphql' } });
    const json = await fhir.send('POST', '/$graphql', { body: { query } });
    const parameters = await fhir.send('POST', '/$graphql', { body: { resourceType: 'Parameters', parameter: [{ name: 'query', valueString: query }] } });
    for (const answer of [text, json, parameters]) expect([answer.status, answer.body]).toEqual([200, { data: { Patient: { gender: 'male' } } }]);
    expect((await fhir.send('GET', '/Patient/none/$graphql?query={id}')).status).toBe(404);
    expect((await fhir.send('POST', '/Patient', { body: query, headers: { 'content-type': 'application/graphql' } })).status).toBe(415);
  });
});
