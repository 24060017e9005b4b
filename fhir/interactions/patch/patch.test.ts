import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bundle, OperationOutcome } from '#fhir/types/resources.gen.ts';
import { openTestFhir, type TestFhir } from '../test-fhir.ts';

let fhir: TestFhir;
beforeAll(async () => {
  fhir = await openTestFhir();
});
afterAll(() => fhir.close());

const json = { 'content-type': 'application/json-patch+json' };
const put = (id: string, more: object = {}) => fhir.send('PUT', `/Patient/${id}`, { body: { resourceType: 'Patient', id, name: [{ text: '王芳' }], identifier: [{ system: 'urn:p', value: id }], ...more } });
const operation = (...parts: object[]) => ({ resourceType: 'Parameters', parameter: [{ name: 'operation', part: parts }] });

describe('patch', () => {
  test('JSON Patch changes the resource, guards by If-Match, and names the place of a mistake', async () => {
    await put('p1');
    const patch = [{ op: 'add', path: '/gender', value: 'female' }, { op: 'remove', path: '/name/0' }];
    expect((await fhir.send('PATCH', '/Patient/p1', { body: patch, headers: { ...json, 'if-match': 'W/"4"' } })).status).toBe(412);
    const done = await fhir.send('PATCH', '/Patient/p1', { body: patch, headers: { ...json, 'if-match': 'W/"1"' } });
    expect([done.status, done.headers.etag]).toEqual([200, 'W/"2"']);
    expect(done.body).toMatchObject({ gender: 'female' });
    expect(done.body).not.toHaveProperty('name');
    const missing = await fhir.send<OperationOutcome>('PATCH', '/Patient/p1', { body: [{ op: 'replace', path: '/birthDate', value: '2020-01-01' }], headers: json });
    expect([missing.status, missing.body.issue[0]!.expression]).toEqual([422, ['patch[0]']]);
    const invalid = await fhir.send<OperationOutcome>('PATCH', '/Patient/p1', { body: [{ op: 'add', path: '/birthDate', value: '2026-02-31' }], headers: json });
    expect([invalid.status, invalid.body.issue[0]!.expression]).toEqual([400, ['Patient.birthDate']]);
    expect((await fhir.send('PATCH', '/Patient/p1', { body: [{ op: 'replace', path: '/id', value: 'x' }], headers: json })).status).toBe(422);
    expect((await fhir.send('PATCH', '/Patient/p1', { body: [{ op: 'add', path: '/__proto__/x', value: 1 }], headers: json })).status).toBe(422);
    expect((await fhir.send('PATCH', '/Patient/nobody', { body: [], headers: json })).status).toBe(404);
  });

  test('FHIRPath Patch changes a choice, adds a backbone element, and refuses several matches', async () => {
    await put('p2', { deceasedBoolean: false, contact: [{ gender: 'male', name: { text: '甲' } }, { gender: 'male', name: { text: '乙' } }] });
    const replace = operation({ name: 'type', valueCode: 'replace' }, { name: 'path', valueString: 'Patient.deceased' }, { name: 'value', valueDateTime: '2026-01-02' });
    expect((await fhir.send('PATCH', '/Patient/p2', { body: replace })).body).toMatchObject({ deceasedDateTime: '2026-01-02' });
    const add = operation(
      { name: 'type', valueCode: 'add' }, { name: 'path', valueString: 'Patient' }, { name: 'name', valueString: 'contact' },
      { name: 'value', part: [{ name: 'gender', valueCode: 'female' }, { name: 'telecom', valueContactPoint: { system: 'phone', value: '1' } }] },
    );
    const added = (await fhir.send('PATCH', '/Patient/p2', { body: add })).body as unknown as { contact: unknown[] };
    expect(added.contact[2]).toEqual({ gender: 'female', telecom: [{ system: 'phone', value: '1' }] });
    const remove = (path: string) => operation({ name: 'type', valueCode: 'delete' }, { name: 'path', valueString: path });
    const several = await fhir.send<OperationOutcome>('PATCH', '/Patient/p2', { body: remove('Patient.contact') });
    expect([several.status, several.body.issue[0]!.expression]).toEqual([422, ['Parameters.parameter[0]']]);
    expect((await fhir.send('PATCH', '/Patient/p2', { body: remove('Patient.photo') })).status).toBe(200);
    expect((await fhir.send('PATCH', '/Patient/p2', { body: remove("Patient.contact.where(gender = 'female')") })).status).toBe(200);
    expect((await fhir.send('PATCH', '/Patient/p2', { body: remove('Patient.(') })).status).toBe(422);
  });

  test('conditional patch acts on the one match', async () => {
    await put('p3');
    const body = [{ op: 'add', path: '/active', value: true }];
    expect((await fhir.send('PATCH', '/Patient?identifier=urn:p|p3', { body, headers: json })).headers.etag).toBe('W/"2"');
    expect((await fhir.send('PATCH', '/Patient?identifier=urn:p|nobody', { body, headers: json })).status).toBe(404);
    await put('p3b', { identifier: [{ system: 'urn:p', value: 'p3' }] });
    expect((await fhir.send('PATCH', '/Patient?identifier=urn:p|p3', { body, headers: json })).status).toBe(412);
  });

  test('16 patches at once are all kept', async () => {
    await put('p4', { name: [{ given: ['甲'] }] });
    const answers = await Promise.all(Array.from({ length: 16 }, (_, index) =>
      fhir.send('PATCH', '/Patient/p4', { body: [{ op: 'add', path: '/name/0/given/-', value: `n${index}` }], headers: json })));
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 16 }, () => 200));
    const stored = (await fhir.send('GET', '/Patient/p4')).body as unknown as { name: { given: string[] }[] };
    expect(stored.name[0]!.given).toHaveLength(17);
  });

  test('a patch inside a batch and inside a transaction', async () => {
    await put('p5');
    const data = Buffer.from(JSON.stringify([{ op: 'add', path: '/gender', value: 'male' }])).toString('base64');
    const entry = (resource: object) => ({ resource, request: { method: 'PATCH', url: 'Patient/p5' } });
    const parameters = operation({ name: 'type', valueCode: 'add' }, { name: 'path', valueString: 'Patient' }, { name: 'name', valueString: 'active' }, { name: 'value', valueBoolean: true });
    const batch = await fhir.send<Bundle>('POST', '/', { body: { resourceType: 'Bundle', type: 'batch', entry: [entry({ resourceType: 'Binary', contentType: 'application/json-patch+json', data })] } });
    expect(batch.body.entry?.[0]?.response?.etag).toBe('W/"2"');
    const transaction = await fhir.send<Bundle>('POST', '/', { body: { resourceType: 'Bundle', type: 'transaction', entry: [entry(parameters)] } });
    expect(transaction.body.entry?.[0]?.response?.etag).toBe('W/"3"');
    expect((await fhir.send('GET', '/Patient/p5')).body).toMatchObject({ gender: 'male', active: true });
  });

  test('who may not write may not patch', async () => {
    await put('p6');
    const as = { ...fhir.client, scopes: ['system/Patient.rs'] };
    expect((await fhir.send('PATCH', '/Patient/p6', { as, body: [], headers: json })).status).toBe(403);
    expect((await fhir.send('PATCH', '/Patient/p6', { as: fhir.doctor('org-z'), body: [{ op: 'add', path: '/active', value: true }], headers: json })).status).toBe(403);
  });
});
