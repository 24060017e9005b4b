import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bundle, OperationOutcome, Patient, Resource } from '#fhir/types/resources.gen.ts';
import { repositories, type SuiteRepository } from '../../repositories.ts';

/** What a history is asked besides its times (https://hl7.org/fhir/R4/http.html#history), of PostgreSQL and of the memory twin. */
describe.each(repositories)('histories, %s', (_kind, open) => {
  let repository: SuiteRepository;
  const put = async (resource: object & { resourceType: string; id: string }) => expect((await repository.send('PUT', `/${resource.resourceType}/${resource.id}`, { body: resource })).status).toBeLessThan(300);
  beforeAll(async () => {
    repository = await open();
    const patient = (id: string, gender: string) => ({ resourceType: 'Patient', id, gender, name: [{ text: 'N' }], text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">N</div>' } });
    for (const gender of ['male', 'female', 'other']) await put(patient('a', gender));
    for (const gender of ['male', 'female']) await put(patient('b', gender));
    await put(patient('c', 'male'));
    expect((await repository.send('DELETE', '/Patient/c')).status).toBeLessThan(300);
    const item = (reference: string, more = {}) => ({ item: { reference }, ...more });
    await put({ resourceType: 'List', id: 'few', status: 'current', mode: 'changes', entry: [item('Patient/a/_history/2'), item('Patient/b'), item('Patient/nobody'), item('Patient/c', { deleted: true })] } as never);
    await put({ resourceType: 'List', id: 'none', status: 'current', mode: 'working' } as never);
  }, 120_000);
  afterAll(() => repository.close());

  const ask = (address: string, headers = {}) => repository.send<Bundle>('GET', address, { headers });
  const versions = ({ body }: { body: Bundle }) => (body.entry ?? []).map(({ fullUrl, response }) => `${fullUrl!.split('/').at(-1)}${/\d+/.exec(response!.etag!)![0]}`).join(' ');

  test.each([
    ['/Patient/a/_history', 'a3 a2 a1', 3],
    ['/Patient/a/_history?_sort=-_lastUpdated', 'a3 a2 a1', 3],
    ['/Patient/a/_history?_sort=_lastUpdated', 'a1 a2 a3', 3],
    ['/Patient/_history?_sort=_lastUpdated', 'a1 a2 a3 b1 b2 c1 c2', 7],
    ['/Patient/a/_history?_count=0', '', 3],
    ['/Patient/_history?_count=0', '', 7],
    ['/Patient/_history?_summary=count', '', 7],
    ['/Patient/_history?_summary=count&_since=2999-01-01T00:00:00Z', '', 0],
    ['/_history?_count=0', '', 9],
    ['/Patient/a/_history?_count=2&_total=accurate', 'a3 a2', 3],
    ['/Patient/a/_history?_count=2&_total=estimate', 'a3 a2', 3],
    ['/Patient/a/_history?_count=2&_total=none', 'a3 a2', undefined],
    ['/Patient/a/_history?_count=2', 'a3 a2', undefined],
    ['/Patient/a/_history?_count=3', 'a3 a2 a1', 3],
    ['/Patient/_history?_list=few', 'b2 b1 a2', 3],
    ['/Patient/_history?_list=List/few&_sort=_lastUpdated', 'a2 b1 b2', 3],
    ['/_history?_list=few', 'b2 b1 a2', 3],
    ['/_history?_list=few&_count=0', '', 3],
    ['/Patient/a/_history?_list=few', 'a2', 1],
    ['/Observation/_history?_list=few', '', 0],
    ['/Patient/_history?_list=none', '', 0],
    ['/Patient/_history?_list=nowhere', '', 0],
    ['/Patient/a/_history?unknown=1', 'a3 a2 a1', 3],
    ['/Patient/a/_history?_format=json&_pretty=true', 'a3 a2 a1', 3],
  ])('%s tells %s', async (address, wanted, total) => {
    const answer = await ask(address);
    expect(answer.status, answer.text).toBe(200);
    expect([versions(answer), answer.body.total]).toEqual([wanted, total]);
    expect(answer.body.link!.find(({ relation }) => relation === 'self')!.url).toContain(address.split('?')[0]);
  });

  test.each([
    '_sort=date', '_sort=-_id', '_sort=_lastUpdated,_id', '_sort=', '_count=-1', '_count=x', '_count=', '_count=1.5', '_summary=all', '_summary=', '_total=many', '_since=soon', '_since=', '_at=', '_at=2026-13-01',
    '_list=', '_list=$current-problems', '_list=a,b', '_list=Patient/a', '_cursor=x', '_include=Patient:general-practitioner', '_revinclude=Observation:subject', '_contained=true', '_count=1&_count=2', '_sort=_lastUpdated&_sort=-_lastUpdated', '_list=few&_list=none', '_sort:desc=_lastUpdated',
  ])('%s is refused with what is wrong', async (query) => {
    for (const address of ['/Patient/a/_history', '/Patient/_history', '/_history']) {
      const answer = await repository.send<OperationOutcome>('GET', `${address}?${query}`);
      expect([address, answer.status, answer.body.resourceType, answer.body.issue[0]!.severity]).toEqual([address, 400, 'OperationOutcome', 'error']);
    }
  });

  test('an unknown parameter is refused when handling is strict', async () => {
    expect([(await ask('/Patient/a/_history?unknown=1', { prefer: 'handling=strict' })).status, (await ask('/Patient/a/_history?_count=1', { prefer: 'handling=strict' })).status]).toEqual([400, 200]);
  });

  test.each([['_elements=gender', ['gender']], ['_elements=name,gender', ['gender', 'name']], ['_summary=true', ['gender', 'name']], ['_summary=text', ['text']], ['_summary=data', ['gender', 'name']]])('%s cuts each version and says so', async (query, wanted) => {
    const { body } = await ask(`/Patient/_history?${query}`);
    expect(body.entry!.length).toBe(7);
    for (const { resource, request } of body.entry!) {
      if (request!.method === 'DELETE') expect(resource).toBeUndefined();
      else {
        expect(Object.keys(resource!).filter((name) => !['resourceType', 'id', 'meta'].includes(name)).sort()).toEqual(wanted);
        expect((resource as Patient).meta!.tag!.map(({ code }) => code)).toEqual(['SUBSETTED']);
      }
    }
  });

  test.each(['', '&_sort=_lastUpdated', '&_list=few', '&_elements=gender'])('pages hold each version once, in order%s', async (more) => {
    const whole = versions(await ask(`/Patient/_history?_count=100${more}`));
    const pages: string[] = [];
    for (let next: string | undefined = `/Patient/_history?_count=2${more}`; next !== undefined;) {
      const answer: { body: Bundle } = await ask(next);
      pages.push(versions(answer));
      const url = answer.body.link!.find(({ relation }) => relation === 'next')?.url;
      next = url === undefined ? undefined : repository.pathOf(url);
    }
    expect(pages.join(' ')).toBe(whole);
  });

  test('the same as an entry of a batch', async () => {
    const { body } = await repository.send<Bundle>('POST', '', { body: { resourceType: 'Bundle', type: 'batch', entry: ['Patient/a/_history?_sort=_lastUpdated', 'Patient/_history?_list=few', 'Patient/a/_history?_sort=x'].map((url) => ({ request: { method: 'GET', url } })) } as unknown as Resource });
    expect(body.entry!.map(({ response }) => response!.status)).toEqual(['200', '200', '400']);
    expect(body.entry!.slice(0, 2).map(({ resource }) => versions({ body: resource as Bundle }))).toEqual(['a1 a2 a3', 'b2 b1 a2']);
  });
});
