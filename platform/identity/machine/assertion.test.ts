import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type JSONWebKeySet, type JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allowInsideHosts } from '#platform/http/outbound.ts';
import { createFixtureTables, fixtureModule } from '#platform/testing/fixture-module.ts';
import { openTestHttp, type TestHttp } from '#platform/testing/test-http.ts';
import { ASSERTION_TYPE } from './assertion.ts';
import { wrongKeySet } from './client-keys.ts';
import { createSigningClient, disableClient } from './clients.ts';

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;

const AUDIENCE = 'http://localhost:80/oauth2/token';
let http: TestHttp;
let es: Pair;
let rs: Pair;
let served: JSONWebKeySet;
let asked = 0;
let keyServer: Server;

const jwkOf = async (pair: Pair, kid: string, alg: string): Promise<JWK> => ({ ...(await exportJWK(pair.publicKey)), kid, alg, use: 'sig' });

beforeAll(async () => {
  http = await openTestHttp({ modules: [fixtureModule()] });
  await createFixtureTables(http.database.owner);
  [es, rs] = await Promise.all([generateKeyPair('ES384'), generateKeyPair('RS384', { modulusLength: 2048 })]);
  served = { keys: [await jwkOf(rs, 'rs-1', 'RS384')] };
  keyServer = createServer((request, response) => {
    asked += 1;
    if (request.url === '/moved') response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    else response.end(JSON.stringify(served));
  });
  await new Promise<void>((resolve) => keyServer.listen(0, '127.0.0.1', resolve));
  const base = { name: 'test', scopes: ['system/Patient.rs', 'system/Observation.rs'] };
  const { database } = http.database;
  await createSigningClient(database, { ...base, clientId: 'by-value', keys: { jwks: { keys: [await jwkOf(es, 'es-1', 'ES384'), await jwkOf(rs, 'rs-1', 'RS384')] } } });
  await createSigningClient(database, { ...base, clientId: 'by-url', keys: { jwksUrl: keysAt('/jwks') } });
  await createSigningClient(database, { ...base, clientId: 'inside', keys: { jwksUrl: keysAt('/inside').replace('127.0.0.1', '127.0.0.2') } });
  await createSigningClient(database, { ...base, clientId: 'moved', keys: { jwksUrl: keysAt('/moved') } });
  allowInsideHosts([`127.0.0.1:${(keyServer.address() as AddressInfo).port}`]);
});
afterAll(async () => {
  allowInsideHosts([]);
  keyServer.close();
  await http.close();
});

const keysAt = (path: string): string => `http://127.0.0.1:${(keyServer.address() as AddressInfo).port}${path}`;
let jti = 0;

interface Change {
  readonly header?: Record<string, unknown>;
  readonly claims?: Record<string, unknown>;
  readonly key?: Pair['privateKey'];
  readonly seconds?: number;
  readonly subject?: string;
}

async function assertionOf(clientId: string, { header = {}, claims = {}, key = es.privateKey, seconds = 120, subject = clientId }: Change = {}): Promise<string> {
  jti += 1;
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ iss: clientId, sub: subject, aud: AUDIENCE, jti: `jti-${jti}`, exp: now + seconds, ...claims })
    .setProtectedHeader({ alg: 'ES384', kid: 'es-1', typ: 'JWT', ...header })
    .sign(key);
}

const ask = (assertion: string, more: Record<string, string> = {}) =>
  http.server.inject({
    method: 'POST',
    url: '/oauth2/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ grant_type: 'client_credentials', scope: 'system/Patient.rs', client_assertion_type: ASSERTION_TYPE, client_assertion: assertion, ...more }).toString(),
  });
const calm = () => http.database.owner.execute('delete from identity.sign_in_throttle');

