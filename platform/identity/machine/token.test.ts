import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerOrganisation } from '#platform/access/organisation-tree.ts';
import { createFixtureTables, fixtureModule } from '#platform/testing/fixture-module.ts';
import { openTestHttp, type TestHttp } from '#platform/testing/test-http.ts';
import { createClient, disableClient } from './clients.ts';

let http: TestHttp;
let all: { clientId: string; clientSecret: string };
let bound: { clientId: string; clientSecret: string };

beforeAll(async () => {
  http = await openTestHttp({ modules: [fixtureModule()] });
  const { database, owner } = http.database;
  await createFixtureTables(owner);
  for (const id of ['hospital', 'township']) await registerOrganisation(database, { organisationId: id, parentId: null });
  all = await createClient(database, { clientId: 'all', name: 'all', scopes: ['system/*.cruds', 'api/*'] });
  bound = await createClient(database, { clientId: 'bound', name: 'bound', scopes: ['api/note.*'], organisationId: 'hospital' });
});
afterAll(() => http.close());

const ask = (form: Record<string, string>, headers: Record<string, string> = {}) =>
  http.server.inject({
    method: 'POST',
    url: '/oauth2/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(form).toString(),
  });
const formOf = ({ clientId, clientSecret }: typeof all) => ({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
const tokenOf = async (client: typeof all): Promise<string> => (await ask(formOf(client))).json().access_token;
const write = (token: string, organisation: string, headers: Record<string, string> = {}) =>
  http.server.inject({
    method: 'POST', url: `/api/notes/${organisation}`, headers: { authorization: `Bearer ${token}`, ...headers }, payload: { words: 'hello' },
  });

describe('token endpoint (RFC 6749)', () => {
  it('gives a bearer token for a form and for Basic credentials', async () => {
    const form = await ask(formOf(all));
    expect(form.json()).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'system/*.cruds api/*' });
    expect(form.headers['cache-control']).toBe('no-store');
    const basic = Buffer.from(`${all.clientId}:${all.clientSecret}`).toString('base64');
    const answer = await ask({ grant_type: 'client_credentials', scope: 'system/Patient.rs' }, { authorization: `Basic ${basic}` });
    expect(answer.json()).toMatchObject({ scope: 'system/Patient.rs' });
  });

  it('serves many workers of one client at once, also while a stranger tries wrong secrets', async () => {
    const wrong = await Promise.all(Array.from({ length: 20 }, () => ask(formOf({ clientId: 'bound', clientSecret: 'wrong' }))));
    expect(wrong.every(({ statusCode }) => statusCode === 401 || statusCode === 429)).toBe(true);
    expect((await ask(formOf({ clientId: 'bound', clientSecret: 'wrong' }))).statusCode).toBe(429);
    const right = await Promise.all(Array.from({ length: 50 }, () => ask(formOf(bound))));
    expect(right.map(({ statusCode }) => statusCode)).toEqual(Array.from({ length: 50 }, () => 200));
    await http.database.owner.execute('delete from identity.sign_in_throttle');
  });

  it.each([
    ['a wrong secret', { grant_type: 'client_credentials', client_id: 'all', client_secret: 'wrong' }, 401, 'invalid_client'],
    ['an unknown client', { grant_type: 'client_credentials', client_id: 'who', client_secret: 'wrong' }, 401, 'invalid_client'],
    ['no credentials', { grant_type: 'client_credentials' }, 401, 'invalid_client'],
  ])('refuses %s', async (_, form, status, error) => {
    const answer = await ask(form as Record<string, string>);
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ error });
    expect(answer.headers['www-authenticate']).toContain('Basic');
  });

  it('refuses another grant, a missing grant and a scope that was not given', async () => {
    expect((await ask({ ...formOf(all), grant_type: 'password' })).json()).toMatchObject({ error: 'unsupported_grant_type' });
    const { grant_type: _, ...rest } = formOf(all);
    expect((await ask(rest)).json()).toMatchObject({ error: 'invalid_request' });
    expect((await ask({ ...formOf(bound), scope: 'system/*.cruds' })).json()).toMatchObject({ error: 'invalid_scope' });
  });

  it('names the token endpoint in the SMART configuration', async () => {
    const answer = await http.server.inject({ url: '/fhir/.well-known/smart-configuration', headers: { host: '127.0.0.1:8080' } });
    expect(answer.json()).toMatchObject({ token_endpoint: 'http://127.0.0.1:8080/oauth2/token', grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'] });
  });
});

describe('bearer tokens', () => {
  it('open what their scopes say, in the organisation of the client', async () => {
    const token = await tokenOf(bound);
    expect((await write(token, 'hospital')).statusCode).toBe(200);
    expect((await write(token, 'township')).json()).toMatchObject({ code: 'platform.organisation-forbidden' });
  });

  it('need no page header, because no browser sends them by itself', async () => {
    expect((await write(await tokenOf(all), 'township')).statusCode).toBe(200);
  });

  it('act for one organisation when the client says so, and then see no other', async () => {
    const token = await tokenOf(all);
    const acting = { 'x-yigong-organisation': 'hospital' };
    expect((await write(token, 'hospital', acting)).statusCode).toBe(200);
    expect((await write(token, 'township', acting)).statusCode).toBe(403);
    expect((await write(token, 'hospital', { 'x-yigong-organisation': 'invented' })).statusCode).toBe(403);
  });

  it('end within a second when the client is disabled', async () => {
    const client = await createClient(http.database.database, { clientId: 'brief', name: 'brief', scopes: ['api/*'], organisationId: 'hospital' });
    const token = await tokenOf(client);
    expect((await write(token, 'hospital')).statusCode).toBe(200);
    await disableClient(http.database.database, 'brief');
    await new Promise((resolve) => setTimeout(resolve, 850));
    expect((await write(token, 'hospital')).json()).toMatchObject({ status: 401 });
    expect((await ask(formOf(client))).json()).toMatchObject({ error: 'invalid_client' });
  });

  it('are refused when invented', async () => {
    expect((await write('invented-token-of-nobody', 'hospital')).statusCode).toBe(401);
  });
});
