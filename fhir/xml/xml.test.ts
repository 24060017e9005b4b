import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationOutcome } from '#fhir/types/resources.gen.ts';
import { openTestFhir, type TestFhir } from '../interactions/test-fhir.ts';

let fhir: TestFhir;
beforeAll(async () => {
  fhir = await openTestFhir();
});
afterAll(() => fhir.close());

const xml = { 'content-type': 'application/fhir+xml' };
const document = (inside: string, head = '') => `<?xml version="1.0" encoding="UTF-8"?>${head}<Patient xmlns="http://hl7.org/fhir">${inside}</Patient>`;
const create = (body: string) => fhir.send<OperationOutcome>('POST', '/Patient', { body, headers: xml });

describe('XML and gzip', () => {
  test('XML in and out, with extensions of primitives, narratives and contained resources', async () => {
    const body = document(
      '<id value="x1"/><text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml">王 &amp; 芳<br/></div></text>' +
        '<contained><Organization><id value="o"/><name value="甲院"/></Organization></contained>' +
        '<name id="n"><given value="芳"/><given><extension url="http://a/b"><valueCode value="x"/></extension></given></name>' +
        '<birthDate value="1990-01-02"><extension url="http://a/t"><valueDateTime value="1990-01-02T03:04:05Z"/></extension></birthDate>' +
        '<managingOrganization><reference value="#o"/></managingOrganization>',
    );
    const created = await fhir.send('PUT', '/Patient/x1', { body, headers: { ...xml, accept: 'application/fhir+xml' } });
    expect([created.status, created.headers['content-type']]).toEqual([201, 'application/fhir+xml; charset=utf-8']);
    expect(created.text).toContain('<name id="n"><given value="芳"/><given><extension url="http://a/b"><valueCode value="x"/></extension></given></name>');
    expect((await fhir.send('GET', '/Patient/x1')).body).toMatchObject({
      name: [{ id: 'n', given: ['芳', null], _given: [null, { extension: [{ url: 'http://a/b', valueCode: 'x' }] }] }],
      _birthDate: { extension: [{ url: 'http://a/t' }] },
      contained: [{ resourceType: 'Organization', id: 'o' }],
    });
    expect((await fhir.send('GET', '/Patient/x1?_format=application/fhir+xml')).text).toContain('<Patient xmlns="http://hl7.org/fhir"><id value="x1"/><meta>');
    expect((await fhir.send('GET', '/Patient?_id=x1&_format=xml')).text).toContain('<entry><fullUrl value="http');
    expect((await fhir.send('GET', '/Patient/x1', { headers: { accept: 'application/fhir+xml;q=0.5, application/fhir+json' } })).body?.resourceType).toBe('Patient');
    expect((await fhir.send('GET', '/Patient/nobody', { headers: { accept: 'text/xml' } })).text).toContain('<OperationOutcome');
  });

  test.each([
    ['an entity declaration', document('<birthDate value="&a;"/>', '<!DOCTYPE a [<!ENTITY a "b">]>')],
    ['an external entity', document('', '<!DOCTYPE a SYSTEM "file:///etc/passwd">')],
    ['an undefined entity', document('<name><text value="&nbsp;"/></name>')],
    ['half a document', '<Patient xmlns="http://hl7.org/fhir"><name>'],
    ['crossed elements', '<Patient xmlns="http://hl7.org/fhir"><name></Patient></name>'],
    ['nothing', ''],
    ['deep nesting', `<Patient xmlns="http://hl7.org/fhir">${'<contact>'.repeat(5000)}`],
  ])('%s is refused', async (_name, body) => {
    const answer = await create(body);
    expect([answer.status, answer.body.resourceType]).toEqual([400, 'OperationOutcome']);
  });

  test.each([
    ['<nick value="x"/>', 'Patient.nick'],
    ['<birthDate value="2026-02-31"/>', 'Patient.birthDate'],
    ['<gender value="male"/><gender value="female"/>', 'Patient.gender'],
    ['<active value="yes"/>', 'Patient.active'],
    ['<name><given/></name>', 'Patient.name[0].given[0]'],
    ['text', 'Patient'],
  ])('%s is refused with its path', async (inside, path) => {
    const answer = await create(document(inside));
    expect([answer.status, answer.body.issue[0]!.expression]).toEqual([400, [path]]);
  });

  test('another namespace is refused', async () => {
    expect((await create('<Patient xmlns="urn:other"><active value="true"/></Patient>')).status).toBe(400);
  });

  test('gzip bodies are unpacked, broken and exploding ones refused', async () => {
    const send = (body: Buffer) => fhir.send('POST', '/Patient', { body, headers: { 'content-encoding': 'gzip' } });
    expect((await send(gzipSync('{"resourceType":"Patient","active":true}'))).status).toBe(201);
    expect((await send(Buffer.from('no gzip at all'))).status).toBe(400);
    expect((await send(gzipSync(Buffer.alloc(80 * 1024 * 1024, ' ')))).status).toBe(413);
    expect((await fhir.send('POST', '/Patient', { body: '{}', headers: { 'content-encoding': 'br' } })).status).toBe(415);
  });
});
