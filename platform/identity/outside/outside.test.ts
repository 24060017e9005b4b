import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { registerOrganisation } from '#platform/access/organisation-tree.ts';
import { createFixtureTables, fixtureModule } from '#platform/testing/fixture-module.ts';
import { openTestBrowser, type TestBrowser } from '#platform/testing/test-browser.ts';
import { openTestHttp, type TestHttp } from '#platform/testing/test-http.ts';
import { createAccount, disableAccount } from '../accounts.ts';

/** A real second provider (oidc-provider, in memory) at another port, whose sign-in page lets `who` in. */
const PASSWORD = 'Tivoka-bemuru-4829';
let http: TestHttp;
let origin: string;
let issuer: string;
let outside: Server;
let who = 'person-1';
let amr: string[] | undefined;
let settings: { issuer: string; clientId: string; clientSecret: string; name: { zh: string; en: string } };

beforeAll(async () => {
  outside = createServer();
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`;
  settings = { issuer, clientId: 'yigong', clientSecret: 'a-secret-of-the-county', name: { zh: '县统一认证', en: 'County sign-on' } };
  http = await openTestHttp({ modules: [fixtureModule()], outside: settings });
  await createFixtureTables(http.database.owner);
  await registerOrganisation(http.database.database, { organisationId: 'hospital', parentId: null });
  await http.server.listen({ port: 0, host: 'localhost' });
  origin = `http://localhost:${(http.server.server.address() as AddressInfo).port}`;
  startOutside();
});
afterAll(async () => {
  outside.closeAllConnections();
  outside.close();
  await http.close();
});
beforeEach(() => {
  who = 'person-1';
  amr = undefined;
});

function startOutside(): void {
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'yigong', client_secret: settings.clientSecret, redirect_uris: [`${origin}/outside/callback`], response_types: ['code'], grant_types: ['authorization_code'] }],
    findAccount: async (_context, sub) => ({ accountId: sub, claims: async () => ({ sub }) }),
    claims: { openid: ['sub', 'amr'] },
    ttl: { Interaction: 60, Grant: 60, Session: 60, AccessToken: 60, IdToken: 60 },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['test'] },
    interactions: { url: (_context, interaction) => `/enter/${interaction.uid}` },
  });
  const callback = provider.callback();
  outside.on('request', (request, response) => {
    if (!request.url?.startsWith('/enter/')) return void callback(request, response);
    void (async () => {
      const { params } = await provider.interactionDetails(request, response);
      const grant = new provider.Grant({ accountId: who, clientId: String(params['client_id']) });
      grant.addOIDCScope('openid');
      await provider.interactionFinished(request, response, { login: { accountId: who, ...(amr ? { amr } : {}) }, consent: { grantId: await grant.save() } });
    })();
  });
}

/** Walks through both servers as one browser. */
async function walk(browser: TestBrowser, start: string): Promise<URL> {
  let url = new URL(start, origin);
  for (let count = 0; count < 20; count += 1) {
    const response = await browser.go(url.href);
    const location = response.headers.get('location');
    if (location === null) return url;
    url = new URL(location, url);
    // The pages themselves are not served here.
    if (url.origin === origin && !url.pathname.startsWith('/outside')) return url;
  }
  throw new Error('too many redirects');
}

const post = async (browser: TestBrowser, path: string, body: object = {}) =>
  browser.go(`/api${path}`, { method: 'POST', headers: { 'x-yigong': '1', 'content-type': 'application/json' }, body: JSON.stringify(body) });
const session = async (browser: TestBrowser) => (await (await browser.go('/api/session')).json()) as { signedIn: boolean; account?: { id: string }; pending?: unknown; outside?: unknown };

async function linked(login: string): Promise<{ accountId: string; browser: TestBrowser }> {
  const accountId = await http.addStaff({ login, password: PASSWORD, role: 'specialist', organisationId: 'hospital' });
  const browser = openTestBrowser(origin);
  await post(browser, '/session', { login, password: PASSWORD });
  const { to } = (await (await post(browser, '/own/outside-link')).json()) as { to: string };
  expect((await walk(browser, to)).pathname).toBe('/security');
  return { accountId, browser };
}

