import { afterAll, beforeAll, expect, test } from 'vitest';
import { resourceKey } from '#fhir/search/hash.ts';
import type { Bundle } from '#fhir/types/resources.gen.ts';
import { openTestFhir, type TestFhir } from '../test-fhir.ts';

let fhir: TestFhir;
let place: string;

beforeAll(async () => {
  fhir = await openTestFhir();
  // The header's subject is one object for all, as a token's is.
  place = fhir.nameOf(fhir.client);
});
afterAll(() => fhir.close());

function signal(): [Promise<void>, () => void] {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => (give = resolve));
  return [given, give];
}

const basic = (id: string, text = 'a') => ({ resourceType: 'Basic', id, code: { text } });
const ask = (method: 'PUT' | 'POST' | 'DELETE', path: string, body?: object, headers: Record<string, string> = {}) =>
  fhir.server.inject({ method, url: `/fhir${path}`, headers: { ...(body ? { 'content-type': 'application/fhir+json' } : {}), 'x-test-subject': place, ...headers }, ...(body ? { payload: JSON.stringify(body) } : {}) });
const put = (id: string, text?: string, headers?: Record<string, string>) => ask('PUT', `/Basic/${id}`, basic(id, text), headers);
/** Every transaction of a write leaves the number of its transaction in its rows; on Citus each write has one of its own (docs/decisions/0083), on several machines. */
const transactionsOf = async (prefix: string): Promise<{ rows: number; transactions: number }> => {
  const counted = fhir.opened.database.isDistributed ? '0' : 'count(distinct xmin::text)';
  return (await fhir.opened.owner.query<{ rows: number; transactions: number }>(`select count(*) as rows, ${counted} as transactions from fhir.resource where resource_id like $1`, [`${prefix}%`]))[0]!;
};
/** On Citus transactions of their own come to the row in any order. */
const inOrder = (answers: string[]): string[] => (fhir.opened.database.isDistributed ? answers.sort() : answers);
const entriesOf = async (resource: string): Promise<string[]> =>
  (await fhir.opened.owner.query<{ action: string }>('select action from audit.entry where resource like $1 order by entry_id', [resource])).map(({ action }) => action);

test('writes that come together share transactions, and each has its own entry of the trail', async () => {
  const answers = await Promise.all(Array.from({ length: 24 }, (_, index) => put(`shared-${index}`)));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array.from({ length: 24 }, () => 201));
  const { rows, transactions } = await transactionsOf('shared-');
  expect(rows).toBe(24);
  expect(transactions).toBeLessThan(12);
  expect(await entriesOf('Basic/shared-%')).toEqual(Array.from({ length: 24 }, () => 'fhir.update'));
});

test('one that is refused leaves the others as they are and nothing of itself', async () => {
  await put('refused-0');
  const bundle = (ids: readonly string[], ifMatch?: string): Bundle =>
    ({ resourceType: 'Bundle', type: 'transaction', entry: ids.map((id) => ({ resource: basic(id, 'b'), request: { method: 'PUT', url: `Basic/${id}`, ...(ifMatch ? { ifMatch } : {}) } })) }) as Bundle;
  const answers = await Promise.all([
    put('refused-1'), ask('POST', '/', bundle(['refused-2', 'refused-0'], 'W/"7"')), put('refused-3', 'a', { 'if-match': 'W/"4"' }), ask('POST', '/', bundle(['refused-4', 'refused-5'])),
    ask('PUT', '/Basic/refused-6', { resourceType: 'Basic', id: 'refused-6' }), ask('DELETE', '/Basic/refused-7'), put('refused-8'),
  ]);
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 412, 412, 200, 400, 404, 201]);
  const stored = await fhir.opened.owner.query<{ id: string }>("select resource_id as id from fhir.resource where resource_id like 'refused-%' order by 1");
  expect(stored.map(({ id }) => id)).toEqual(['refused-0', 'refused-1', 'refused-4', 'refused-5', 'refused-8']);
  expect(await entriesOf('Basic/refused-2')).toEqual([]);
  expect(await entriesOf('Basic/refused-8')).toEqual(['fhir.update']);
});

test('writers of one resource at once each make a version, in the order they came', async () => {
  const answers = await Promise.all(Array.from({ length: 6 }, (_, index) => put('same', `text ${index}`)));
  expect(inOrder(answers.map(({ headers }) => String(headers['etag'])))).toEqual(['W/"1"', 'W/"2"', 'W/"3"', 'W/"4"', 'W/"5"', 'W/"6"']);
  const raced = await Promise.all(Array.from({ length: 6 }, (_, index) => put('same', `race ${index}`, { 'if-match': 'W/"6"' })));
  expect(inOrder(raced.map(({ statusCode }) => String(statusCode)))).toEqual(['200', '412', '412', '412', '412', '412']);
});

test('a row that another transaction holds makes nobody wait but its own writer', async () => {
  await put('held-0');
  let heldEnded = false;
  const [released, release] = signal();
  const [isHeld, held] = signal();
  const holder = fhir.opened.owner.transaction(async (tx) => {
    await tx.query('select 1 from fhir.resource where person_key = $1 and key = $1 for update', [resourceKey('Basic', 'held-0')]);
    held();
    await released;
  });
  await isHeld;
  const own = put('held-0', 'b').then((answer) => {
    heldEnded = true;
    return answer;
  });
  const others = await Promise.all(Array.from({ length: 5 }, (_, index) => put(`held-${index + 1}`)));
  expect(others.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201, 201, 201]);
  expect(heldEnded).toBe(false);
  release();
  await holder;
  expect((await own).statusCode).toBe(200);
});

test('a client that has long sent only what is new is answered as ever when something is not', async () => {
  await put('long-known', 'a');
  const longRun = async (mark: string): Promise<void> => {
    for (let index = 0; index < 20; index += 1) expect((await put(`long-${mark}-${index}`)).statusCode).toBe(201);
  };
  await longRun('a');
  const changed = await Promise.all([put('long-known', 'b'), put('long-new'), put('long-a-3', 'a')]);
  expect(changed.map(({ statusCode, headers }) => [statusCode, headers['etag']])).toEqual([[200, 'W/"2"'], [201, 'W/"1"'], [200, 'W/"1"']]);
  await longRun('b');
  expect((await ask('DELETE', '/Basic/long-known')).statusCode).toBe(204);
  await longRun('c');
  expect((await put('long-known', 'c')).headers['etag']).toBe('W/"4"');
  await longRun('d');
  expect((await put('long-known', 'd', { 'if-match': 'W/"3"' })).statusCode).toBe(412);
  await longRun('e');
  const raced = await Promise.all(Array.from({ length: 8 }, (_, index) => put('long-raced', `race ${index}`)));
  expect(inOrder(raced.map(({ headers }) => String(headers['etag'])))).toEqual(Array.from({ length: 8 }, (_, index) => `W/"${index + 1}"`));
  expect(await entriesOf('Basic/long-known')).toEqual(['fhir.update', 'fhir.update', 'fhir.delete', 'fhir.update']);
});
