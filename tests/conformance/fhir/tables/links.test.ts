import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bundle, Observation, Resource } from '#fhir/types/resources.gen.ts';
import { repositories, type SuiteRepository } from '../repositories.ts';
import { expectFound, idsOf, sendWritten } from './ask.ts';

/** Links between resources, and codes without a system of their own; answers worked from R4 (search.html, references.html). */
const library = (id: string, dependsOn?: string) => ({
  resourceType: 'Library', id, url: `http://x.org/Library/${id}`, version: '1', status: 'active', title: id.toUpperCase(), type: { coding: [{ code: 'logic-library' }] },
  ...(dependsOn === undefined ? {} : { relatedArtifact: [{ type: 'depends-on', resource: `http://x.org/Library/${dependsOn}` }] }),
});

const STORED = [
  library('app', 'base|1'), library('base', 'root'), library('root'), { ...library('twin', 'base'), relatedArtifact: [{ type: 'depends-on', resource: 'http://x.org/Library/base' }, { type: 'composed-of', resource: 'http://x.org/Library/root' }] },
  { resourceType: 'PlanDefinition', id: 'plan', url: 'http://x.org/PlanDefinition/plan', status: 'draft', library: ['http://x.org/Library/app'] },
  { resourceType: 'Patient', id: 'a', active: true, gender: 'female', name: [{ family: 'Own' }], communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'de' }] } }] },
  { resourceType: 'Patient', id: 'b', active: false, gender: 'male' }, { resourceType: 'Patient', id: 'c' },
  { resourceType: 'Encounter', id: 'e', status: 'finished', class: { system: 'urn:k', code: 'AMB' } }, { resourceType: 'Encounter', id: 'p', status: 'planned', class: { system: 'urn:k', code: 'IMP' } },
  { resourceType: 'DocumentReference', id: 'd1', status: 'current', content: [{ attachment: { url: 'http://x', contentType: 'text/plain' } }], relatesTo: [{ code: 'replaces', target: { reference: 'DocumentReference/d0' } }] },
  { resourceType: 'OperationDefinition', id: 'op', name: 'X', status: 'active', kind: 'operation', code: 'x', resource: ['Patient', 'Encounter'], system: false, type: true, instance: false },
  { resourceType: 'ValueSet', id: 'wrong', url: 'urn:vs:wrong', status: 'active', compose: { include: [{ system: 'urn:wrong', concept: [{ code: 'female' }] }] } },
] as const;

const GENDER = 'http://hl7.org/fhir/administrative-gender';
const SPECIAL = 'http://terminology.hl7.org/CodeSystem/special-values';