describe('an outside identity provider', () => {
  it('signs in who was linked, and comes back to the page asked for', async () => {
    const { accountId } = await linked('linked-one');
    const browser = openTestBrowser(origin);
    expect(await session(browser)).toMatchObject({ signedIn: false, outside: settings.name });
    expect((await walk(browser, '/outside/sign-in?to=/referrals')).pathname).toBe('/referrals');
    expect(await session(browser)).toMatchObject({ signedIn: true, account: { id: accountId } });
    expect(await http.database.owner.query('select method from identity.session where account_id = $1 order by created_at', [accountId])).toEqual([{ method: 'password' }, { method: 'outside' }]);
  });

  it('makes no account of its own, and lets no disabled one in', async () => {
    who = 'stranger';
    const browser = openTestBrowser(origin);
    expect((await walk(browser, '/outside/sign-in')).search).toBe('?outside=failed');
    expect((await session(browser)).signedIn).toBe(false);
    who = 'person-2';
    const { accountId } = await linked('linked-two');
    await disableAccount(http.database.database, accountId);
    expect((await walk(openTestBrowser(origin), '/outside/sign-in')).search).toBe('?outside=failed');
  });

  it('one person there is one account here', async () => {
    await http.addStaff({ login: 'thief', password: PASSWORD, role: 'specialist', organisationId: 'hospital' });
    const browser = openTestBrowser(origin);
    await post(browser, '/session', { login: 'thief', password: PASSWORD });
    const { to } = (await (await post(browser, '/own/outside-link')).json()) as { to: string };
    expect((await walk(browser, to)).search).toBe('?outside=failed');
  });

  it('asks for our second factor unless the provider has seen one', async () => {
    who = 'person-3';
    const { browser, accountId } = await linked('linked-three');
    const { secret } = (await (await post(browser, '/own/totp/begin')).json()) as { secret: string };
    const code = () => new TOTP({ secret: Secret.fromBase32(secret) }).generate();
    await post(browser, '/own/totp/confirm', { code: code() });
    const next = openTestBrowser(origin);
    await walk(next, '/outside/sign-in');
    expect(await session(next)).toMatchObject({ signedIn: false, pending: { needs: 'second-factor' } });
    await http.database.owner.execute('update identity.totp set last_step = 0 where account_id = $1', [accountId]);
    expect((await post(next, '/session/second-factor', { code: code() })).status).toBe(200);
    expect((await session(next)).signedIn).toBe(true);
    amr = ['pwd', 'otp'];
    const strong = openTestBrowser(origin);
    await walk(strong, '/outside/sign-in');
    expect((await session(strong)).signedIn).toBe(true);
  });

  it('a way back that was begun in another browser, is used twice or is made up leads nowhere', async () => {
    const [attacker, victim] = [openTestBrowser(origin), openTestBrowser(origin)];
    const start = (await attacker.go('/outside/sign-in')).headers.get('location')!;
    let url = new URL(start);
    for (;;) {
      const location = (await attacker.go(url.href)).headers.get('location');
      url = new URL(location!, url);
      if (url.origin === origin) break;
    }
    expect((await victim.go(url.href)).headers.get('location')).toBe('/?outside=failed');
    expect((await attacker.go(url.href)).headers.get('location')).toBe('/');
    expect((await attacker.go(url.href)).headers.get('location')).toBe('/?outside=failed');
    expect((await victim.go('/outside/callback?state=made-up&code=x')).headers.get('location')).toBe('/?outside=failed');
  });

  it.each(['//elsewhere.example', 'https://elsewhere.example', '/\\elsewhere.example', 'javascript:alert(1)'])('never comes back to %s', async (to) => {
    await walk(openTestBrowser(origin), `/outside/sign-in?to=${encodeURIComponent(to)}`);
    const rows = await http.database.owner.query<{ path: string }>('select return_path as path from identity.outside_sign_in');
    expect(rows.filter(({ path }) => path !== '/' && path !== '/security' && path !== '/referrals')).toEqual([]);
    const browser = openTestBrowser(origin);
    expect((await walk(browser, `/outside/sign-in?to=${encodeURIComponent(to)}`)).origin).toBe(origin);
  });

  it('a resident is not linked', async () => {
    await createAccount(http.database.database, { accountId: 'resident-1', login: 'resident-1', name: '居民', password: PASSWORD, personId: 'p1' });
    const browser = openTestBrowser(origin);
    await post(browser, '/session', { login: 'resident-1', password: PASSWORD });
    expect((await post(browser, '/own/outside-link')).status).toBe(404);
  });
});
