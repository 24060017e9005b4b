import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { registerOrganisation } from '#platform/access/organisation-tree.ts';
import { createFixtureTables, fixtureModule } from '#platform/testing/fixture-module.ts';
import { openTestHttp, type TestHttp } from '#platform/testing/test-http.ts';
import { beginPasskeyProof, provePasskey } from './passkeys.ts';

const PARTY = { origin: 'https://yigong.example' };
let http: TestHttp;
beforeAll(async () => {
  http = await openTestHttp({ modules: [fixtureModule()] });
  await createFixtureTables(http.database.owner);
  await registerOrganisation(http.database.database, { organisationId: 'hospital', parentId: null });
});
afterAll(() => http.close());

interface Authenticator {
  readonly accountId: string;
  readonly id: string;
  readonly privateKey: KeyObject;
}

/** An authenticator of software: ES256, its public key as COSE (RFC 9053). */
async function authenticatorOf(login: string): Promise<Authenticator> {
  const accountId = await http.addStaff({ login, password: 'Tivoka-bemuru-4829', role: 'specialist', organisationId: 'hospital' });
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const [head, between] = [Buffer.from('a5010203262001215820', 'hex'), Buffer.from('225820', 'hex')];
  const cose = Buffer.concat([head, Buffer.from(x, 'base64url'), between, Buffer.from(y, 'base64url')]);
  const id = Buffer.from(`key of ${login}`).toString('base64url');
  await http.database.owner.execute(
    "insert into identity.passkey (passkey_id, account_id, public_key, counter, transports, is_backed_up, name) values ($1, $2, $3, 0, '{}', false, 'test')", [id, accountId, cose],
  );
  return { accountId, id, privateKey };
}

interface Said {
  readonly counter: number;
  readonly origin?: string;
  readonly host?: string;
  readonly type?: string;
  readonly flags?: number;
  readonly framed?: boolean;
}

function answer({ id, privateKey }: Authenticator, challenge: string, { counter, origin = PARTY.origin, host = 'yigong.example', type = 'webauthn.get', flags = 0x05, framed = false }: Said): unknown {
  const client = Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: framed }));
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  const data = Buffer.concat([createHash('sha256').update(host).digest(), Buffer.of(flags), count]);
  const signature = sign('sha256', Buffer.concat([data, createHash('sha256').update(client).digest()]), privateKey);
  return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response: { clientDataJSON: client.toString('base64url'), authenticatorData: data.toString('base64url'), signature: signature.toString('base64url') } };
}

const askedOf = (accountId: string | null, sessionId = 'session 1') => (accountId === null ? null : { accountId, sessionId });
const begin = async (accountId: string | null, sessionId?: string): Promise<string> => ((await beginPasskeyProof(http.database.database, PARTY, askedOf(accountId, sessionId))) as { challenge: string }).challenge;
const prove = (accountId: string | null, response: unknown, sessionId?: string) => provePasskey(http.database.database, PARTY, { asked: askedOf(accountId, sessionId), response });

it('an answer counts once, also of eight at once', async () => {
  const key = await authenticatorOf('once');
  const said = answer(key, await begin(null), { counter: 1 });
  const all = await Promise.all(Array.from({ length: 8 }, () => prove(null, said)));
  expect(all.filter((each) => each === key.accountId)).toHaveLength(1);
  expect(await prove(null, said)).toBeUndefined();
});

it('of two keys that count to the same number at once one is a copy; a counter never goes back or stands still', async () => {
  const key = await authenticatorOf('copied');
  const answers = await Promise.all(Array.from({ length: 6 }, async () => answer(key, await begin(null), { counter: 7 })));
  expect((await Promise.all(answers.map((each) => prove(null, each)))).filter((each) => each !== undefined)).toHaveLength(1);
  for (const counter of [7, 6, 0]) expect(await prove(null, answer(key, await begin(null), { counter })), `counter ${counter}`).toBeUndefined();
  expect(await prove(null, answer(key, await begin(null), { counter: 8 }))).toBe(key.accountId);
});

it('synchronised passkeys stay at nought and go on counting', async () => {
  const key = await authenticatorOf('synced');
  for (let turn = 0; turn < 3; turn += 1) expect(await prove(null, answer(key, await begin(null), { counter: 0 }))).toBe(key.accountId);
});

it.each<[string, Partial<Said>]>([
  ['of another origin', { origin: 'https://evil.example' }], ['of our name on another port', { origin: 'https://yigong.example:8443' }], ['in the clear', { origin: 'http://yigong.example' }],
  ['for another host', { host: 'evil.example' }], ['of a registration', { type: 'webauthn.create' }], ['without the finger', { flags: 0x01 }], ['without anybody there', { flags: 0x04 }],
  ['in a frame of somebody else', { framed: true }],
])('an answer %s is none', async (what, said) => {
  const key = await authenticatorOf(`answer ${what}`.replaceAll(' ', '-'));
  expect(await prove(null, answer(key, await begin(null), { counter: 1, ...said }))).toBeUndefined();
});

it('a challenge belongs to what it was asked for and to whom, and ends', async () => {
  const [key, other] = [await authenticatorOf('mine'), await authenticatorOf('theirs')];
  expect(await prove(key.accountId, answer(key, await begin(null), { counter: 1 }))).toBeUndefined();
  expect(await prove(null, answer(key, await begin(key.accountId), { counter: 1 }))).toBeUndefined();
  expect(await prove(key.accountId, answer(key, await begin(other.accountId), { counter: 1 }))).toBeUndefined();
  expect(await prove(other.accountId, answer(key, await begin(other.accountId), { counter: 1 }))).toBeUndefined();
  expect(await prove(null, answer(key, Buffer.from('made up by somebody').toString('base64url'), { counter: 1 }))).toBeUndefined();
  const late = await begin(null);
  await http.database.owner.execute("update identity.challenge set expires_at = now() - interval '1 second'");
  expect(await prove(null, answer(key, late, { counter: 1 }))).toBeUndefined();
});

it('a challenge of one session is none in another of the same person, and the trial there takes nothing from the first', async () => {
  const key = await authenticatorOf('two-sessions');
  const said = answer(key, await begin(key.accountId, 'own'), { counter: 1 });
  expect(await prove(key.accountId, said, 'stolen')).toBeUndefined();
  expect(await prove(key.accountId, said, 'own')).toBe(key.accountId);
});
