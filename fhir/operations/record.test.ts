import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bundle, Parameters } from '#fhir/types/resources.gen.ts';
import { validateResource } from '#fhir/validation/validate.ts';
import { openTestFhir, type TestFhir } from '../interactions/test-fhir.ts';

let fhir: TestFhir;
const OBSERVATIONS = 40;
const ids = (bundle: Bundle, mode = 'match') => (bundle.entry ?? []).filter((entry) => entry.search?.mode === mode).map((entry) => `${entry.resource!.resourceType}/${entry.resource!.id}`);
const put = (body: { resourceType: string; id: string } & Record<string, unknown>) => fhir.send('PUT', `/${body.resourceType}/${body.id}`, { body });

beforeAll(async () => {
  fhir = await openTestFhir();
  await put({ resourceType: 'Organization', id: 'org', name: '甲院' });
  for (const id of ['p', 'q']) await put({ resourceType: 'Patient', id, name: [{ text: '王芳' }], managingOrganization: { reference: 'Organization/org' } });
  await put({ resourceType: 'Encounter', id: 'e', status: 'finished', class: { code: 'IMP' }, subject: { reference: 'Patient/p' } });
  const observation = (index: number) => ({
    resourceType: 'Observation', id: `o${index}`, status: 'final', code: { text: 'x' }, subject: { reference: 'Patient/p' },
    effectiveDateTime: `2026-03-01T00:00:${String(index).padStart(2, '0')}Z`, ...(index === 1 ? { encounter: { reference: 'Encounter/e' } } : {}),
  });
  for (let index = 0; index < OBSERVATIONS; index += 1) expect((await put(observation(index))).status).toBe(201);
  await put({ resourceType: 'Observation', id: 'other', status: 'final', code: { text: 'x' }, subject: { reference: 'Patient/q' }, performer: [{ reference: 'Patient/p' }] });
});
afterAll(() => fhir.close());

