import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bundle } from '#fhir/types/resources.gen.ts';
import { openTestFhir, type TestFhir } from '../test-fhir.ts';

let fhir: TestFhir;
beforeAll(async () => {
  fhir = await openTestFhir();
});
afterAll(() => fhir.close());

const patient = (id: string, more: object = {}) => ({ resourceType: 'Patient', id, active: true, ...more });
const put = (id: string, more: object = {}, headers: Record<string, string> = {}) => fhir.send('PUT', `/Patient/${id}`, { body: patient(id, more), headers });
const bundle = (type: string, request: object, resource?: object) => fhir.send<Bundle>('POST', '/', { body: { resourceType: 'Bundle', type, entry: [{ request, ...(resource ? { resource } : {}) }] } });
const LATER = '2199-01-01T00:00:00Z';

describe('conditions', () => {
  test('If-Match: * asks that there is something', async () => {
    expect((await put('m1', {}, { 'if-match': '*' })).status).toBe(412);
    await put('m1');
    expect((await put('m1', { gender: 'male' }, { 'if-match': '*' })).status).toBe(200);
    expect((await fhir.send('PATCH', '/Patient/m1', { body: [{ op: 'remove', path: '/gender' }], headers: { 'content-type': 'application/json-patch+json', 'if-match': '*' } })).status).toBe(200);
    expect((await fhir.send('PUT', '/Patient?identifier=urn:n|1', { body: { resourceType: 'Patient' }, headers: { 'if-match': '*' } })).status).toBe(412);
    expect((await fhir.send('DELETE', '/Patient/m1', { headers: { 'if-match': '*' } })).status).toBe(204);
    expect((await put('m1', {}, { 'if-match': '*' })).status).toBe(412);
    expect((await fhir.send('DELETE', '/Patient/nobody', { headers: { 'if-match': '*' } })).status).toBe(412);
  });

  test.each(['batch', 'transaction'])('ifNoneMatch: * and ifModifiedSince in a %s', async (type) => {
    const id = `b-${type}`;
    await put(id);
    const again = await bundle(type, { method: 'PUT', url: `Patient/${id}`, ifNoneMatch: '*' }, patient(id, { gender: 'male' }));
    expect(type === 'batch' ? again.body.entry?.[0]?.response?.status : String(again.status)).toBe('412');
    expect((await fhir.send('GET', `/Patient/${id}`)).body.meta?.versionId).toBe('1');
    const fresh = await bundle(type, { method: 'PUT', url: `Patient/${id}-new`, ifNoneMatch: '*' }, patient(`${id}-new`));
    expect(fresh.body.entry?.[0]?.response?.status).toBe('201');
    const read = await bundle(type, { method: 'GET', url: `Patient/${id}`, ifModifiedSince: LATER });
    expect([read.body.entry?.[0]?.response?.status, read.body.entry?.[0]?.resource]).toEqual(['304', undefined]);
  });

  test('_at a moment is the version of that moment, and a history that fits says how much it is', async () => {
    await put('h1');
    await put('h1', { gender: 'male' });
    await fhir.send('DELETE', '/Patient/h1');
    const all = (await fhir.send<Bundle>('GET', '/Patient/h1/_history')).body;
    expect([all.total, all.entry?.map(({ request }) => request?.method)]).toEqual([3, ['DELETE', 'PUT', 'POST']]);
    for (const [index, entry] of all.entry!.entries()) {
      const found = (await fhir.send<Bundle>('GET', `/Patient/h1/_history?_at=${encodeURIComponent(entry.response!.lastModified!)}`)).body.entry ?? [];
      expect(found.map(({ response }) => response?.etag)).toContain(all.entry![index]!.response!.etag);
    }
    expect((await fhir.send<Bundle>('GET', '/Patient/h1/_history?_count=1')).body).not.toHaveProperty('total');
    expect((await fhir.send<Bundle>('GET', `/Patient/h1/_history?_since=${LATER}`)).body.total).toBe(0);
  });

  test('_format and Accept in any case and with parameters', async () => {
    await put('f1');
    for (const format of ['JSON', 'application/json%3Bcharset%3Dutf-8', 'application/FHIR%2Bjson', 'application/fhir%2Bjson%3Bfhirversion%3D4.0']) expect([format, (await fhir.send('GET', `/Patient/f1?_format=${format}`)).status]).toEqual([format, 200]);
    expect((await fhir.send('GET', '/Patient/f1?_format=XML')).headers['content-type']).toContain('application/fhir+xml');
    expect((await fhir.send('GET', '/Patient/f1', { headers: { accept: 'Application/FHIR+XML' } })).headers['content-type']).toContain('application/fhir+xml');
    for (const format of ['html', 'application/fhir%2Bjson%3Bfhirversion%3D5.0']) expect((await fhir.send('GET', `/Patient/f1?_format=${format}`)).status).toBe(406);
  });
});
