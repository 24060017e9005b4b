import * as oauth from 'openid-client';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disableAccount } from '#platform/identity/accounts.ts';
import { disableClient } from '#platform/identity/machine/clients.ts';
import { createApp } from '#platform/identity/provider/app-clients.ts';
import { openTestBrowser, type TestBrowser } from '#platform/testing/test-browser.ts';
import { openLiveServer, type LiveServer, type Who } from './access/live-server.ts';
import { buildSide, SIDES, type Side } from './access/two-sides.ts';

/** An outside certified client (openid-client) against our provider, over real sockets. */
let live: LiveServer;
let side: Side;
let origin: string;
const BACK = 'https://app.example/callback';
const PATIENT = 'openid fhirUser launch/patient patient/*.rs offline_access';
let privateKey: CryptoKey;

beforeAll(async () => {
  live = await openLiveServer();
  side = await buildSide(live, SIDES.a);
  await live.server.listen({ port: 0, host: 'localhost' });
  const address = live.server.server.address();
  origin = `http://localhost:${typeof address === 'object' && address ? address.port : 0}`;
  const keys = await generateKeyPair('ES384');
  privateKey = keys.privateKey;
  const { database } = live.opened;
  const app = { name: '健康助手', redirectUrls: [BACK] };
  await createApp(database, { ...app, clientId: 'phone-app', scopes: PATIENT.split(' '), proof: 'none' });
  await createApp(database, { ...app, clientId: 'desk-app', scopes: ['openid', 'fhirUser', 'profile', 'user/Patient.rs', 'user/Observation.rs'], proof: { jwks: { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'ES384' }] } } });
  await live.account({ login: 'resident', personId: side.resident.id });
  await live.account({ login: 'doctor', roles: ['township-doctor'], organisationId: side.township });
}, 180_000);
afterAll(() => live?.close());

const browserOf = async (login: string): Promise<TestBrowser> => {
  const browser = openTestBrowser(origin);
  const answer = await browser.go('/api/session', { method: 'POST', headers: { 'x-yigong': '1', 'content-type': 'application/json' }, body: JSON.stringify({ login, password: 'Walker-of-9-roads' }) });
  expect(answer.status).toBe(200);
  return browser;
};
const insecure = { execute: [oauth.allowInsecureRequests] };
const discover = (clientId: string, proof: oauth.ClientAuth): Promise<oauth.Configuration> => oauth.discovery(new URL(`${origin}/oidc`), clientId, undefined, proof, insecure);
const phone = () => discover('phone-app', oauth.None());
const desk = () => discover('desk-app', oauth.PrivateKeyJwt({ key: privateKey, kid: 'k1' }));

interface Asked {
  readonly config: oauth.Configuration;
  readonly verifier: string;
  readonly state: string;
  readonly url: URL;
}

async function ask(config: oauth.Configuration, scope: string, more: Record<string, string> = {}): Promise<Asked> {
  const [verifier, state] = [oauth.randomPKCECodeVerifier(), oauth.randomState()];
  const url = oauth.buildAuthorizationUrl(config, {
    redirect_uri: BACK, scope, state, code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', aud: `${origin}/fhir`, ...more,
  });
  return { config, verifier, state, url };
}

const decide = async (browser: TestBrowser, uid: string, allow: boolean): Promise<Response> =>
  browser.go(`/api/authorisations/${uid}/decide`, { method: 'POST', headers: { 'x-yigong': '1', 'content-type': 'application/json' }, body: JSON.stringify({ allow }) });

async function answerOf(browser: TestBrowser, { url }: Asked, allow = true): Promise<URL> {
  const screen = new URL((await browser.follow(url.href)).url);
  expect(screen.pathname).toBe('/authorize');
  const decided = await decide(browser, screen.searchParams.get('uid')!, allow);
  expect(decided.status, await decided.clone().text()).toBe(200);
  const { to } = (await decided.json()) as { to: string };
  return new URL((await browser.follow(to)).url);
}

const redeem = async (asked: Asked, back: URL) => oauth.authorizationCodeGrant(asked.config, back, { pkceCodeVerifier: asked.verifier, expectedState: asked.state });
const tokensOf = async (login: string, config: oauth.Configuration, scope: string) => {
  const browser = await browserOf(login);
  const asked = await ask(config, scope);
  return { browser, tokens: await redeem(asked, await answerOf(browser, asked)) };
};
const bearer = (token: string): Who => ({ authorization: `Bearer ${token}` });
const passCache = () => new Promise((resolve) => setTimeout(resolve, 850));

