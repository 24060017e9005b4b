import { afterAll, beforeAll, expect, test } from 'vitest';
import { keyRing } from '#platform/crypto/ring-in-use.ts';
import { countStale, resealSome } from '#platform/crypto/sealed-column.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { findKeptAnswer, keepAnswer } from '#platform/http/idempotency.ts';
import { readBody } from './log.ts';
import { keepMessage, lockMessage } from './messages.ts';
import { insertImport, readImport } from './tables.ts';
import { MESSAGE_BODY, TABLE_BODY } from './sealed-bodies.ts';

const WORD = '王小明13800000000';
const body = Buffer.from(`MSH|^~\\&|A|B||||ADT^A01|1|P|2.5\rPID|1||1||${WORD}\r`, 'utf8');
let opened: TestDatabase;

beforeAll(async () => {
  opened = await openTestDatabase();
  for (const messageId of ['m1', 'm2', 'm3']) await keepMessage(opened.database, { messageId, organisationId: 'o', direction: 'in', channel: 'file', body, peer: null, at: new Date(), byId: 'x' });
  await insertImport(opened.database, { id: 't1', organisationId: 'o', target: 'residents', fileName: 'a.csv', columns: {}, taskId: 'k', startedAt: new Date(), body, startedById: 'x' });
});
afterAll(() => opened.close());

const stored = async (): Promise<string> => {
  const rows = await opened.owner.query<{ text: string }>(`select encode(body, 'escape') as text from exchange.message union all select encode(body, 'escape') from exchange.table_import`);
  return rows.map(({ text }) => text).join('\n');
};

test('bodies of messages and tables are kept sealed and come back to the byte', async () => {
  const clear = (await opened.owner.query<{ text: string }>(`select encode($1::bytea, 'escape') as text`, [Buffer.from(WORD)]))[0]!.text;
  expect(await stored()).not.toContain(clear);
  expect(await stored()).not.toContain('PID|');
  expect(await readBody(opened.database, 'm1')).toEqual(body);
  expect((await opened.database.transaction((tx) => lockMessage(tx, 'm2')))?.body).toEqual(body);
  expect((await readImport(opened.database, 't1'))?.body).toEqual(body);
});

test('a body that an older version kept in clear is read, and sealed by the clock; a rotation reaches all of them', async () => {
  await opened.owner.execute('update exchange.message set body = $1 where message_id = $2', [body, 'm3']);
  expect(await readBody(opened.database, 'm3')).toEqual(body);
  expect(await countStale(opened.database, MESSAGE_BODY)).toBe(1);
  await opened.database.transaction((tx) => keyRing().rotate(tx, MESSAGE_BODY.purpose));
  expect(await countStale(opened.database, MESSAGE_BODY)).toBe(3);
  for (let after = ''; ;) {
    const step = await opened.database.transaction((tx) => resealSome(tx, MESSAGE_BODY, { after, limit: 2 }));
    if (step === undefined) break;
    after = step.last;
  }
  expect([await countStale(opened.database, MESSAGE_BODY), await countStale(opened.database, TABLE_BODY)]).toEqual([0, 0]);
  for (const id of ['m1', 'm2', 'm3']) expect(await readBody(opened.database, id)).toEqual(body);
});

test('a sealed body that is moved to another message opens nowhere, and nothing else of a message can be changed', async () => {
  await opened.owner.execute(`update exchange.message set body = (select body from exchange.message where message_id = 'm1') where message_id = 'm2'`);
  await expect(readBody(opened.database, 'm2')).rejects.toThrow();
  await expect(opened.database.execute(`update exchange.message set peer = 'x'`)).rejects.toThrow(/permission denied/);
});

test('kept answers are sealed, open for the same caller and key only, and those of before come back', async () => {
  const key = { subjectId: 's', operation: 'o', key: 'k', inputHash: 'h' };
  await opened.database.transaction((tx) => keepAnswer(tx, key, { answer: { name: WORD } }));
  const [row] = await opened.owner.query<{ text: string }>('select answer::text as text from http.idempotency');
  expect(row!.text).not.toContain('王');
  expect(await opened.database.transaction((tx) => findKeptAnswer(tx, key))).toMatchObject({ answer: { name: WORD } });
  await opened.owner.execute(`insert into http.idempotency (subject_id, operation, idempotency_key, input_hash, answer) select 's', 'o', 'stolen', 'h', answer from http.idempotency`);
  await expect(opened.database.transaction((tx) => findKeptAnswer(tx, { ...key, key: 'stolen' }))).rejects.toThrow();
  await opened.owner.execute(`insert into http.idempotency (subject_id, operation, idempotency_key, input_hash, answer) values ('s', 'o', 'old', 'h', '{"a": 1}')`);
  expect(await opened.database.transaction((tx) => findKeptAnswer(tx, { ...key, key: 'old' }))).toMatchObject({ answer: { a: 1 } });
});