const SEARCHES: readonly (readonly [query: string, answer: string | number])[] = [
  // definitions of one type, from both ends
  ['Library?depends-on:Library.title=base', 'app twin'], ['Library?depends-on.title=ROOT', 'base'], ['Library?depends-on:Library.title=APP', ''], ['Library?composed-of:Library.title=root', 'twin'], ['Library?depends-on:Library.depends-on:Library.title=root', 'app twin'],
  ['Library?_has:Library:depends-on:title=base', 'root'], ['Library?_has:Library:depends-on:title=app', 'base'], ['Library?_has:Library:depends-on:title=root', ''], ['Library?_has:Library:depends-on:status=active', 'base root'], ['Library?_has:Library:composed-of:_id=twin', 'root'], ['Library?_has:Library:depends-on:_has:Library:depends-on:title=app', 'root'],
  ['Library?depends-on=http://x.org/Library/base', 'app twin'], ['Library?depends-on=http://x.org/Library/base|1', 'app'], ['Library?_filter=depends-on.title eq base', 'app twin'], ['PlanDefinition?depends-on:Library.title=app', 'plan'], ['Library?_has:PlanDefinition:depends-on:status=draft', 'app'], ['PlanDefinition?depends-on:Library.depends-on:Library.title=base', 'plan'],
  // codes have the system of their value set
  [`Patient?gender=${GENDER}|`, 'a b'], [`Patient?gender=${GENDER}|male`, 'b'], [`Patient?gender=${GENDER}|MALE`, 'b'], ['Patient?gender=urn:wrong|', ''], ['Patient?gender=urn:wrong|male', ''], [`Patient?gender:not=${GENDER}|`, 'c'], ['Patient?gender:not=urn:wrong|male', 'a b c'], [`Patient?gender=urn:wrong|male,${GENDER}|female`, 'a'], [`Patient?gender=${GENDER}|nothing`, ''], ['Patient?gender=|male', 'b'], ['Patient?gender=male', 'b'],
  [`Patient?active=${SPECIAL}|`, 'a b'], [`Patient?active=${SPECIAL}|true`, 'a'], ['Patient?active=http://hl7.org/fhir/special-values|false', 'b'], ['Patient?active=urn:wrong|true', ''], ['Encounter?status=http://hl7.org/fhir/encounter-status|', 'e p'], ['Encounter?status=http://hl7.org/fhir/encounter-status|finished', 'e'], ['Encounter?status=http://hl7.org/fhir/observation-status|finished', ''],
  ['DocumentReference?contenttype=urn:ietf:bcp:13|text/plain', 'd1'], ['DocumentReference?contenttype=text/plain', 'd1'], ['DocumentReference?contenttype=urn:ietf:bcp:13|', ''], ['Patient?language=urn:ietf:bcp:47|de', 'a'], [`Patient?gender:in=http://hl7.org/fhir/ValueSet/administrative-gender`, 'a b'], ['Patient?gender:in=urn:vs:wrong', ''], ['Patient?gender:not-in=urn:vs:wrong', 'a b c'],
  ['DocumentReference?relation=http://hl7.org/fhir/document-relationship-type|replaces', 'd1'], ['DocumentReference?relation=http://hl7.org/fhir/document-relationship-type|', 'd1'], ['DocumentReference?relationship=http://hl7.org/fhir/document-relationship-type|replaces$DocumentReference/d0', 'd1'], ['DocumentReference?relationship=urn:wrong|replaces$DocumentReference/d0', ''], ['DocumentReference?relationship=replaces$DocumentReference/d0', 'd1'],
  ['OperationDefinition?base=http://x.org', ''], ['OperationDefinition?status=http://hl7.org/fhir/publication-status|active', 'op'], ['Library?status=http://hl7.org/fhir/publication-status|', 'app base root twin'],
  ['Encounter?_filter=status eq http://hl7.org/fhir/encounter-status|finished', 'e'],
];

const INCLUDES: readonly (readonly [query: string, answer: string])[] = [
  ['Library?_id=base&_include=Library:depends-on', 'root'], ['Library?_id=base&_revinclude=Library:depends-on', 'app twin'], ['Library?_id=root&_include=Library:depends-on', ''], ['Library?_id=app&_revinclude=Library:depends-on', ''], ['Library?_id=app&_include:iterate=Library:depends-on', 'base root'], ['Library?_id=root&_revinclude:iterate=Library:depends-on', 'app base twin'],
  ['Library?_id=twin&_include=*', 'base root'], ['Library?_id=root&_revinclude=*', 'base twin'], ['Library?_id=app&_revinclude=PlanDefinition:depends-on', 'plan'], ['PlanDefinition?_id=plan&_include=PlanDefinition:depends-on:Library&_include:iterate=Library:depends-on', 'app base root'],
];

