import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemSubject } from '#platform/access/subject.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { parseFhirJson } from '#fhir/types/decimal-json.ts';
import type { Observation, Patient, Resource } from '#fhir/types/resources.gen.ts';
import { contentEnding, contentOf, storedText } from './content.ts';
import { findResource, getResource, readVersionText } from './read.ts';
import type { ResourceWrite, StoredResource } from './resource-write.ts';
import { writeResources } from './write.ts';

let opened: TestDatabase;
const ids = timeOrderedIds(systemClock, randomBytes);

beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

const write = (writes: ResourceWrite[]): Promise<StoredResource[]> =>
  opened.database.transaction((tx) =>
    writeResources({ tx, subject: systemSubject, now: new Date('2026-11-02T01:00:00Z'), newId: () => ids.newId() }, writes));

const put = (resource: Patient | Observation, more: Partial<ResourceWrite> = {}): ResourceWrite => ({
  method: 'put', resource, ownerOrganisationId: 'org-1', ...more,
});

const rowCount = async (table: string): Promise<number> =>
  (await opened.owner.query<{ count: number }>(`select count(*) as count from ${table}`))[0]!.count;

describe('writeResources', () => {
  test('stores a resource under its own id and reads it back', async () => {
    const [stored] = await write([put({ resourceType: 'Patient', id: 'pinned-1', name: [{ text: '王小明' }] })]);
    expect(stored).toMatchObject({ version: 1, changed: true, created: true, personId: 'pinned-1' });
    expect(await getResource(opened.database, 'Patient', 'pinned-1')).toMatchObject({ name: [{ text: '王小明' }], meta: { versionId: '1' } });
  });

  test('a put with the same content keeps the version, another content adds one and keeps the old in history', async () => {
    const patient: Patient = { resourceType: 'Patient', id: 'p2', birthDate: '1960-01-02', name: [{ text: '李四' }] };
    await write([put(patient)]);
    const before = await rowCount('fhir.string_value');
    expect((await write([put(patient)]))[0]).toMatchObject({ version: 1, changed: false });
    expect((await write([put({ ...patient, gender: 'male' })]))[0]).toMatchObject({ version: 2, changed: true, created: false });
    expect(await rowCount('fhir.string_value')).toBe(before);
    const first = await readVersionText(opened.database, { subject: systemSubject, type: 'Patient', id: 'p2', version: 1 });
    expect(JSON.parse(first!.content)).not.toHaveProperty('gender');
  });

  test('a wrong If-Match version is refused and nothing is stored', async () => {
    await write([put({ resourceType: 'Patient', id: 'p3' })]);
    await expect(write([put({ resourceType: 'Patient', id: 'p3', gender: 'male' }, { precondition: { ifMatch: [7] } })])).rejects.toMatchObject({ code: 'fhir.version-conflict' });
  });

  test('a deleted resource is not found, keeps its history and can be put again', async () => {
    await write([put({ resourceType: 'Patient', id: 'p4', name: [{ text: '赵五' }] })]);
    expect((await write([{ method: 'delete', resource: { resourceType: 'Patient', id: 'p4' }, ownerOrganisationId: null }]))[0]).toMatchObject({ version: 2, content: '' });
    expect(await findResource(opened.database, 'Patient', 'p4')).toBeUndefined();
    expect((await write([put({ resourceType: 'Patient', id: 'p4' })]))[0]).toMatchObject({ version: 3, created: true });
  });

  test('many new resources of a bundle are indexed by person and code', async () => {
    const observations = Array.from({ length: 30 }, (_, index): ResourceWrite => ({
      method: 'create', ownerOrganisationId: 'org-1',
      resource: {
        resourceType: 'Observation', status: 'final', subject: { reference: 'Patient/p2' },
        code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] },
        effectiveDateTime: `2026-01-${String(index + 1).padStart(2, '0')}`, valueQuantity: { value: index },
      },
    }));
    expect(await write(observations)).toHaveLength(30);
    expect(await rowCount('fhir.person_code')).toBe(30);
  });

  test('texts with quotes, backslashes, braces, line ends and the word NULL arrive as they are', async () => {
    const names = ['NULL', 'null', '', 'a"b', 'c\\d', '{e,f}', "i'j", '\\', '"', 'k\tl\nm', '中文 🙂'];
    const patients = names.map((text, index): ResourceWrite => put({ resourceType: 'Patient', id: `odd-${index}`, address: [{ city: `x${text}`, text: 'NULL' }] }, { managedBy: text === '' ? undefined : text }));
    await write(patients);
    for (const [index, text] of names.entries()) {
      expect(await getResource(opened.database, 'Patient', `odd-${index}`)).toMatchObject({ address: [{ city: `x${text}`, text: 'NULL' }] });
    }
    const managers = await opened.owner.query<{ managedBy: string | null }>(
      `select managed_by as "managedBy" from fhir.resource where resource_id like 'odd-%' order by substr(resource_id, 5)::integer`);
    expect(managers.map(({ managedBy }) => managedBy)).toEqual(names.map((text) => (text === '' ? null : text)));
    const exact = await opened.owner.query<{ value: string }>(
      `select distinct coalesce(v.exact, v.normalised) as value from fhir.string_value v join fhir.resource r using (person_key, key) where r.resource_id like 'odd-%'`);
    expect(new Set(exact.map(({ value }) => value))).toEqual(new Set([...names.map((text) => `x${text}`), 'NULL']));
  });

  test('transactions racing to put the same new id leave one resource and no error', async () => {
    const racers = Array.from({ length: 8 }, (_, index) => write([put({ resourceType: 'Patient', id: 'race', name: [{ text: `人${index}` }] })]));
    const versions = (await Promise.all(racers)).map(([stored]) => stored!.version);
    expect([...versions].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

const basic = (more: object): Resource => ({ resourceType: 'Basic', id: 'cut', code: { text: '记录 "} {' }, ...more }) as Resource;

test('a text is stored without its beginning and read back to the letter, also a replaced one, by the statement as by the function', async () => {
  const sent: string[] = [];
  for (const resource of [basic({}), basic({ meta: { tag: [{ code: 'a' }] } }), basic({ language: 'zh' })]) {
    const context = (tx: Parameters<Parameters<typeof opened.database.transaction>[0]>[0]) => ({ tx, subject: systemSubject, now: new Date(Date.UTC(2026, 10, 22, 1, 2, 3, sent.length)), newId: () => ids.newId() });
    const [stored] = await opened.database.transaction((tx) => writeResources(context(tx), [{ method: 'put', resource, ownerOrganisationId: null }]));
    sent.push(stored!.content);
  }
  const rows = await opened.database.query<{ raw: string; whole: string; called: string }>(
    ['resource', 'history'].map((table) =>
      `select r.version, r.content as raw, ${contentOf('r')} as whole, fhir.whole_text(r.resource_type, r.resource_id, r.version, r.last_updated, r.content) as called from fhir.${table} r where r.resource_id = 'cut'`).join(' union all ') + ' order by version',
  );
  expect(rows.map(({ whole }) => whole)).toEqual(sent);
  expect(rows.map(({ called }) => called)).toEqual(sent);
  expect(rows.map(({ raw }) => raw.slice(0, 8))).toEqual(['},"code"', ',"tag":[', '},"code"']);
});

test('a deletion and a person are stored whole, everything else by its ending', () => {
  const whole = { content: '{"resourceType":"Patient","id":"x","meta":{"versionId":"1","lastUpdated":"2026-01-01T00:00:00.000Z"}}', ending: '}}' };
  expect(storedText({ ...whole, type: 'Patient' })).toBe(whole.content);
  expect(storedText({ ...whole, type: 'Basic' })).toBe('}}');
  expect(storedText({ content: '', ending: '', type: 'Basic' })).toBe('');
});

test('an ending is the same wherever the sender put id and meta, and keeps decimals as written', () => {
  const [code, meta] = [{ text: 'a' }, { versionId: '9', lastUpdated: '2020-01-01T00:00:00Z', tag: [{ code: 'b' }] }];
  const endings = [{ resourceType: 'Basic', id: 'x', code }, { resourceType: 'Basic', code, id: 'x' }, { code, resourceType: 'Basic' }, { resourceType: 'Basic', id: 'x', meta: {}, code }].map((each) => contentEnding(each as Resource));
  expect(endings).toEqual(Array.from({ length: 4 }, () => '},"code":{"text":"a"}}'));
  expect(contentEnding({ resourceType: 'Basic', code, id: 'x', meta } as Resource)).toBe(',"tag":[{"code":"b"}]},"code":{"text":"a"}}');
  expect(contentEnding({ resourceType: 'Basic', id: 'x' } as Resource)).toBe('}}');
  expect(contentEnding(parseFhirJson('{"resourceType":"Observation","id":"x","valueQuantity":{"value":1.50}}') as Resource)).toBe('},"valueQuantity":{"value":1.50}}');
});
