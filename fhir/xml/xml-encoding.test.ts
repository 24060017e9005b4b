import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperationOutcome } from '#fhir/types/resources.gen.ts';
import { openTestFhir, type TestFhir } from '../interactions/test-fhir.ts';

let fhir: TestFhir;
beforeAll(async () => {
  fhir = await openTestFhir();
});
afterAll(() => fhir.close());

const NAME = '𠮷田𠀋䶮联通€';
const GBK_NAME = '联通朱镕基';
let number = 0;
const xml = (encoding: string | undefined, name = NAME) => `<?xml version="1.0"${encoding === undefined ? '' : ` encoding="${encoding}"`}?>\n<Patient xmlns="http://hl7.org/fhir"><name><text value="${name}"/></name></Patient>`;
const json = (name = NAME) => JSON.stringify({ resourceType: 'Patient', name: [{ text: name }] });
const marked = (text: string, encoding: 'utf8' | 'utf16le' | 'utf16be') =>
  encoding === 'utf8' ? Buffer.from(`\ufeff${text}`) : encoding === 'utf16le' ? Buffer.from(`\ufeff${text}`, 'utf16le') : Buffer.from(`\ufeff${text}`, 'utf16le').swap16();

async function create(body: Buffer, type: string) {
  number += 1;
  const answer = await fhir.send<OperationOutcome>('POST', '/Patient', { body, headers: { 'content-type': type } });
  const id = (answer.body as unknown as { id?: string })?.id;
  const stored = answer.status === 201 ? ((await fhir.send('GET', `/Patient/${id}`)).body as unknown as { name: { text: string }[] }).name[0]!.text : undefined;
  return { status: answer.status, stored, outcome: answer.body };
}