describe('operations on a record', () => {
  test('$everything gives the person first, the record, what mentions the person, and the directory around it', async () => {
    const answer = await fhir.send<Bundle>('GET', '/Patient/p/$everything');
    expect(ids(answer.body)).toHaveLength(OBSERVATIONS + 3);
    expect(ids(answer.body)[0]).toBe('Patient/p');
    expect(ids(answer.body)).toContain('Observation/other');
    expect(ids(answer.body, 'include')).toEqual(['Organization/org']);
    expect(answer.body.total).toBe(OBSERVATIONS + 3);
    expect(validateResource(answer.body)).toEqual([]);
    expect(ids((await fhir.send<Bundle>('GET', '/Encounter/e/$everything')).body)).toEqual(['Encounter/e', 'Observation/o1']);
    expect((await fhir.send('GET', '/Patient/nobody/$everything')).status).toBe(404);
    expect((await fhir.send('GET', '/Observation/o1/$everything')).status).toBe(501);
  });

  test('$everything pages without a gap or a repetition, and filters by type and time', async () => {
    const found: string[] = [];
    let path = '/Patient/p/$everything?_count=7';
    for (;;) {
      const { body } = await fhir.send<Bundle>('GET', path);
      found.push(...ids(body));
      const next = body.link?.find((link) => link.relation === 'next')?.url;
      if (next === undefined) break;
      path = fhir.pathOf(next);
    }
    expect(found).toHaveLength(OBSERVATIONS + 3);
    expect(new Set(found).size).toBe(OBSERVATIONS + 3);
    const one = await fhir.send<Bundle>('GET', '/Patient/p/$everything?_count=1');
    expect(ids(one.body)).toEqual(['Patient/p']);
    expect(ids((await fhir.send<Bundle>('GET', fhir.pathOf(one.body.link?.find((link) => link.relation === 'next')?.url))).body)).toEqual(['Encounter/e']);
    expect(ids((await fhir.send<Bundle>('GET', '/Patient/p/$everything?_type=Encounter')).body)).toEqual(['Encounter/e']);
    expect(ids((await fhir.send<Bundle>('GET', '/Patient/p/$everything?_since=2199-01-01')).body)).toEqual([]);
    expect(ids((await fhir.send<Bundle>('GET', '/Patient/p/$everything?_type=Observation&start=2027')).body)).toEqual(['Observation/other']);
    expect((await fhir.send('GET', '/Patient/p/$everything?_type=Nothing')).status).toBe(400);
    expect((await fhir.send('GET', '/Patient/p/$everything?_cursor=x')).status).toBe(400);
  });

  test('32 $everything at once all answer', async () => {
    const answers = await Promise.all(Array.from({ length: 32 }, () => fhir.send<Bundle>('GET', '/Patient/p/$everything')));
    expect(answers.every((answer) => answer.status === 200 && ids(answer.body).length === OBSERVATIONS + 3)).toBe(true);
  });

  test('$everything keeps to the gate and to scopes', async () => {
    expect((await fhir.send('GET', '/Patient/p/$everything', { as: fhir.doctor('org-z') })).status).toBe(403);
    const narrow = { ...fhir.client, scopes: ['system/Patient.rs', 'system/Encounter.rs'] };
    expect(ids((await fhir.send<Bundle>('GET', '/Patient/p/$everything', { as: narrow })).body)).toEqual(['Patient/p', 'Encounter/e']);
    const audited = await fhir.opened.owner.query(`select 1 from audit.entry where action = 'fhir.everything' and person_id = 'p'`);
    expect(audited.length).toBeGreaterThan(0);
  });

  test('a compartment search counts every way of belonging', async () => {
    expect(ids((await fhir.send<Bundle>('GET', '/Patient/p/Observation?_count=1000')).body)).toHaveLength(OBSERVATIONS + 1);
    expect(ids((await fhir.send<Bundle>('GET', '/Patient/p/Observation?_id=o3')).body)).toEqual(['Observation/o3']);
    expect(ids((await fhir.send<Bundle>('GET', '/Encounter/e/Observation')).body)).toEqual(['Observation/o1']);
    const first = await fhir.send<Bundle>('GET', '/Patient/p/Observation?_count=5');
    expect(first.body.link![1]!.url).toContain('/fhir/Patient/p/Observation?');
    expect((await fhir.send('GET', '/Patient/p/Nothing')).status).toBe(404);
    expect((await fhir.send('GET', '/Organization/org/Patient')).status).toBe(404);
    expect(ids((await fhir.send<Bundle>('GET', '/Patient/p/Observation', { as: fhir.doctor('org-z') })).body)).toEqual([]);
  });

  test('$meta tells, $meta-add and $meta-delete change labels', async () => {
    const meta = { tag: [{ system: 'urn:t', code: 'a' }], profile: ['http://a/p'] };
    const body = { resourceType: 'Parameters', parameter: [{ name: 'meta', valueMeta: meta }] };
    const added = await fhir.send<Parameters>('POST', '/Patient/q/$meta-add', { body });
    expect(added.body.parameter![0]!.valueMeta).toMatchObject(meta);
    expect((await fhir.send('GET', '/Patient?_tag=urn:t|a')).body).toMatchObject({ total: 1 });
    expect((await fhir.send<Parameters>('POST', '/Patient/q/$meta-add', { body })).body.parameter![0]!.valueMeta!.versionId).toBe('2');
    await fhir.send('POST', '/Patient/q/$meta-delete', { body });
    const left = await fhir.send<Parameters>('GET', '/Patient/q/$meta');
    expect(left.body.parameter![0]!.valueMeta).not.toHaveProperty('tag');
    expect((await fhir.send<Parameters>('GET', '/Patient/q/_history/2/$meta')).body.parameter![0]!.valueMeta).toMatchObject(meta);
    expect((await fhir.send('POST', '/Patient/q/$meta-add', { body: { resourceType: 'Parameters' } })).status).toBe(400);
  });

  test('$document puts the composition first and its references after it', async () => {
    await put({ resourceType: 'Composition', id: 'c', status: 'final', type: { text: 'x' }, subject: { reference: 'Patient/p' }, date: '2026-03-02', author: [{ reference: 'Organization/org' }], title: '出院小结', section: [{ title: 'a', entry: [{ reference: 'Observation/o1' }] }] });
    const { body } = await fhir.send<Bundle>('GET', '/Composition/c/$document');
    expect([body.type, ...body.entry!.map((entry) => entry.resource!.resourceType)]).toEqual(['document', 'Composition', 'Observation', 'Organization', 'Patient']);
    expect(validateResource(body)).toEqual([]);
    expect((await fhir.send('GET', '/Composition/c/$document?persist=true')).status).toBe(201);
  });
});