describe.each(repositories)('links, %s', (_kind, open) => {
  let repository: SuiteRepository;
  let base = '';
  const put = async (resource: object) => {
    const { resourceType, id } = resource as Resource;
    const answer = await repository.send('PUT', `/${resourceType}/${id!}`, { body: resource });
    expect([200, 201], answer.text).toContain(answer.status);
  };
  beforeAll(async () => {
    repository = await open();
    await repository.store(structuredClone(STORED) as never);
    base = (await repository.send<Bundle>('GET', '/Patient?_id=a')).body.link![0]!.url.split('/Patient')[0]!;
    const of = (id: string, reference: string, more: object = {}) => put({ resourceType: 'Observation', id, status: 'final', code: { text: id }, subject: { reference }, ...more });
    await of('whole', `${base}/Patient/a`, { encounter: { reference: `${base}/Encounter/e/_history/1` }, hasMember: [{ reference: `${base}/Observation/short` }], focus: [{ reference: '#in' }], contained: [{ resourceType: 'Provenance', id: 'in', target: [{ reference: `${base}/Patient/a` }], recorded: '2024-01-01T00:00:00Z', agent: [{ who: { reference: `${base}/Patient/a` } }] }], note: [{ text: `${base}/Patient/a` }] });
    await of('short', 'Patient/a');
    await of('far', 'http://far.org/fhir/Patient/a');
    await of('odd', `${base}/Nothing/a`);
    await put({ resourceType: 'Bundle', id: 'doc', type: 'collection', entry: [{ fullUrl: `${base}/Observation/x`, resource: { resourceType: 'Observation', id: 'x', status: 'final', code: { text: 'x' }, subject: { reference: `${base}/Patient/a` } } }] });
  }, 600_000);
  afterAll(() => repository.close());

  test.each(SEARCHES)('%s', (query, wanted) => expectFound(repository, query, wanted));
  test.each(INCLUDES)('%s', async (query, wanted) => {
    expect(idsOf(await sendWritten<Bundle>(repository, 'GET', `/${query}`), 'include').sort().join(' ')).toBe(wanted);
  });

  test('a whole address of this server is the same reference as its relative form', async () => {
    const both = ['Patient/a', 'a', `${base}/Patient/a`, `${base}/Patient/a/_history/4`];
    for (const asked of both) await expectFound(repository, `Observation?subject=${asked}`, 'short whole');
    await expectFound(repository, `Observation?subject:Patient=${base}/Patient/a`, 'short whole');
    await expectFound(repository, `Observation?patient=${base}/Patient/a&encounter=e`, 'whole');
    await expectFound(repository, 'Observation?subject=http://far.org/fhir/Patient/a', 'far');
    await expectFound(repository, `Observation?subject=${base}/Nothing/a`, 'odd');
    await expectFound(repository, 'Observation?subject:Patient.name=own', 'short whole');
    await expectFound(repository, 'Observation?patient.gender=female&encounter.class=AMB', 'whole');
    await expectFound(repository, 'Observation?has-member.patient.name=own', 'whole');
    await expectFound(repository, 'Patient?_has:Observation:subject:_id=whole', 'a');
    await expectFound(repository, 'Patient?_has:Observation:patient:encounter.class=AMB', 'a');
    await expectFound(repository, 'Patient/a/Observation', 'short whole');
    await expectFound(repository, 'Encounter/e/Observation', 'whole');
    expect(idsOf(await sendWritten<Bundle>(repository, 'GET', '/Observation?_id=whole&_include=*'), 'include').sort()).toEqual(['a', 'e', 'short']);
    expect(idsOf(await sendWritten<Bundle>(repository, 'GET', '/Patient?_id=a&_revinclude=Observation:patient'), 'include').sort()).toEqual(['short', 'whole']);
    const { subject, encounter, contained, note } = (await repository.send<Observation>('GET', '/Observation/whole')).body;
    expect([subject!.reference, encounter!.reference, JSON.stringify(contained)]).toEqual(['Patient/a', 'Encounter/e/_history/1', expect.not.stringContaining(base)]);
    expect(note![0]!.text).toBe(`${base}/Patient/a`);
    expect(JSON.stringify((await repository.send('GET', '/Bundle/doc')).body)).toContain(`"reference":"${base}/Patient/a"`);
  });

  test('in transactions, batches, patches and conditions too', async () => {
    const observation = (id: string) => ({ resourceType: 'Observation', id, status: 'final', code: { text: id }, subject: { reference: `${base}/Patient/b` } });
    for (const type of ['transaction', 'batch'] as const) {
      const answer = await repository.send<Bundle>('POST', '', { body: { resourceType: 'Bundle', type, entry: [{ fullUrl: `${base}/Observation/${type}`, resource: observation(type), request: { method: 'PUT', url: `Observation/${type}` } }] } });
      expect(answer.status, answer.text).toBe(200);
    }
    await put({ ...observation('patched'), subject: { reference: 'Patient/c' } });
    const patch = JSON.stringify([{ op: 'replace', path: '/subject/reference', value: `${base}/Patient/b` }]);
    expect((await repository.send('PATCH', '/Observation/patched', { body: patch, headers: { 'content-type': 'application/json-patch+json' } })).status).toBe(200);
    await expectFound(repository, 'Observation?patient=b', 'batch patched transaction');
    const exists = await repository.send<Observation>('POST', '/Observation', { body: observation('x'), headers: { 'if-none-exist': `subject=${base}/Patient/b&_id=batch` } });
    expect([exists.status, exists.body.id]).toEqual([200, 'batch']);
  });
});
