import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bundle, OperationOutcome } from '#fhir/types/resources.gen.ts';
import { openTestFhir, type TestFhir } from '../test-fhir.ts';

let fhir: TestFhir;
beforeAll(async () => {
  fhir = await openTestFhir();
});
afterAll(() => fhir.close());

const xml = { 'content-type': 'application/xml-patch+xml' };
const FHIR = 'xmlns:f="http://hl7.org/fhir"';
const diff = (inside: string, declared = FHIR) => `<?xml version="1.0" encoding="UTF-8"?><diff ${declared}>${inside}</diff>`;
let number = 0;

const PATIENT = {
  resourceType: 'Patient', active: true,
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml"><p>one</p><p>two <b>bold</b> end</p></div>' },
  extension: [{ url: 'http://a/x', valueDecimal: 1.5 }],
  identifier: [{ system: 'urn:a', value: '1' }, { system: 'urn:b', value: '2' }],
  name: [{ id: 'n1', family: '王', given: ['芳', '红'] }, { use: 'old', family: '李' }],
  telecom: [{ system: 'phone', value: '010' }], gender: 'female', birthDate: '1990-01-02',
  contact: [{ name: { text: '甲' } }], link: [{ other: { reference: 'Patient/z' }, type: 'seealso' }],
};

async function patched(body: string, from: object = PATIENT) {
  const id = `x${(number += 1)}`;
  expect((await fhir.send('PUT', `/Patient/${id}`, { body: { ...from, id } })).status).toBe(201);
  const answer = await fhir.send<OperationOutcome>('PATCH', `/Patient/${id}`, { body, headers: xml });
  const now = (await fhir.send(`GET`, `/Patient/${id}`)).body as unknown as Record<string, never> & { meta: { versionId: string } };
  return { answer, now, id };
}

