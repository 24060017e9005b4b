import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bundle, OperationOutcome, Parameters, Resource } from '#fhir/types/resources.gen.ts';
import { openTestFhir, type TestFhir } from '../interactions/test-fhir.ts';

let fhir: TestFhir;
const put = (body: Record<string, unknown>) => fhir.send('PUT', `/${String(body.resourceType)}/${String(body.id)}`, { body });
const observation = (id: string, code: object, effective: string) => ({ resourceType: 'Observation', id, status: 'final', code, subject: { reference: 'Patient/p' }, effectiveDateTime: effective });
const loinc = (...codes: string[]) => ({ coding: codes.map((code) => ({ system: 'http://loinc.org', code })) });

beforeAll(async () => {
  fhir = await openTestFhir();
  await put({ resourceType: 'Patient', id: 'p', name: [{ family: '王', given: ['芳'] }], gender: 'female' });
  await put({ resourceType: 'Patient', id: 'p', name: [{ family: '王', given: ['小', '芳'] }], birthDate: '1990-01-02', meta: { profile: ['http://a/p'], tag: [{ system: 'http://t', code: '1' }] } });
  await put({ resourceType: 'Patient', id: 'q', name: [{ family: '李' }], meta: { tag: [{ system: 'http://t', code: '2' }], security: [{ system: 'http://s', code: 'R' }] } });
  for (const [id, code, at] of [
    ['a1', loinc('1'), '2026-01-01'], ['a2', loinc('1', '1b'), '2026-01-02'], ['a3', loinc('1b'), '2026-01-03'], ['b1', loinc('2'), '2026-01-01'],
    ['b2', loinc('2'), '2026-01-05'], ['b3', loinc('2'), '2026-01-05'], ['t1', { text: '步数' }, '2026-01-01'], ['t2', { text: '步数' }, '2026-01-02'],
  ] as const) await put(observation(id, code, at));
});
afterAll(() => fhir.close());

describe('$diff', () => {
  test('between versions: the patch, sent, turns the old content into the new', async () => {
    const { status, body: patch, text } = await fhir.send<Parameters>('GET', '/Patient/p/$diff?fromVersion=1&toVersion=2');
    expect(status, text).toBe(200);
    const old = (await fhir.send('GET', '/Patient/p/_history/1')).body;
    await put({ ...old, id: 'copy' });
    expect((await fhir.send('PATCH', '/Patient/copy', { body: patch })).status).toBe(200);
    const strip = ({ id: _id, meta: { versionId: _v, lastUpdated: _l, ...meta } = {}, ...rest }: Resource) => ({ ...rest, meta });
    expect(strip((await fhir.send('GET', '/Patient/copy')).body)).toEqual(strip((await fhir.send('GET', '/Patient/p/_history/2')).body));
    expect((await fhir.send<Parameters>('GET', '/Patient/p/$diff')).body).toEqual(patch);
    expect((await fhir.send<Parameters>('GET', '/Patient/p/$diff?fromVersion=2')).body).toEqual({ resourceType: 'Parameters' });
  });

  test('between resources of one type, by GET and POST; through the gate', async () => {
    const byGet = await fhir.send<Parameters>('GET', '/$diff?from=Patient/p/_history/1&to=Patient/q');
    const parameter = [{ name: 'from', valueString: 'Patient/p/_history/1' }, { name: 'to', valueString: 'Patient/q' }];
    const byPost = await fhir.send<Parameters>('POST', '/$diff', { body: { resourceType: 'Parameters', parameter } });
    expect(byPost.body).toEqual(byGet.body);
    expect(byGet.body.parameter!.length).toBeGreaterThan(2);
    const place = async (path: string) => {
      const { status, body } = await fhir.send<OperationOutcome>('GET', path);
      return [status, body.issue[0]!.expression?.[0]];
    };
    expect(await place('/$diff?from=Patient/p')).toEqual([400, 'Parameters.parameter[to]']);
    expect(await place('/$diff?from=Patient/p&to=Observation/a1')).toEqual([400, 'Parameters.parameter[to]']);
    expect(await place('/Patient/p/$diff?fromVersion=x')).toEqual([400, 'Parameters.parameter[fromVersion]']);
    expect(await place('/Patient/p/$diff?fromVersion=9')).toEqual([404, undefined]);
    const stranger = fhir.doctor('elsewhere');
    expect((await fhir.send('GET', '/$diff?from=Patient/p&to=Patient/q', { as: stranger })).status).toBe(403);
  });
});

