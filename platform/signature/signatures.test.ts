import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openKeyRing, type KeyRing } from '#platform/crypto/key-ring.ts';
import type { MasterKey } from '#platform/crypto/master-key.ts';
import { keyRing, useKeyRing } from '#platform/crypto/ring-in-use.ts';
import { countStale, resealSome } from '#platform/crypto/sealed-column.ts';
import { openTestDatabase, type TestDatabase } from '#platform/testing/test-database.ts';
import { canonicalJson } from './canonical-json.ts';
import { signDocument, verifyDocument } from './signatures.ts';
import { PRIVATE_KEY } from './signing-key.ts';

const NOW = new Date('2026-11-22T09:00:00.123Z');
const plainMaster: MasterKey = { name: 'test', wrap: async (key) => key, unwrap: async (key) => key };

describe('canonical JSON (RFC 8785)', () => {
  test('is one text for one value, whatever the order of members', () => {
    expect(canonicalJson({ b: 1, a: { d: [1.5, null, '文"'], c: true }, 'é': undefined })).toBe('{"a":{"c":true,"d":[1.5,null,"文\\""]},"b":1}');
    expect(canonicalJson({ '\u20ac': 1, '\r': 2, '1': 3, '\ud83d\ude00': 4, '\ufb33': 5 })).toBe('{"\\r":2,"1":3,"\u20ac":1,"\ud83d\ude00":4,"\ufb33":5}');
    expect(canonicalJson([1e21, 0.000001, -0])).toBe('[1e+21,0.000001,0]');
  });
  test.each([undefined, Number.NaN, new Date(), () => 1, [undefined]])('refuses what JSON does not have: %s', (value) => {
    expect(() => canonicalJson(value)).toThrow();
  });
});

describe.each(['national', 'international'] as const)('signatures, %s', (providerName) => {
  let former: KeyRing;
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase();
    former = keyRing();
    useKeyRing(openKeyRing({ master: plainMaster, providerName }));
  });
  afterAll(async () => {
    await opened.close();
    useKeyRing(former);
  });
  let count = 100;
  const sign = (document: string, text: string, organisationId = 'o-1') =>
    signDocument(opened.database, { signatureId: `s-${(count += 1)}`, document, bytes: Buffer.from(text), organisationId, subject: { id: 'a-1', name: '钱医生' }, now: NOW });
  const verify = (document: string, text: string) => verifyDocument(opened.database, { document, bytes: Buffer.from(text) });

  test('name who signed, when and by what, and fit this document only', async () => {
    await sign('report/1', '心电图报告');
    await sign('report/1', '心电图报告', 'o-2');
    expect(await verify('report/1', '心电图报告')).toMatchObject([
      { organisationId: 'o-1', signerName: '钱医生', signedAt: NOW.toISOString(), verdict: 'valid', algorithm: providerName === 'national' ? 'SM2-SM3' : 'Ed25519-SHA256' },
      { organisationId: 'o-2', verdict: 'valid' },
    ]);
    expect(await verify('report/1', '心电图报吿')).toMatchObject([{ verdict: 'changed' }, { verdict: 'changed' }]);
    expect(await verify('report/2', '心电图报告')).toEqual([]);
  });

  test('name the parts of a document that were changed, and keep no trace that can be guessed', async () => {
    const before = JSON.stringify({ a: 1, b: { c: '甲', d: [1] } });
    await sign('report/3', before);
    expect((await verify('report/3', before))[0]).toMatchObject({ verdict: 'valid', changed: [] });
    expect((await verify('report/3', JSON.stringify({ a: 1, b: { c: '乙', d: [1] }, e: null })))[0]).toMatchObject({ verdict: 'changed', changed: ['b.c', 'e'] });
    const [row] = await opened.owner.query<{ parts: Record<string, string> }>(`select parts from signature.signature where document = 'report/3'`);
    expect(Object.keys(row!.parts)).toEqual(expect.arrayContaining(['a', 'b.c', 'b.d']));
    expect(new Set(Object.values(row!.parts)).size).toBe(3);
  });

  test.each([
    ['moved to another document', `document = 'report/8'`], ['given another time', `signed_at = signed_at + interval '1 second'`],
    ['given another name', `signer_name = '孙医生'`], ['given to another organisation', `owner_organisation_id = 'o-9'`],
    ['given another digest', `digest = sha256('y')`],
  ])('are forged when %s', async (_, change) => {
    await sign('report/7', 'x');
    await opened.owner.execute(`update signature.signature set ${change} where document = 'report/7'`);
    expect((await verify(change.startsWith('document') ? 'report/8' : 'report/7', 'x'))[0]).toMatchObject({ verdict: 'forged' });
    await opened.owner.execute(`delete from signature.signature where document in ('report/7', 'report/8')`);
  });

  test('eight first signatures at once share one key; its private half is sealed and survives a rotation', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, at) => sign(`report/many-${at}`, 'x', 'o-3')));
    const keys = await opened.owner.query<{ privateKey: string }>(`select private_key as "privateKey" from signature.signing_key where holder = 'Organization/o-3'`);
    expect(keys).toHaveLength(1);
    expect(keys[0]!.privateKey).toMatch(/^y1\./);
    await opened.database.transaction((tx) => keyRing().rotate(tx, PRIVATE_KEY.purpose));
    await opened.database.transaction((tx) => resealSome(tx, PRIVATE_KEY, { after: '', limit: 100 }));
    expect(await countStale(opened.database, PRIVATE_KEY)).toBe(0);
    await sign('report/after', 'x', 'o-3');
    expect(await verify('report/after', 'x')).toMatchObject([{ verdict: 'valid' }]);
  });

  test('cannot be changed by the application', async () => {
    await expect(opened.database.execute(`update signature.signature set signer_name = 'x'`)).rejects.toThrow(/permission denied/);
  });
});
