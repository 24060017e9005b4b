import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bundle } from '#fhir/types/resources.gen.ts';
import { openTestFhir, type TestFhir } from '../../interactions/test-fhir.ts';

let fhir: TestFhir;
const put = async (body: { resourceType: string; id: string } & Record<string, unknown>) => expect((await fhir.send('PUT', `/${body.resourceType}/${body.id}`, { body })).status).toBe(201);
const find = async (query: string, headers = {}) => {
  const answer = await fhir.send<Bundle>('GET', `/${encodeURI(query)}`, { headers });
  return answer.status === 200 ? (answer.body.entry ?? []).filter((entry) => entry.search?.mode === 'match').map((entry) => entry.resource!.id) : answer.status;
};

beforeAll(async () => {
  fhir = await openTestFhir();
  await put({ resourceType: 'Patient', id: 'wf', name: [{ family: '王', given: ['芳'] }], gender: 'female', birthDate: '1990-01-01' });
  await put({ resourceType: 'Patient', id: 'zcg', name: [{ text: '曾成刚' }], gender: 'male', birthDate: '1990-01-01' });
  await put({ resourceType: 'Patient', id: 'old', name: [{ text: 'Ann Lee' }], birthDate: '1950-01-01', text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">曾患<b>高血压</b>病</div>' } });
  await put({ resourceType: 'Condition', id: 'c1', code: { text: '原发性高血压', coding: [{ system: 'urn:icd', code: 'I10', display: 'Essential hypertension' }] }, subject: { reference: 'Patient/old', display: '李安' } });
  await put({ resourceType: 'Condition', id: 'c2', code: { coding: [{ system: 'urn:icd', code: 'E11', display: '2型糖尿病' }] }, subject: { reference: 'Patient/old' } });
  await put({ resourceType: 'List', id: 'l', status: 'current', mode: 'working', entry: [{ item: { reference: 'Patient/wf' } }, { item: { reference: 'Patient/old' } }] });
  const concept = [{ code: 'I', concept: [{ code: 'I1', concept: [{ code: 'I10' }] }] }, { code: 'E', concept: [{ code: 'E11' }] }];
  await put({ resourceType: 'CodeSystem', id: 'cs', url: 'urn:icd', status: 'active', content: 'complete', concept });
  await put({ resourceType: 'ValueSet', id: 'vs', url: 'urn:vs', status: 'active', compose: { include: [{ system: 'urn:icd', concept: [{ code: 'I10' }] }] } });
  await put({ resourceType: 'Location', id: 'here', position: { latitude: 31.23, longitude: 121.47 } });
  await put({ resourceType: 'Location', id: 'there', position: { latitude: 39.9, longitude: 116.4 } });
  await put({ resourceType: 'Location', id: 'nowhere' });
});
afterAll(() => fhir.close());

describe('special search parameters', () => {
  test.each([
    ['Patient?name=wf', ['wf']],
    ['Patient?name=WangFang', ['wf']],
    ['Patient?name=zcg', ['zcg']],
    ['Patient?name:exact=wf', []],
    ['Patient?name=王芳', ['wf']],
    ['Patient?_list=l&_sort=_id', ['old', 'wf']],
    ['Patient?_list=nothing', []],
    ['Patient?_text=高血压', ['old']],
    ['Patient?_text=高血压 曾患', ['old']],
    ['Patient?_text=div', []],
    ['Condition?_content=高血', ['c1']],
    ['Condition?_content=hypertension', ['c1']],
    ['Condition?_content=subject', []],
    ['Condition?code:text=原发', ['c1']],
    ['Condition?code:text=essential', ['c1']],
    ['Condition?code:text=高血压', []],
    ['Condition?subject:text=李', ['c1']],
    ['Condition?code:in=urn:vs', ['c1']],
    ['Condition?code:in=ValueSet/vs', ['c1']],
    ['Condition?code:not-in=urn:vs', ['c2']],
    ['Condition?code:in=urn:nothing', 400],
    ['Condition?code:below=urn:icd|I', ['c1']],
    ['Condition?code:above=urn:icd|E11', ['c2']],
    ['Condition?code:above=urn:icd|I', []],
    ['Condition?code:below=I', 400],
    ['Location?near=31.2|121.4|20|km', ['here']],
    ['Location?near=31.2|121.4|2000', ['here', 'there']],
    ['Location?near=31.2|121.4|100|[mi_us]', ['here']],
    ['Location?near=x|1', 400],
    ['Patient?near=1|1', ['wf', 'zcg', 'old']],
    ['Patient?_list=$current-problems', 400],
    ['Patient?_text=', ['wf', 'zcg', 'old']],
    ['Patient?_sort=gender,_id', ['wf', 'zcg', 'old']],
    ['Patient?_sort=birthdate,-gender', ['old', 'zcg', 'wf']],
    ['Patient?_sort=-name', ['wf', 'zcg', 'old']],
    ['Condition?_sort=code', ['c2', 'c1']],
    ['Condition?_sort=-code&_count=1', ['c1']],
  ])('%s', async (query, wanted) => {
    expect(await find(query)).toEqual(wanted);
  });

  test('pages follow a sort by token', async () => {
    const first = await fhir.send<Bundle>('GET', '/Condition?_sort=-code&_count=1');
    const next = first.body.link!.find((link) => link.relation === 'next')!.url;
    expect((await fhir.send<Bundle>('GET', fhir.pathOf(next))).body.entry![0]!.resource!.id).toBe('c2');
  });

  test('strict handling refuses what the type does not have', async () => {
    expect(await find('Patient?near=1|1', { prefer: 'handling=strict' })).toBe(400);
    expect(await find('Patient?near=1|1', { prefer: 'handling=lenient' })).toHaveLength(3);
  });
});