describe('a resident and an app on the phone', () => {
  it('discovers, signs in by PKCE, and gets identity, patient in context and the own record only', async () => {
    const smart = (await (await fetch(`${origin}/fhir/.well-known/smart-configuration`)).json()) as { authorization_endpoint: string; capabilities: string[] };
    expect(smart.authorization_endpoint).toBe(`${origin}/oidc/auth`);
    expect(smart.capabilities).toEqual(expect.arrayContaining(['launch-standalone', 'client-public', 'permission-v2', 'context-standalone-patient', 'sso-openid-connect']));
    const config = await phone();
    const { tokens } = await tokensOf('resident', config, PATIENT);
    expect(tokens).toMatchObject({ token_type: 'bearer', scope: expect.stringContaining('patient/*.rs'), patient: side.resident.id, refresh_token: expect.any(String) });
    const claims = tokens.claims()!;
    const me = await oauth.fetchUserInfo(config, tokens.access_token, claims.sub);
    expect(me.sub).toBe(claims.sub);
    expect((await live.fhir(bearer(tokens.access_token), 'GET', `/Patient/${side.resident.id}`)).status).toBe(200);
    expect((await live.fhir(bearer(tokens.access_token), 'GET', `/Patient/${side.ids.other}`)).status).toBeGreaterThanOrEqual(403);
    const list = (await live.fhir(bearer(tokens.access_token), 'GET', '/Patient')).body as { entry?: { resource: { id: string } }[] };
    expect(list.entry?.map(({ resource }) => resource.id)).toEqual([side.resident.id]);
    expect((await live.fhir(bearer(tokens.access_token), 'POST', '/Observation', { body: { resourceType: 'Observation' } })).status).toBe(403);
    expect((await live.call(bearer(tokens.access_token), 'getOwnTimeline', { purpose: 'treatment' })).status).toBe(403);
  });

  it('refreshes, and every token ends within a second when the app is revoked or switched off', async () => {
    const config = await phone();
    const { tokens } = await tokensOf('resident', config, PATIENT);
    const next = await oauth.refreshTokenGrant(config, tokens.refresh_token!);
    expect((await live.fhir(bearer(next.access_token), 'GET', `/Patient/${side.resident.id}`)).status).toBe(200);
    await expect(oauth.refreshTokenGrant(config, tokens.refresh_token!)).rejects.toThrow();
    await passCache();
    expect((await live.fhir(bearer(next.access_token), 'GET', `/Patient/${side.resident.id}`)).status).toBe(401);

    const again = (await tokensOf('resident', config, PATIENT)).tokens;
    expect((await live.fhir(bearer(again.access_token), 'GET', `/Patient/${side.resident.id}`)).status).toBe(200);
    await oauth.tokenRevocation(config, again.access_token);
    await passCache();
    expect((await live.fhir(bearer(again.access_token), 'GET', `/Patient/${side.resident.id}`)).status).toBe(401);
  });

  it('redeems and refreshes at the token endpoint that the SMART configuration names', async () => {
    const browser = await browserOf('resident');
    const asked = await ask(await phone(), PATIENT);
    const code = (await answerOf(browser, asked)).searchParams.get('code')!;
    const post = async (form: Record<string, string>) => {
      const answer = await fetch(`${origin}/oauth2/token`, { method: 'POST', body: new URLSearchParams({ client_id: 'phone-app', ...form }) });
      return { status: answer.status, body: (await answer.json()) as Record<string, string> };
    };
    const first = await post({ grant_type: 'authorization_code', code, redirect_uri: BACK, code_verifier: asked.verifier });
    expect(first).toMatchObject({ status: 200, body: { patient: side.resident.id } });
    expect(await post({ grant_type: 'refresh_token', refresh_token: first.body['refresh_token']! })).toMatchObject({ status: 200, body: { patient: side.resident.id, token_type: 'Bearer' } });
    expect(await post({ grant_type: 'authorization_code', code: 'made-up', redirect_uri: BACK, code_verifier: asked.verifier })).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('is told when the person refuses', async () => {
    const asked = await ask(await phone(), PATIENT);
    const back = await answerOf(await browserOf('resident'), asked, false);
    expect(back.searchParams.get('error')).toBe('access_denied');
  });
});

describe('staff and an app that signs assertions', () => {
  it('acts with the grounds of the person, within its scopes, and ends with the session', async () => {
    const config = await desk();
    const { browser, tokens } = await tokensOf('doctor', config, 'openid fhirUser user/Patient.rs patient/*.rs');
    expect(tokens.scope?.split(' ').sort()).toEqual(['fhirUser', 'openid', 'user/Patient.rs']);
    expect(tokens.refresh_token).toBeUndefined();
    const who = bearer(tokens.access_token);
    expect((await live.fhir(who, 'GET', `/Patient/${side.resident.id}`)).status).toBe(200);
    expect((await live.fhir(who, 'GET', `/Observation/${side.ids.observation}`)).status).toBe(403);
    expect((await live.fhir(who, 'PUT', `/Patient/${side.resident.id}`, { body: { resourceType: 'Patient', id: side.resident.id } })).status).toBe(403);
    expect((await live.call(who, 'listReferrals', { box: 'all' })).status).toBe(403);
    const introspected = await oauth.tokenIntrospection(config, tokens.access_token);
    expect(introspected).toMatchObject({ active: true, client_id: 'desk-app' });
    await browser.go('/api/session/end', { method: 'POST', headers: { 'x-yigong': '1', 'content-type': 'application/json' }, body: '{}' });
    await passCache();
    expect((await live.fhir(who, 'GET', `/Patient/${side.resident.id}`)).status).toBe(401);
  });

  it('is shut out with the account, and with the app', async () => {
    const { database } = live.opened;
    await live.account({ login: 'leaving', roles: ['township-doctor'], organisationId: side.township });
    const config = await desk();
    const { tokens } = await tokensOf('leaving', config, 'openid user/Patient.rs');
    await disableAccount(database, 'account-leaving');
    await passCache();
    expect((await live.fhir(bearer(tokens.access_token), 'GET', `/Patient/${side.resident.id}`)).status).toBe(401);
    await createApp(database, { clientId: 'short-lived', name: '短期应用', redirectUrls: [BACK], scopes: ['user/Patient.rs', 'openid'], proof: 'none' });
    const other = (await tokensOf('doctor', await discover('short-lived', oauth.None()), 'openid user/Patient.rs')).tokens;
    await disableClient(database, 'short-lived');
    await passCache();
    expect((await live.fhir(bearer(other.access_token), 'GET', `/Patient/${side.resident.id}`)).status).toBe(401);
  });
});

describe('what the person keeps in hand', () => {
  interface Security { readonly apps: readonly { id: string; name: string; scopes: string[]; isLasting: boolean; lastUsedAt: string | null }[] }
  const appsOf = async (browser: TestBrowser): Promise<Security['apps']> => ((await (await browser.go('/api/own/security')).json()) as Security).apps;
  const revoke = (browser: TestBrowser, id: string) => browser.go(`/api/own/apps/${id}/revoke`, { method: 'POST', headers: { 'x-yigong': '1', 'content-type': 'application/json' }, body: '{}' });
  const isSignedIn = async (browser: TestBrowser): Promise<boolean> => (await browser.go('/api/own/security')).status === 200;

  it('sees which apps may do what, and ends one: access and refresh tokens within a second, other grants not', async () => {
    await live.account({ login: 'second-resident', personId: side.ids.second });
    const config = await phone();
    const first = await tokensOf('second-resident', config, PATIENT);
    const second = await tokensOf('second-resident', config, 'openid patient/*.rs');
    const apps = await appsOf(first.browser);
    expect(apps.map(({ name, isLasting }) => [name, isLasting])).toEqual([['健康助手', false], ['健康助手', true]]);
    expect(apps[1]!.scopes).toContain('patient/*.rs');
    expect(Date.now() - Date.parse(apps[1]!.lastUsedAt!)).toBeLessThan(60_000);
    const stranger = await browserOf('doctor');
    expect((await revoke(stranger, apps[1]!.id)).status).toBe(404);
    expect((await revoke(first.browser, apps[1]!.id)).status).toBe(200);
    expect((await revoke(first.browser, apps[1]!.id)).status).toBe(404);
    await passCache();
    expect((await live.fhir(bearer(first.tokens.access_token), 'GET', `/Patient/${side.ids.second}`)).status).toBe(401);
    await expect(oauth.refreshTokenGrant(config, first.tokens.refresh_token!)).rejects.toThrow();
    expect((await live.fhir(bearer(second.tokens.access_token), 'GET', `/Patient/${side.ids.second}`)).status).toBe(200);
    expect((await appsOf(first.browser)).map(({ id }) => id)).toEqual([apps[0]!.id]);
  });

  it('leaves by the app: asked once, signed out here too, and sent back to the app', async () => {
    const { browser, tokens } = await tokensOf('doctor', await desk(), 'openid user/Patient.rs');
    const url = oauth.buildEndSessionUrl(await desk(), { id_token_hint: tokens.id_token!, post_logout_redirect_uri: BACK, state: 'leaving' });
    const page = await (await browser.follow(url.href)).response!.text();
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)![1]!;
    expect(await isSignedIn(browser)).toBe(true);
    const confirm = (form: Record<string, string>) => browser.go('/oidc/session/end/confirm', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(form) });
    const wrong = await confirm({ xsrf: 'made-up', logout: 'yes' });
    expect([wrong.status, await isSignedIn(browser)]).toEqual([400, true]);
    const answer = await confirm({ xsrf, logout: 'yes' });
    expect(answer.headers.get('location')).toBe(`${BACK}?state=leaving`);
    expect(await isSignedIn(browser)).toBe(false);
    expect((await live.fhir(bearer(tokens.access_token), 'GET', `/Patient/${side.resident.id}`)).status).toBe(401);
  });

  it('prompt=none: a live session answers without a screen what it has allowed before, and nothing else', async () => {
    const silently = async (browser: TestBrowser, scope: string, more: Record<string, string> = {}) => {
      const asked = await ask(await phone(), scope, { prompt: 'none', ...more });
      return { asked, back: new URL((await browser.follow(asked.url.href)).url) };
    };
    const scope = 'openid patient/*.rs';
    const browser = await browserOf('resident');
    expect((await silently(openTestBrowser(origin), scope)).back.searchParams.get('error')).toBe('login_required');
    expect((await silently(browser, scope)).back.searchParams.get('error')).toBe('consent_required');
    const asked = await ask(await phone(), scope);
    const first = await redeem(asked, await answerOf(browser, asked));
    const again = await silently(browser, scope, { id_token_hint: first.id_token!, max_age: '3600' });
    expect(again.back.searchParams.get('error')).toBeNull();
    const second = await oauth.authorizationCodeGrant(again.asked.config, again.back, { pkceCodeVerifier: again.asked.verifier, expectedState: again.asked.state, maxAge: 3600 });
    expect(second.claims()!.sub).toBe(first.claims()!.sub);
    expect(Date.now() / 1000 - Number(second.claims()!['auth_time'])).toBeLessThan(120);
    expect((await live.fhir(bearer(second.access_token), 'GET', `/Patient/${side.resident.id}`)).status).toBe(200);
    // More than was allowed, another person, an older proof.
    expect((await silently(browser, `${scope} fhirUser`)).back.searchParams.get('error')).toBe('consent_required');
    const doctor = await browserOf('doctor');
    expect((await silently(doctor, scope, { id_token_hint: first.id_token! })).back.searchParams.get('error')).toBe('login_required');
    await live.opened.owner.execute("update identity.session set password_at = password_at - interval '2 hours', created_at = created_at - interval '2 hours' where account_id = 'account-resident'");
    await passCache();
    expect((await silently(browser, scope, { max_age: '3600' })).back.searchParams.get('error')).toBe('login_required');
  });

  it('max_age and prompt=login ask for a proof on the consent screen', async () => {
    const browser = await browserOf('doctor');
    await live.opened.owner.execute("update identity.session set password_at = now() - interval '2 hours', created_at = now() - interval '2 hours' where account_id = 'account-doctor'");
    await passCache();
    for (const more of [{ max_age: '600' }, { prompt: 'login' }] as Record<string, string>[]) {
      const asked = await ask(await desk(), 'openid user/Patient.rs', more);
      const uid = new URL((await browser.follow(asked.url.href)).url).searchParams.get('uid')!;
      const refused = await decide(browser, uid, true);
      expect([refused.status, await refused.text()]).toEqual([401, expect.stringContaining('step-up-required')]);
      const proved = await browser.go('/api/session/step-up', { method: 'POST', headers: { 'x-yigong': '1', 'content-type': 'application/json' }, body: JSON.stringify({ password: 'Walker-of-9-roads' }) });
      expect(proved.status, await proved.clone().text()).toBe(200);
      expect((await decide(browser, uid, true)).status).toBe(200);
      await live.opened.owner.execute("update identity.session set password_at = now() - interval '2 hours' where account_id = 'account-doctor'");
      await passCache();
    }
  });
});