describe('encodings of bodies', () => {
  test.each<[string, () => Buffer, string]>([
    ['JSON with a byte order mark', () => marked(json(), 'utf8'), 'application/fhir+json'],
    ['JSON with a byte order mark and charset', () => marked(json(), 'utf8'), 'application/fhir+json; charset=utf-8'],
    ['JSON in UTF-8', () => Buffer.from(json()), 'application/json;charset="UTF-8"'],
    ['JSON by escapes', () => Buffer.from(json().replace(/[^\0-~]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`)), 'application/fhir+json'],
    ['XML with a byte order mark', () => marked(xml('UTF-8'), 'utf8'), 'application/fhir+xml'],
    ['XML with a byte order mark and charset', () => marked(xml(undefined), 'utf8'), 'application/fhir+xml;charset=UTF-8'],
    ['XML in UTF-16 LE with its mark', () => marked(xml('UTF-16'), 'utf16le'), 'application/fhir+xml'],
    ['XML in UTF-16 BE with its mark', () => marked(xml('UTF-16'), 'utf16be'), 'application/fhir+xml; charset=utf-16'],
    ['XML in UTF-16 LE without a mark', () => Buffer.from(xml('UTF-16LE'), 'utf16le'), 'application/fhir+xml; charset=utf-16le'],
    ['XML in GB18030 by declaration', () => iconv.encode(xml('GB18030'), 'gb18030'), 'application/fhir+xml'],
    ['XML in GB18030 by charset', () => iconv.encode(xml(undefined), 'gb18030'), 'application/fhir+xml; charset=GB18030'],
    ['XML in GB18030 by both', () => iconv.encode(xml('gb18030'), 'gb18030'), 'text/xml; charset=gb18030'],
    ['a declaration of UTF-16 that a program left, with charset', () => Buffer.from(xml('utf-16')), 'application/fhir+xml; charset=utf-8'],
  ])('%s is read', async (_name, body, type) => expect(await create(body(), type)).toMatchObject({ status: 201, stored: NAME }));

  test.each([['GBK'], ['gb2312'], ['GB18030']])('XML in %s is read by declaration and by charset', async (encoding) => {
    expect((await create(iconv.encode(xml(encoding, GBK_NAME), 'gbk'), 'application/fhir+xml')).stored).toBe(GBK_NAME);
    expect((await create(iconv.encode(xml(undefined, GBK_NAME), 'gbk'), `application/fhir+xml; charset=${encoding}`)).stored).toBe(GBK_NAME);
  });

  test('what is UTF-8 by chance is read as it is declared', async () => {
    const body = iconv.encode(xml('GBK', '联通'), 'gbk');
    expect((await create(body, 'application/fhir+xml')).stored).toBe('联通');
  });

  test.each<[string, () => Buffer, string]>([
    ['JSON with charset GBK', () => iconv.encode(json(GBK_NAME), 'gbk'), 'application/fhir+json; charset=GBK'],
    ['JSON with charset GB18030', () => iconv.encode(json(), 'gb18030'), 'application/json; charset=gb18030'],
    ['JSON with charset UTF-16', () => marked(json(), 'utf16le'), 'application/fhir+json; charset=utf-16'],
    ['JSON in UTF-16 LE with a mark', () => marked(json(), 'utf16le'), 'application/fhir+json'],
    ['JSON in UTF-16 BE with a mark', () => marked(json(), 'utf16be'), 'application/fhir+json'],
    ['JSON in UTF-16 without a mark', () => Buffer.from(json(), 'utf16le'), 'application/fhir+json'],
    ['XML in another encoding', () => Buffer.from(xml('ISO-8859-1', 'Müller'), 'latin1'), 'application/fhir+xml'],
    ['XML in another charset', () => Buffer.from(xml(undefined, 'Müller'), 'latin1'), 'application/fhir+xml; charset=windows-1252'],
    ['XML in Big5', () => iconv.encode(xml('Big5', '王'), 'big5'), 'application/fhir+xml'],
    ['GBK that is called UTF-8', () => iconv.encode(xml('GBK', '联通'), 'gbk'), 'application/fhir+xml; charset=utf-8'],
    ['UTF-8 that is called GBK', () => Buffer.from(xml('UTF-8')), 'application/fhir+xml; charset=gbk'],
    ['UTF-8 that declares UTF-16', () => Buffer.from(xml('UTF-16')), 'application/fhir+xml'],
    ['UTF-16 that is called UTF-8', () => marked(xml('UTF-16'), 'utf16le'), 'application/fhir+xml; charset=utf-8'],
    ['GB18030 cut off', () => iconv.encode(xml('GB18030'), 'gb18030').subarray(0, -1 - iconv.encode('€"/></name></Patient>', 'gb18030').length), 'application/fhir+xml'],
  ])('%s is refused with what to do', async (_name, body, type) => {
    const { status, outcome } = await create(body(), type);
    expect([status, outcome.resourceType, outcome.issue[0]!.diagnostics]).toEqual([415, 'OperationOutcome', expect.stringContaining('UTF-8')]);
  });

  test('bytes that are no UTF-8 and say nothing of it are refused', async () => {
    for (const [body, type] of [[iconv.encode(json(GBK_NAME), 'gbk'), 'application/fhir+json'], [iconv.encode(xml(undefined, GBK_NAME), 'gbk'), 'application/fhir+xml']] as const) {
      expect((await create(body, type)).status).toBe(400);
    }
  });

  test('a patch in GBK', async () => {
    await fhir.send('PUT', '/Patient/g', { body: { resourceType: 'Patient', id: 'g', name: [{ text: 'x' }] } });
    const body = iconv.encode('<?xml version="1.0" encoding="GBK"?><diff xmlns:f="http://hl7.org/fhir"><replace sel="f:Patient/f:name/f:text/@value">联通</replace></diff>', 'gbk');
    expect((await fhir.send('PATCH', '/Patient/g', { body, headers: { 'content-type': 'application/xml-patch+xml' } })).body).toMatchObject({ name: [{ text: '联通' }] });
  });
});