describe('XML Patch (RFC 5261)', () => {
  test.each<[string, string, object]>([
    ['an attribute is replaced', '<replace sel="/f:Patient/f:birthDate/@value">1991-02-03</replace>', { birthDate: '1991-02-03' }],
    ['a path may begin without a slash', '<replace sel="f:Patient/f:active/@value">false</replace>', { active: false }],
    ['an element is replaced', '<replace sel="/f:Patient/f:gender"><f:gender value="male"/></replace>', { gender: 'male' }],
    ['an element is added at the end', '<add sel="/f:Patient"><f:maritalStatus><f:text value="未婚"/></f:maritalStatus></add>', { maritalStatus: { text: '未婚' } }],
    ['a list grows at the end', '<add sel="/f:Patient"><f:name><f:text value="c"/></f:name></add>', { name: [PATIENT.name[0], PATIENT.name[1], { text: 'c' }] }],
    ['before', '<add sel="/f:Patient/f:name[1]" pos="before"><f:name><f:text value="c"/></f:name></add>', { name: [{ text: 'c' }, PATIENT.name[0], PATIENT.name[1]] }],
    ['after', '<add sel="/f:Patient/f:name[1]" pos="after"><f:name><f:text value="c"/></f:name></add>', { name: [PATIENT.name[0], { text: 'c' }, PATIENT.name[1]] }],
    ['prepend', '<add sel="/f:Patient/f:name[@id=\'n1\']" pos="prepend"><f:use value="official"/></add>', { name: [{ use: 'official', ...PATIENT.name[0] }, PATIENT.name[1]] }],
    ['several elements at once', '<add sel="/f:Patient/f:name[1]"><f:suffix value="a"/>\n  <f:suffix value="b"/></add>', { name: [{ ...PATIENT.name[0], suffix: ['a', 'b'] }, PATIENT.name[1]] }],
    ['an element is removed', '<remove sel="/f:Patient/f:name[1]/f:given[2]"/>', { name: [{ ...PATIENT.name[0], given: ['芳'] }, PATIENT.name[1]] }],
    ['by the value of a child', '<remove sel="/f:Patient/f:identifier[f:system/@value=\'urn:a\']"/>', { identifier: [PATIENT.identifier[1]] }],
    ['by the last', '<remove sel="/f:Patient/f:identifier[last()]"/>', { identifier: [PATIENT.identifier[0]] }],
    ['by a position', '<remove sel="/f:Patient/f:identifier[position() = 2]"/>', { identifier: [PATIENT.identifier[0]] }],
    ['by two conditions', '<remove sel="/f:Patient/f:identifier[f:system/@value=\'urn:a\' and f:value/@value=\'1\']"/>', { identifier: [PATIENT.identifier[1]] }],
    ['by two predicates', '<replace sel="/f:Patient/f:identifier[f:system/@value=\'urn:b\'][1]/f:value/@value">3</replace>', { identifier: [PATIENT.identifier[0], { system: 'urn:b', value: '3' }] }],
    ['by what is not', '<remove sel="/f:Patient/f:name[not(f:given)]"/>', { name: [PATIENT.name[0]] }],
    ['by the beginning of a value', '<remove sel="/f:Patient/f:name[starts-with(f:family/@value, \'李\')]"/>', { name: [PATIENT.name[0]] }],
    ['any name', '<replace sel="/*/f:gender/@value">other</replace>', { gender: 'other' }],
    ['anywhere', '<replace sel="//f:name[f:use]/f:family/@value">赵</replace>', { name: [PATIENT.name[0], { use: 'old', family: '赵' }] }],
    ['axes written out', '<replace sel="/child::f:Patient/child::f:gender/attribute::value">other</replace>', { gender: 'other' }],
    ['up again', '<replace sel="/f:Patient/f:name/f:use/../f:family/@value">赵</replace>', { name: [PATIENT.name[0], { use: 'old', family: '赵' }] }],
    ['an extension by its url', '<replace sel="/f:Patient/f:extension[@url=\'http://a/x\']/f:valueDecimal/@value">2.50</replace>', { extension: [{ url: 'http://a/x', valueDecimal: 2.5 }] }],
    ['the url itself', '<replace sel="/f:Patient/f:extension/@url">http://a/y</replace>', { extension: [{ url: 'http://a/y', valueDecimal: 1.5 }] }],
    ['an extension is added', '<add sel="/f:Patient"><f:extension url="http://a/z"><f:valueCode value="v"/></f:extension></add>', { extension: [PATIENT.extension[0], { url: 'http://a/z', valueCode: 'v' }] }],
    ['an attribute is added', '<add sel="/f:Patient/f:name[2]" type="@id">n2</add>', { name: [PATIENT.name[0], { id: 'n2', ...PATIENT.name[1] }] }],
    ['an attribute is removed', '<remove sel="/f:Patient/f:name[1]/@id"/>', { name: [{ family: '王', given: ['芳', '红'] }, PATIENT.name[1]] }],
    ['an extension of a primitive', '<add sel="/f:Patient/f:birthDate"><f:extension url="http://a/t"><f:valueBoolean value="true"/></f:extension></add>', { birthDate: '1990-01-02', _birthDate: { extension: [{ url: 'http://a/t', valueBoolean: true }] } }],
    ['a text of the narrative', '<replace sel="/f:Patient/f:text/h:div/h:p[1]/text()">uno &amp; eins</replace>', { text: { status: 'generated', div: PATIENT.text.div.replace('one', 'uno &amp; eins') } }],
    ['another choice', '<add sel="/f:Patient"><f:deceasedBoolean value="true"/></add>', { deceasedBoolean: true }],
    ['one after the other', '<remove sel="/f:Patient/f:name[1]"/><replace sel="/f:Patient/f:name/f:family/@value">赵</replace>', { name: [{ use: 'old', family: '赵' }] }],
    ['rare characters', '<replace sel="/f:Patient/f:name[1]/f:family/@value">𠮷&#x2000B;</replace>', { name: [{ ...PATIENT.name[0], family: '𠮷𠀋' }, PATIENT.name[1]] }],
    ['lines around a value', '<replace sel="/f:Patient/f:gender/@value">\n    other\n  </replace>', { gender: 'other' }],
    ['white space around what goes', '<remove sel="/f:Patient/f:telecom" ws="both"/>', { gender: 'female' }],
  ])('%s', async (_name, operations, wanted) => {
    const { answer, now } = await patched(diff(operations, `${FHIR} xmlns:h="http://www.w3.org/1999/xhtml"`));
    expect([answer.text.slice(0, 400), answer.status]).toEqual([expect.any(String), 200]);
    expect(now).toMatchObject(wanted);
    expect(now.meta.versionId).toBe('2');
  });

  test.each([
    ['the default namespace is that of names without a prefix', '<diff xmlns="http://hl7.org/fhir"><replace sel="/Patient/gender"><gender value="male"/></replace></diff>'],
    ['without any namespace names are as they read', '<diff><replace sel="/Patient/gender"><gender value="male"/></replace></diff>'],
    ['any prefix', '<p:diff xmlns:p="urn:ietf:params:xml:schema:patch-ops" xmlns:zz="http://hl7.org/fhir"><p:replace sel="zz:Patient/zz:gender/@value">male</p:replace></p:diff>'],
    ['a prefix declared at the operation', '<diff><replace xmlns:q="http://hl7.org/fhir" sel="q:Patient/q:gender/@value">male</replace></diff>'],
  ])('%s', async (_name, body) => expect((await patched(body)).now).toMatchObject({ gender: 'male' }));

  test.each([
    ['nothing found', '<replace sel="/f:Patient/f:photo/@value">x</replace>', 422, 'diff/replace[1]'],
    ['several found', '<remove sel="/f:Patient/f:name"/>', 422, 'diff/remove[1]'],
    ['another namespace', '<remove xmlns:f="urn:other" sel="/f:Patient/f:gender"/>', 422, 'diff/remove[1]'],
    ['an unknown prefix', '<remove sel="/x:Patient/x:gender"/>', 422, 'diff/remove[1]'],
    ['half a path', '<remove sel="/f:Patient/f:name["/>', 422, 'diff/remove[1]'],
    ['an unknown function', '<remove sel="/f:Patient/f:name[document(\'file:///etc/passwd\')]"/>', 422, 'diff/remove[1]'],
    ['no selector', '<remove/>', 422, 'diff/remove[1]'],
    ['an unknown operation', '<move sel="/f:Patient/f:name[1]"/>', 422, 'diff/move[1]'],
    ['an unknown position', '<add sel="/f:Patient" pos="inside"><f:language value="zh"/></add>', 422, 'diff/add[1]'],
    ['nothing to add', '<add sel="/f:Patient"/>', 422, 'diff/add[1]'],
    ['beside the root', '<add sel="/f:Patient" pos="after"><f:Patient/></add>', 422, 'diff/add[1]'],
    ['the root', '<remove sel="/f:Patient"/>', 422, 'diff/remove[1]'],
    ['the document', '<remove sel="/"/>', 422, 'diff/remove[1]'],
    ['two for one', '<replace sel="/f:Patient/f:gender"><f:gender value="male"/><f:gender value="male"/></replace>', 422, 'diff/replace[1]'],
    ['an element for an attribute', '<replace sel="/f:Patient/f:gender/@value"><f:gender value="male"/></replace>', 422, 'diff/replace[1]'],
    ['an attribute that is there', '<add sel="/f:Patient/f:gender" type="@value">male</add>', 422, 'diff/add[1]'],
    ['a declaration', '<add sel="/f:Patient" type="namespace::x">urn:x</add>', 422, 'diff/add[1]'],
    ['another id', '<replace sel="/f:Patient/f:id/@value">other</replace>', 422, 'Patient.id'],
    ['another type', '<replace sel="/f:Patient"><f:Group/></replace>', 422, 'Patient.resourceType'],
    ['an unknown code', '<replace sel="/f:Patient/f:gender/@value">lady</replace>', 400, 'Patient.gender'],
    ['a day that is none', '<replace sel="/f:Patient/f:birthDate/@value">2026-02-31</replace>', 400, 'Patient.birthDate'],
    ['an unknown element', '<add sel="/f:Patient"><f:nick value="x"/></add>', 400, 'Patient.nick'],
    ['an element of another namespace', '<add sel="/f:Patient"><o:gender xmlns:o="urn:o" value="male"/></add>', 400, undefined],
    ['an unknown attribute', '<add sel="/f:Patient/f:name[1]" type="@class">x</add>', 400, 'Patient.name[0].class'],
    ['once too often', '<add sel="/f:Patient"><f:gender value="male"/></add>', 400, 'Patient.gender'],
    ['an emptied element', '<remove sel="/f:Patient/f:contact/f:name"/>', 400, 'Patient.contact[0]'],
    ['the second of two fails', '<replace sel="/f:Patient/f:gender/@value">male</replace><remove sel="/f:Patient/f:photo"/>', 422, 'diff/remove[1]'],
  ])('%s is refused and nothing stored', async (_name, operations, status, place) => {
    const { answer, now } = await patched(diff(operations));
    expect([answer.status, answer.body.resourceType, answer.body.issue[0]!.expression?.[0]]).toEqual([status, 'OperationOutcome', place ?? expect.anything()]);
    expect([now.meta.versionId, now.gender]).toEqual(['1', 'female']);
  });

  test.each([
    ['no XML', '<diff><add'], ['another root', `<patch ${FHIR}/>`], ['nothing', ''], ['an entity', '<!DOCTYPE d [<!ENTITY a "b">]><diff/>'],
  ])('a body that is %s is refused', async (_name, body) => expect([400, 422]).toContain((await patched(body)).answer.status));

  test('decimals keep their digits', async () => {
    await fhir.send('PUT', '/Observation/dec', { body: '{"resourceType":"Observation","id":"dec","status":"final","code":{"text":"x"},"valueQuantity":{"value":1.50,"unit":"a"},"component":[{"code":{"text":"y"},"valueQuantity":{"value":2.0}}]}' });
    const patch = diff('<replace sel="f:Observation/f:component/f:valueQuantity/f:value/@value">3.10</replace>');
    expect((await fhir.send('PATCH', '/Observation/dec', { body: patch, headers: xml })).text).toMatch(/"value":1\.50,.*"value":3\.10/);
  });

  test('If-Match, conditions and XML answers', async () => {
    await fhir.send('PUT', '/Patient/c1', { body: { resourceType: 'Patient', id: 'c1', identifier: [{ system: 'urn:c', value: '1' }] } });
    const body = diff('<add sel="f:Patient"><f:active value="true"/></add>');
    expect((await fhir.send('PATCH', '/Patient/c1', { body, headers: { ...xml, 'if-match': 'W/"9"' } })).status).toBe(412);
    const answer = await fhir.send('PATCH', '/Patient?identifier=urn:c|1', { body, headers: { ...xml, accept: 'application/fhir+xml', 'if-match': 'W/"1"' } });
    expect([answer.status, answer.text.includes('<active value="true"/>')]).toEqual([200, true]);
    expect((await fhir.send('PATCH', '/Patient?identifier=urn:c|none', { body, headers: xml })).status).toBe(404);
  });

  test('in a batch and a transaction as a Binary', async () => {
    await fhir.send('PUT', '/Patient/b1', { body: { resourceType: 'Patient', id: 'b1', gender: 'male' } });
    const entry = (value: string) => ({ request: { method: 'PATCH', url: 'Patient/b1' }, resource: { resourceType: 'Binary', contentType: 'application/xml-patch+xml', data: Buffer.from(diff(`<replace sel="f:Patient/f:gender/@value">${value}</replace>`)).toString('base64') } });
    const send = (type: string, value: string) => fhir.send<Bundle>('POST', '/', { body: { resourceType: 'Bundle', type, entry: [entry(value)] } });
    expect((await send('batch', 'female')).body.entry?.[0]?.response?.etag).toBe('W/"2"');
    expect((await send('transaction', 'other')).body.entry?.[0]?.response?.etag).toBe('W/"3"');
    expect((await send('transaction', 'lady')).status).toBe(400);
    expect((await fhir.send('GET', '/Patient/b1')).body).toMatchObject({ gender: 'other' });
  });

  test('a selector that looks at everything again and again ends', async () => {
    const { answer } = await patched(diff(`<remove sel="//*${'[//*'.repeat(8)}${']'.repeat(8)}"/>`));
    expect(answer.status).toBe(422);
  });

  test('the capability statement names the format', async () => {
    expect((await fhir.send<{ patchFormat: string[] } & { resourceType: 'CapabilityStatement' }>('GET', '/metadata')).body.patchFormat).toContain('application/xml-patch+xml');
  });
});