describe('SMART Backend Services', () => {
  it('gives a token of the scopes asked for against an ES384 or RS384 assertion', async () => {
    const answer = await ask(await assertionOf('by-value'));
    expect(answer.json()).toMatchObject({ token_type: 'Bearer', scope: 'system/Patient.rs' });
    const second = await ask(await assertionOf('by-value', { header: { alg: 'RS384', kid: 'rs-1' }, key: rs.privateKey }), { scope: 'system/Observation.rs' });
    expect(second.json()).toMatchObject({ scope: 'system/Observation.rs' });
  });

  it('reads the keys at a registered address once, and again when the client has rotated', async () => {
    const signed = () => assertionOf('by-url', { header: { alg: 'RS384', kid: 'rs-1' }, key: rs.privateKey });
    const before = asked;
    for (let round = 0; round < 3; round += 1) expect((await ask(await signed())).statusCode).toBe(200);
    expect(asked).toBe(before + 1);
    const next = await generateKeyPair('ES384');
    served = { keys: [await jwkOf(next, 'es-next', 'ES384')] };
    expect((await ask(await assertionOf('by-url', { header: { kid: 'es-next' }, key: next.privateKey }))).statusCode).toBe(200);
    expect((await ask(await assertionOf('by-url', { header: { kid: 'es-other' }, key: next.privateKey }))).statusCode).toBe(401);
    expect(asked).toBe(before + 2);
    await calm();
  });

  it('uses an assertion once, also when it is sent eight times at one moment', async () => {
    const assertion = await assertionOf('by-value');
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(assertion)));
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    expect(answers.filter(({ statusCode }) => statusCode !== 200).every((answer) => answer.json().error === 'invalid_client' || answer.statusCode === 429)).toBe(true);
    await calm();
  });

  it.each(['elsewhere.example', 'elsewhere.example:80', 'localhost:80@elsewhere.example', 'localhost.elsewhere.example'])('is not made for %s because the request says so in Host', async (host) => {
    const assertion = await assertionOf('by-value', { claims: { aud: `http://${host}/oauth2/token` } });
    const answer = await http.server.inject({
      method: 'POST', url: '/oauth2/token', headers: { host, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ grant_type: 'client_credentials', client_assertion_type: ASSERTION_TYPE, client_assertion: assertion }).toString(),
    });
    expect([answer.statusCode, answer.json().error]).toEqual([401, 'invalid_client']);
    expect((await http.server.inject({ url: '/fhir/.well-known/smart-configuration', headers: { host } })).body).not.toContain('elsewhere');
    await calm();
  });

  it.each<[string, Change]>([
    ['an audience of somebody else', { claims: { aud: 'https://elsewhere.example/token' } }],
    ['a life of more than five minutes', { seconds: 900 }],
    ['one that is over', { seconds: -120 }],
    ['no exp', { claims: { exp: undefined } }],
    ['no jti', { claims: { jti: undefined } }],
    ['another subject', { subject: 'by-url' }],
    ['another issuer', { claims: { iss: 'nobody' } }],
    ['a key that is not registered', { header: { kid: 'es-2' } }],
    ['a jku of a stranger', { header: { jku: 'https://stranger.example/jwks' } }],
    ['an algorithm that SMART does not name', { header: { alg: 'RS256', kid: 'rs-1' } }],
  ])('refuses %s', async (_, change) => {
    const key = change.header?.['alg'] === 'RS256' ? (await generateKeyPair('RS256')).privateKey : es.privateKey;
    const answer = await ask(await assertionOf('by-value', { key, ...change }));
    expect([answer.statusCode, answer.json().error]).toEqual([401, 'invalid_client']);
    await calm();
  });

  it('refuses a forged signature, an unsigned one, and what is no JWT at all', async () => {
    const forged = await assertionOf('by-value', { key: (await generateKeyPair('ES384')).privateKey });
    const [, body] = (await assertionOf('by-value')).split('.');
    const none = `${Buffer.from(JSON.stringify({ alg: 'none', kid: 'es-1' })).toString('base64url')}.${body}.`;
    for (const assertion of [forged, none, 'x', '', 'a.b.c', 'x'.repeat(9_000)]) {
      expect([(await ask(assertion)).statusCode, assertion.slice(0, 9)]).toEqual([401, assertion.slice(0, 9)]);
      await calm();
    }
    expect((await ask(await assertionOf('by-value'), { client_assertion_type: 'other' })).json()).toMatchObject({ error: 'invalid_request' });
  });

  it('reads no keys from an address inside, and follows no redirect', async () => {
    for (const clientId of ['inside', 'moved']) {
      const answer = await ask(await assertionOf(clientId));
      expect(answer.json()).toMatchObject({ error: 'invalid_client', error_description: expect.stringMatching(/closed address|status 302/) });
      await calm();
    }
  });

  it('refuses a disabled client and ends its tokens within a second', async () => {
    await createSigningClient(http.database.database, { clientId: 'leaver', name: 'leaver', scopes: ['api/note.read'], keys: { jwks: { keys: [await jwkOf(es, 'es-1', 'ES384')] } } });
    const { access_token: token } = (await ask(await assertionOf('leaver'), { scope: 'api/note.read' })).json();
    const read = () => http.server.inject({ url: '/api/notes', headers: { authorization: `Bearer ${token}` } });
    expect((await read()).statusCode).toBe(200);
    await disableClient(http.database.database, 'leaver');
    await new Promise((resolve) => setTimeout(resolve, 850));
    expect((await read()).statusCode).toBe(401);
    expect((await ask(await assertionOf('leaver'), { scope: 'api/note.read' })).statusCode).toBe(401);
    await calm();
  });

  it('slows down somebody who tries many unknown clients from one address', async () => {
    const statuses: number[] = [];
    for (let round = 0; round < 70; round += 1) {
      statuses.push((await ask(await assertionOf(`unknown-${round}`))).statusCode);
    }
    expect(statuses.at(0)).toBe(401);
    expect(statuses.at(-1)).toBe(429);
    expect((await ask(await assertionOf('by-value'))).statusCode).toBe(200);
    await calm();
  });
});

it('takes public signature keys only', async () => {
  const good = await jwkOf(es, 'k', 'ES384');
  expect(wrongKeySet({ keys: [good] })).toBeUndefined();
  const { privateKey } = await generateKeyPair('ES384', { extractable: true });
  const small = await generateKeyPair('ES256');
  for (const keys of [[], [{ ...(await exportJWK(privateKey)), kid: 'k' }], [{ ...good, kid: undefined }], [await jwkOf(small, 'k', 'ES256')], [{ kty: 'oct', k: 'c2VjcmV0', kid: 'k' }], [null]]) {
    expect(wrongKeySet({ keys })).toBeTypeOf('string');
  }
});