describe('an app that is opened from a record (EHR launch)', () => {
  const launchOf = async (browser: TestBrowser, personId: string, clientId = 'record-app') => {
    const answer = await browser.go('/api/own/launches', { method: 'POST', headers: { 'x-yigong': '1', 'content-type': 'application/json' }, body: JSON.stringify({ clientId, personId }) });
    return { status: answer.status, to: answer.status === 200 ? new URL(((await answer.json()) as { to: string }).to) : undefined };
  };
  const SCOPE = 'openid launch user/Patient.rs';
  beforeAll(async () => {
    await createApp(live.opened.database, { clientId: 'record-app', name: '风险评估', redirectUrls: [BACK], launchUrl: 'https://app.example/open?from=yigong', scopes: SCOPE.split(' '), proof: 'none' });
  });

  it('gets the person that was open, once, and reads within the grounds of who opened it', async () => {
    const browser = await browserOf('doctor');
    expect(((await (await browser.go('/api/own/launchable-apps')).json()) as { rows: unknown[] }).rows).toEqual([{ clientId: 'record-app', name: '风险评估' }]);
    const { to } = await launchOf(browser, side.resident.id);
    expect([to!.origin, to!.searchParams.get('from'), to!.searchParams.get('iss')]).toEqual(['https://app.example', 'yigong', `${origin}/fhir`]);
    const launch = to!.searchParams.get('launch')!;
    const config = await discover('record-app', oauth.None());
    const asked = await ask(config, SCOPE, { launch });
    const tokens = await redeem(asked, await answerOf(browser, asked));
    expect(tokens).toMatchObject({ patient: side.resident.id, need_patient_banner: true });
    expect((await live.fhir(bearer(tokens.access_token), 'GET', `/Patient/${side.resident.id}`)).status).toBe(200);
    const again = await answerOf(browser, await ask(config, SCOPE, { launch }));
    expect(again.searchParams.get('error')).toBe('invalid_request');
  });

  it('is not opened on a record that is closed to the person, nor by a launch of somebody else, nor one that is over', async () => {
    const browser = await browserOf('doctor');
    expect((await launchOf(browser, 'nobody-known')).status).toBe(403);
    expect((await launchOf(browser, side.resident.id, 'phone-app')).status).toBe(404);
    const config = await discover('record-app', oauth.None());
    await live.account({ login: 'colleague', roles: ['township-doctor'], organisationId: side.township });
    const launch = (await launchOf(browser, side.resident.id)).to!.searchParams.get('launch')!;
    expect((await answerOf(await browserOf('colleague'), await ask(config, SCOPE, { launch }))).searchParams.get('error')).toBe('invalid_request');
    await live.opened.owner.execute("update identity.launch set expires_at = now() - interval '1 second'");
    expect((await answerOf(browser, await ask(config, SCOPE, { launch }))).searchParams.get('error')).toBe('invalid_request');
    const stored = JSON.stringify(await live.opened.owner.query('select * from identity.launch'));
    expect(stored).not.toContain(launch);
  });
});

