import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CapabilityStatement, CapabilityStatementRestResource, OperationOutcome } from '#fhir/types/resources.gen.ts';
import { resourceTypes } from '#fhir/types/resources.gen.ts';
import { parametersOf } from '#fhir/search/parameter-table.ts';
import { openTestFhir, type TestFhir } from '../interactions/test-fhir.ts';

let fhir: TestFhir;
let text: string;
let resources: Map<string, CapabilityStatementRestResource>;
beforeAll(async () => {
  fhir = await openTestFhir();
  const answer = await fhir.send<CapabilityStatement>('GET', '/metadata');
  text = answer.text;
  resources = new Map(answer.body.rest![0]!.resource!.map((each) => [each.type, each]));
});
afterAll(() => fhir.close());

const strictly = { prefer: 'handling=strict' };

describe('the capability statement', () => {
  test('is valid by our own $validate, and JSON and XML agree', async () => {
    const { body } = await fhir.send<OperationOutcome>('POST', '/CapabilityStatement/$validate', { body: text });
    expect(body.issue.filter(({ severity }) => severity === 'error' || severity === 'fatal').map(({ expression, diagnostics }) => [expression, diagnostics])).toEqual([]);
    const xml = await fhir.send('GET', '/metadata', { headers: { accept: 'application/fhir+xml' } });
    expect((await fhir.send('POST', '/$convert', { body: xml.text, headers: { 'content-type': 'application/fhir+xml' } })).text.length).toBe(text.length);
  });

  test('names every include of the tables and no other, both ways', () => {
    const reverse = new Map<string, string[]>(resourceTypes.map((type) => [type, ['*']]));
    for (const type of resourceTypes) {
      const references = [...parametersOf(type).values()].filter((row) => row.type === 'reference');
      expect([type, resources.get(type)!.searchInclude]).toEqual([type, ['*', ...references.map(({ code }) => `${type}:${code}`)]]);
      for (const { code, targets } of references) for (const target of targets) reverse.get(target)?.push(`${type}:${code}`);
    }
    for (const [type, wanted] of reverse) expect([type, resources.get(type)!.searchRevInclude?.slice().sort()]).toEqual([type, wanted.sort()]);
  });

  test('what it names is taken, what it does not name is refused', async () => {
    for (const type of ['Patient', 'Encounter', 'Provenance']) {
      const { searchInclude = [], searchRevInclude = [] } = resources.get(type)!;
      for (const [name, values] of [['_include', searchInclude], ['_revinclude', searchRevInclude]] as const) {
        const query = values.map((value) => `${name}=${value}`);
        for (let at = 0; at < query.length; at += 40) expect((await fhir.send('GET', `/${type}?${query.slice(at, at + 40).join('&')}`, { headers: strictly })).status).toBe(200);
      }
    }
    for (const wrong of ['_include=Patient:name', '_include=Patient:nothing', '_revinclude=Observation:code', '_revinclude=Nothing:subject']) {
      expect([wrong, (await fhir.send('GET', `/Patient?${wrong}`, { headers: strictly })).status]).toEqual([wrong, 400]);
    }
  });

  test('a reverse include that it names finds what refers', async () => {
    await fhir.send('PUT', '/Patient/r1', { body: { resourceType: 'Patient', id: 'r1' } });
    await fhir.send('PUT', '/Observation/r1', { body: { resourceType: 'Observation', id: 'r1', status: 'final', code: { text: 'x' }, subject: { reference: 'Patient/r1' } } });
    expect((await fhir.send('GET', '/Patient?_id=r1&_revinclude=Observation:subject')).text).toContain('Observation/r1');
  });
});
