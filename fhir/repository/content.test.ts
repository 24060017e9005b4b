import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemSubject } from '#platform/access/subject.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import type { Resource } from '#fhir/types/resources.gen.ts';
import { contentOf, storedText } from './content.ts';
import { writeResources } from './write.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

const basic = (more: object): Resource => ({ resourceType: 'Basic', id: 'cut', code: { text: '记录 "} {' }, ...more }) as Resource;

test('a text is stored without its beginning and read back to the letter, also a replaced one, by the statement as by the function', async () => {
  const sent: string[] = [];
  for (const resource of [basic({}), basic({ meta: { tag: [{ code: 'a' }] } }), basic({ language: 'zh' })]) {
    const context = (tx: Parameters<Parameters<typeof opened.database.transaction>[0]>[0]) => ({ tx, subject: systemSubject, now: new Date(Date.UTC(2026, 10, 22, 1, 2, 3, sent.length)), newId: randomUUID });
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

test('what begins otherwise, a deletion and a person stay as they are', () => {
  const at = { id: 'x', version: 1, lastUpdated: '2026-01-01T00:00:00.000Z' };
  const text = '{"resourceType":"Patient","id":"x","meta":{"versionId":"1","lastUpdated":"2026-01-01T00:00:00.000Z"}}';
  expect(storedText(text, { ...at, type: 'Patient' })).toBe(text);
  expect(storedText('{"id":"x"}', { ...at, type: 'Basic' })).toBe('{"id":"x"}');
  expect(storedText('', { ...at, type: 'Basic' })).toBe('');
});