describe('scopes that reach one person, and some things of that person only', () => {
  const LAB = 'http://terminology.hl7.org/CodeSystem/observation-category|laboratory';
  const open = async (scope: string, personId: string): Promise<{ who: Who; granted: string[] }> => {
    const browser = await browserOf('doctor');
    const begun = await browser.go('/api/own/launches', { method: 'POST', headers: { 'x-yigong': '1', 'content-type': 'application/json' }, body: JSON.stringify({ clientId: 'narrow-app', personId }) });
    const launch = new URL(((await begun.json()) as { to: string }).to).searchParams.get('launch')!;
    const asked = await ask(await discover('narrow-app', oauth.None()), scope, { launch });
    const tokens = await redeem(asked, await answerOf(browser, asked));
    expect(tokens['patient']).toBe(personId);
    return { who: bearer(tokens.access_token), granted: tokens.scope!.split(' ') };
  };
  const idsOf = async (who: Who, path: string): Promise<string[]> => {
    const { body } = await live.fhir(who, 'GET', path);
    return ((body as { entry?: { resource: { id: string } }[] }).entry ?? []).map(({ resource }) => resource.id).sort();
  };
  const observation = (id: string, person: string, category: string) => ({
    resourceType: 'Observation', id, status: 'final', code: { coding: [{ system: 'http://loinc.org', code: '2345-7' }] }, subject: { reference: `Patient/${person}` }, effectiveDateTime: '2026-10-01',
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: category }] }],
  });
  beforeAll(async () => {
    const writer = await live.client(side.township, ['system/*.cruds']);
    for (const [id, person, category] of [['n-lab', side.resident.id, 'laboratory'], ['n-vital', side.resident.id, 'vital-signs'], ['n-other', side.ids.second, 'laboratory']] as const) {
      expect((await live.fhir(writer, 'PUT', `/Observation/${id}`, { body: observation(id, person, category) })).status).toBeLessThan(300);
    }
    // A version of before was a laboratory result.
    await live.fhir(writer, 'PUT', '/Observation/n-vital', { body: { ...observation('n-vital', side.resident.id, 'vital-signs'), status: 'amended' } });
    await createApp(live.opened.database, {
      clientId: 'narrow-app', name: '检验助手', redirectUrls: [BACK], launchUrl: 'https://app.example/narrow', proof: 'none',
      scopes: ['openid', 'launch', 'patient/*.rs', 'user/Observation.rs'],
    });
  });

  it('a staff member opens an app on one person: it reads that person and nobody else, on every road', async () => {
    const { who, granted } = await open('openid launch patient/Observation.rs patient/Patient.rs patient/Observation.cruds', side.resident.id);
    expect(granted.sort()).toEqual(['launch', 'openid', 'patient/Observation.rs', 'patient/Patient.rs']);
    expect((await live.fhir(who, 'GET', `/Patient/${side.resident.id}`)).status).toBe(200);
    expect((await live.fhir(who, 'GET', '/Observation/n-lab')).status).toBe(200);
    expect((await live.fhir(who, 'GET', `/Patient/${side.ids.second}`)).status).toBe(403);
    expect((await live.fhir(who, 'GET', '/Observation/n-other')).status).toBe(403);
    expect((await live.fhir(who, 'GET', '/Observation/n-other/_history')).text).not.toContain('n-other","meta');
    expect(await idsOf(who, '/Patient')).toEqual([side.resident.id]);
    expect(await idsOf(who, '/Observation?_count=200')).not.toContain('n-other');
    expect(await idsOf(who, `/Observation?subject=Patient/${side.ids.second}`)).toEqual([]);
    expect(await idsOf(who, `/Observation?_id=n-lab&_include=Observation:subject`)).toEqual([side.resident.id, 'n-lab'].sort());
    expect((await live.fhir(who, 'GET', '/Observation?_summary=count&subject=Patient/' + side.ids.second)).body).toMatchObject({ total: 0 });
    expect((await live.fhir(who, 'GET', `/$graphql?query=${encodeURIComponent('{Observation(id:"n-other"){id}}')}`)).text).not.toContain('"n-other"');
    expect((await live.fhir(who, 'PUT', '/Observation/n-lab', { body: observation('n-lab', side.resident.id, 'laboratory') })).status).toBe(403);
    expect((await live.fhir(who, 'GET', '/Condition')).status).toBe(403);
  });

  it('a scope with search parameters opens what matches them: read, search, count, include, history, versions, everything', async () => {
    const { who, granted } = await open(`openid launch patient/Patient.rs patient/Observation.rs?category=${LAB}`, side.resident.id);
    expect(granted).toContain(`patient/Observation.rs?category=${LAB}`);
    expect((await live.fhir(who, 'GET', '/Observation/n-lab')).status).toBe(200);
    expect((await live.fhir(who, 'GET', '/Observation/n-vital')).status).toBe(403);
    expect((await live.fhir(who, 'GET', '/Observation/n-other')).status).toBe(403);
    const found = await idsOf(who, '/Observation?_count=200');
    expect(found).toContain('n-lab');
    expect(found).not.toContain('n-vital');
    expect((await live.fhir(who, 'GET', '/Observation?_summary=count&_id=n-vital,n-lab')).body).toMatchObject({ total: 1 });
    expect(await idsOf(who, `/Patient?_id=${side.resident.id}&_revinclude=Observation:subject`)).not.toContain('n-vital');
    for (const road of ['/Observation/_history?_count=200', '/Observation/n-vital/_history', '/Observation/n-vital/_history/1', `/Patient/${side.resident.id}/$everything?_count=200`, `/Patient/${side.resident.id}/Observation?_count=200`,
      `/$graphql?query=${encodeURIComponent('{ObservationList(status:"amended"){id}}')}`, `/Observation/$lastn?subject=Patient/${side.resident.id}&max=50`]) {
      const { text } = await live.fhir(who, 'GET', road);
      expect(text, road).not.toMatch(/"id":"n-vital"/);
    }
  });

  it('machines are narrowed by the same words, and a filter that the server does not know opens nothing', async () => {
    const lab = await live.client(side.township, [`system/Observation.rs?category=${LAB}`]);
    expect((await live.fhir(lab, 'GET', '/Observation/n-lab')).status).toBe(200);
    expect((await live.fhir(lab, 'GET', '/Observation/n-vital')).status).toBe(403);
    const odd = await live.client(side.township, ['system/Observation.rs?no-such-parameter=1']);
    expect(await idsOf(odd, '/Observation')).toEqual([]);
    const dated = await live.client(side.township, ['system/Observation.rs?date=2026']);
    expect(await idsOf(dated, '/Observation')).toEqual([]);
  });
});