test('$meta of a type and of the system gathers what the asker may see', async () => {
  const metaOf = async (path: string, as = fhir.client) => (await fhir.send<Parameters>('GET', path, { as })).body.parameter?.[0]?.valueMeta;
  expect(await metaOf('/Patient/$meta')).toEqual({ profile: ['http://a/p'], tag: [{ system: 'http://t', code: '1' }, { system: 'http://t', code: '2' }], security: [{ system: 'http://s', code: 'R' }] });
  expect(await metaOf('/$meta')).toEqual(await metaOf('/Patient/$meta'));
  expect(await metaOf('/Observation/$meta')).toBeUndefined();
  expect(await metaOf('/Patient/$meta', fhir.doctor('elsewhere'))).toBeUndefined();
  expect((await fhir.send('GET', '/Nothing/$meta')).status).toBe(404);
});

describe('$lastn', () => {
  const last = async (query: string) => {
    const { status, body, text } = await fhir.send<Bundle>('GET', `/Observation/$lastn?${query}`);
    expect(status, text).toBe(200);
    return (body.entry ?? []).map(({ resource }) => resource!.id);
  };

  test('the newest of each code, ties included, codes joined by what they share', async () => {
    expect(await last('patient=p')).toEqual(expect.arrayContaining(['a3', 'b2', 'b3', 't2']));
    expect(await last('patient=p')).toHaveLength(4);
    expect((await last('subject=Patient/p&max=2&code=http://loinc.org|2')).sort()).toEqual(['b2', 'b3']);
    expect((await last('patient=p&max=9')).length).toBe(8);
    expect(await last('patient=q')).toEqual([]);
  });

  test('asks for one patient and a positive max', async () => {
    for (const query of ['', 'code=x', 'patient=p,q', 'patient=p&max=0', 'patient=p&max=x', 'patient=p&colour=red']) {
      expect([query, (await fhir.send('GET', `/Observation/$lastn?${query}`)).status]).toEqual([query, 400]);
    }
    expect((await fhir.send('GET', '/Observation/$lastn?patient=p', { as: { ...fhir.client, scopes: ['system/Patient.rs'] } })).status).toBe(403);
  });
});

test('$convert gives the body in the other format', async () => {
  const body = '<Patient xmlns="http://hl7.org/fhir"><active value="true"/></Patient>';
  const { status, body: json } = await fhir.send('POST', '/$convert', { body, headers: { 'content-type': 'application/fhir+xml', accept: 'application/fhir+json' } });
  expect([status, json]).toEqual([200, { resourceType: 'Patient', active: true }]);
  const back = await fhir.send('POST', '/$convert', { body: '{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1.50}}', headers: { accept: 'application/fhir+xml' } });
  expect(back.text).toContain('<value value="1.50"/>');
  expect((await fhir.send('POST', '/$convert', { body: { resourceType: 'Patient', colour: 'red' } })).status).toBe(400);
});

test('$evaluate-measure says that there are no measures, and $match that there is no index', async () => {
  const { status, body } = await fhir.send<OperationOutcome>('GET', '/Measure/m/$evaluate-measure?periodStart=2026-01-01');
  expect([status, body.issue[0]!.code, body.issue[0]!.details?.coding?.[0]?.code]).toEqual([501, 'not-supported', 'fhir.no-measures']);
  expect((await fhir.send('POST', '/Patient/$match', { body: { resourceType: 'Parameters', parameter: [{ name: 'resource', resource: { resourceType: 'Patient' } }] } })).status).toBe(501);
});