describe('what somebody else could try', () => {
  it('a request begun in one browser cannot be allowed in another', async () => {
    const [attacker, victim] = [openTestBrowser(origin), await browserOf('doctor')];
    const asked = await ask(await phone(), PATIENT);
    const uid = new URL((await attacker.follow(asked.url.href)).url).searchParams.get('uid')!;
    expect((await victim.go(`/api/authorisations/${uid}`)).status).toBe(404);
    expect((await decide(victim, uid, true)).status).toBe(404);
    expect((await victim.follow(`/oidc/interaction/${uid}`)).url).toBe(`${origin}/`);
    expect((await decide(attacker, uid, true)).status).toBe(401);
  });

  it.each<[string, Record<string, string>, string]>([
    ['no PKCE', { code_challenge: '', code_challenge_method: '' }, 'invalid_request'],
    ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['the audience of another server', { aud: 'https://elsewhere.example/fhir' }, 'invalid_request'],
    ['the implicit flow', { response_type: 'token' }, 'unsupported_response_type'],
  ])('%s is refused', async (_, change, error) => {
    const asked = await ask(await phone(), PATIENT);
    for (const [name, value] of Object.entries(change)) {
      if (value === '') asked.url.searchParams.delete(name);
      else asked.url.searchParams.set(name, value);
    }
    const { url } = await openTestBrowser(origin).follow(asked.url.href);
    expect(new URL(url).searchParams.get('error') ?? new URLSearchParams(new URL(url).hash.slice(1)).get('error')).toBe(error);
  });

  it('an address that is not registered gets no answer', async () => {
    const asked = await ask(await phone(), PATIENT);
    asked.url.searchParams.set('redirect_uri', 'https://elsewhere.example/');
    const { url, response } = await openTestBrowser(origin).follow(asked.url.href);
    expect([new URL(url).origin, response?.status]).toEqual([origin, 400]);
    expect(await response?.text()).not.toMatch(/<script/);
  });

  it('a code works once, for who asked for it, and takes its tokens with it when it is tried again', async () => {
    const browser = await browserOf('resident');
    const asked = await ask(await phone(), PATIENT);
    const back = await answerOf(browser, asked);
    await expect(redeem({ ...asked, verifier: oauth.randomPKCECodeVerifier() }, back)).rejects.toThrow();
    const second = await ask(await phone(), PATIENT);
    const backAgain = await answerOf(browser, second);
    const tokens = await redeem(second, backAgain);
    await expect(redeem(second, backAgain)).rejects.toThrow();
    await passCache();
    expect((await live.fhir(bearer(tokens.access_token), 'GET', `/Patient/${side.resident.id}`)).status).toBe(401);
  });

  it('tokens, codes and keys are not in the database as they are sent', async () => {
    const { tokens } = await tokensOf('resident', await phone(), PATIENT);
    const rows = await live.opened.owner.query('select * from identity.oidc_record');
    for (const secret of [tokens.access_token, tokens.refresh_token!]) expect(JSON.stringify(rows)).not.toContain(secret);
  });

  it('nothing of it was logged', () => {
    expect(live.logged).toEqual([]);
  });
});
