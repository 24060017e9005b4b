import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { registerOrganisation } from '#platform/access/organisation-tree.ts';
import { createFixtureTables, fixtureModule } from '#platform/testing/fixture-module.ts';
import { openTestHttp, OWN_PAGE, type TestHttp } from '#platform/testing/test-http.ts';
import { disableAccount } from '../accounts.ts';
import { createSetupLink } from '../setup-links.ts';
import { renewRecoveryCodes } from './recovery-codes.ts';
import { beginTotp, confirmTotp, proveTotp } from './totp.ts';

const PASSWORD = 'Tivoka-bemuru-4829';
let http: TestHttp;
beforeAll(async () => {
  http = await openTestHttp({ modules: [fixtureModule()] });
  await createFixtureTables(http.database.owner);
  await registerOrganisation(http.database.database, { organisationId: 'hospital', parentId: null });
});
afterAll(() => http.close());
beforeEach(() => http.database.owner.execute('delete from identity.sign_in_throttle'));

const post = (url: string, cookie: string, payload: object = {}) => http.server.inject({ method: 'POST', url: `/api${url}`, headers: { cookie, ...OWN_PAGE }, payload });
const read = async (url: string, cookie: string) => (await http.server.inject({ url: `/api${url}`, headers: { cookie } })).json();
const cookiesOf = (answer: { headers: Record<string, unknown> }): string => [answer.headers['set-cookie'] ?? []].flat().map((line) => String(line).split(';')[0]).join('; ');
const codeOf = (secret: string, steps = 0): string => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });
/** Codes are for once: between two uses in a test the step is set back. */
const nextStep = (accountId: string) => http.database.owner.execute('update identity.totp set last_step = 0 where account_id = $1', [accountId]);
const stale = (accountId: string) =>
  http.database.owner.execute("update identity.session set password_at = now() - interval '6 minutes', second_factor_at = now() - interval '6 minutes' where account_id = $1", [accountId]);

async function person(login: string) {
  const accountId = await http.addStaff({ login, password: PASSWORD, role: 'specialist', organisationId: 'hospital' });
  const { cookie } = await http.signIn(login, PASSWORD);
  return { login, accountId, cookie };
}

async function withTotp(login: string) {
  const one = await person(login);
  const { secret } = (await post('/own/totp/begin', one.cookie)).json();
  const { recoveryCodes } = (await post('/own/totp/confirm', one.cookie, { code: codeOf(secret) })).json() as { recoveryCodes: string[] };
  await nextStep(one.accountId);
  return { ...one, secret, recoveryCodes };
}

describe('codes of an authenticator app (RFC 6238)', () => {
  it('are right one step early or late, wrong beyond, and work once', async () => {
    const { accountId } = await person('clock');
    const { database } = http.database;
    const { secret, uri } = await beginTotp(database, { accountId, login: 'clock' });
    expect(uri).toMatch(/^otpauth:\/\/totp\/.*issuer=.*secret=/);
    const now = new Date('2026-11-22T08:00:10Z');
    const at = (seconds: number) => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now.getTime() + seconds * 1000 });
    const prove = (code: string) => proveTotp(database, { accountId, code, now });
    expect(await prove(at(0))).toBe(false); // not confirmed yet
    expect(await confirmTotp(database, { accountId, code: at(-30), now })).toBe(true);
    expect(await prove(at(-30))).toBe(false);
    expect(await prove(at(-60))).toBe(false);
    expect(await prove(at(60))).toBe(false);
    expect(await Promise.all(Array.from({ length: 8 }, () => prove(at(0))))).toEqual(expect.arrayContaining([true]));
    expect(await prove(at(0))).toBe(false);
    expect(await prove(at(30))).toBe(true);
    expect(await prove(at(0))).toBe(false);
  });

  it('one code sent eight times at one moment counts once', async () => {
    const { accountId, secret } = await withTotp('eight');
    const all = await Promise.all(Array.from({ length: 8 }, () => proveTotp(http.database.database, { accountId, code: codeOf(secret), now: new Date() })));
    expect(all.filter(Boolean)).toHaveLength(1);
  });
});

describe('signing in with a second factor', () => {
  it('asks for the code after the password, and opens nothing before it', async () => {
    const { login, secret, accountId } = await withTotp('two-steps');
    const { answer } = await http.signIn(login, PASSWORD);
    expect(answer.json()).toEqual({ signedIn: false, needsSetUp: false, pending: { needs: 'second-factor', kinds: ['totp', 'recovery-code'] } });
    const pending = cookiesOf(answer);
    expect(pending).toMatch(/^yigong_pending=/);
    expect(String(answer.headers['set-cookie'])).toMatch(/Path=\/api\/session; HttpOnly; SameSite=Lax; Max-Age=600/);
    expect((await read('/notes', pending)).code).toBe('platform.unauthenticated');
    expect((await read('/notes', pending.replace('yigong_pending', 'yigong_session'))).code).toBe('platform.unauthenticated');
    expect((await post('/session/second-factor', pending, { code: '000000' })).json().code).toBe('identity.code-wrong');
    const right = await post('/session/second-factor', pending, { code: codeOf(secret) });
    expect(right.json()).toMatchObject({ signedIn: true, hasSecondFactor: true });
    expect((await http.server.inject({ url: '/api/notes', headers: { cookie: cookiesOf(right) } })).statusCode).toBe(200);
    await nextStep(accountId);
    expect((await post('/session/second-factor', pending, { code: codeOf(secret) })).json().code).toBe('identity.sign-in-over');
  });

  it('takes each recovery code once, however it is typed', async () => {
    const { login, recoveryCodes } = await withTotp('paper');
    expect(recoveryCodes).toHaveLength(10);
    const [code = ''] = recoveryCodes;
    const enter = async (typed: string) => (await post('/session/second-factor', cookiesOf((await http.signIn(login, PASSWORD)).answer), { code: typed })).json();
    expect(await enter(` ${code.toUpperCase().replace('-', ' ')} `)).toMatchObject({ signedIn: true });
    expect(await enter(code)).toMatchObject({ code: 'identity.code-wrong' });
    const stored = await http.database.owner.query<{ code_hash: string }>('select code_hash from identity.recovery_code');
    expect(JSON.stringify(stored)).not.toContain(code.replace('-', ''));
  });

  it('ends after five wrong codes, and counts guesses over several sign-ins', async () => {
    const { login } = await withTotp('guessed');
    const statuses: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const pending = cookiesOf((await http.signIn(login, PASSWORD)).answer);
      for (let guess = 0; guess < 4; guess += 1) statuses.push((await post('/session/second-factor', pending, { code: '123456' })).statusCode);
    }
    expect(statuses.slice(0, 5)).toEqual([422, 422, 422, 422, 422]);
    expect(statuses.slice(6)).toEqual(Array(6).fill(429));
  });

  it('stays shut for an account that was disabled in between', async () => {
    const { login, accountId, secret } = await withTotp('between');
    const pending = cookiesOf((await http.signIn(login, PASSWORD)).answer);
    await disableAccount(http.database.database, accountId);
    expect((await post('/session/second-factor', pending, { code: codeOf(secret) })).json().code).toBe('identity.sign-in-over');
  });

  it('a set-up link sets the password but does not stand for the second factor', async () => {
    const { accountId } = await withTotp('linked');
    const token = await createSetupLink(http.database.database, { accountId });
    expect((await post('/setup', '', { token, password: 'Rebuvo-kasimi-7731' })).json()).toMatchObject({ signedIn: false, pending: { needs: 'second-factor' } });
  });
});

describe('step-up', () => {
  it('asks again after five minutes, and lets the act through after a code', async () => {
    const { cookie, accountId, secret } = await withTotp('stepper');
    expect((await post('/own/recovery-codes', cookie)).statusCode).toBe(200);
    await stale(accountId);
    const asked = await post('/own/recovery-codes', cookie);
    expect([asked.statusCode, asked.json().code]).toEqual([401, 'platform.step-up-required']);
    expect((await post('/session/step-up/begin', cookie)).json()).toMatchObject({ kinds: ['totp', 'recovery-code'] });
    expect((await post('/session/step-up', cookie, { code: '000000' })).json().code).toBe('identity.code-wrong');
    expect((await post('/session/step-up', cookie, { password: PASSWORD })).statusCode).toBe(200);
    expect((await post('/own/recovery-codes', cookie)).json().code).toBe('platform.step-up-required');
    expect((await post('/session/step-up', cookie, { code: codeOf(secret) })).statusCode).toBe(200);
    expect((await post('/own/recovery-codes', cookie)).json().recoveryCodes).toHaveLength(10);
  });

  it('asks an account without second factor to set one up, for which the password is proved afresh', async () => {
    const { cookie, accountId } = await person('bare');
    expect((await post('/own/recovery-codes', cookie)).json().code).toBe('platform.second-factor-missing');
    await stale(accountId);
    expect((await post('/own/totp/begin', cookie)).json().code).toBe('platform.step-up-required');
    expect((await post('/session/step-up', cookie, { password: 'wrong' })).json().code).toBe('identity.password-wrong');
    await post('/session/step-up', cookie, { password: PASSWORD });
    const { secret } = (await post('/own/totp/begin', cookie)).json();
    expect((await post('/own/totp/confirm', cookie, { code: codeOf(secret) })).json().recoveryCodes).toHaveLength(10);
    expect((await post('/own/recovery-codes', cookie)).statusCode).toBe(200);
  });

  it('takes the codes away with the last factor, and cannot be used by another account', async () => {
    const [one, other] = [await withTotp('owner'), await withTotp('other')];
    expect((await post('/session/step-up', other.cookie, { code: codeOf(one.secret) })).json().code).toBe('identity.code-wrong');
    expect((await post('/session/step-up', other.cookie, { code: one.recoveryCodes[0]! })).json().code).toBe('identity.code-wrong');
    expect((await post('/own/totp/remove', one.cookie)).statusCode).toBe(200);
    expect(await read('/own/security', one.cookie)).toMatchObject({ hasTotp: false, recoveryCodes: 0 });
  });
});

describe('passwords over their time', () => {
  it('a password that is too old or was set by somebody else is replaced while signing in', async () => {
    const { login, accountId } = await person('old');
    await http.database.owner.execute("update identity.account set password_changed_at = now() - interval '91 days' where account_id = $1", [accountId]);
    const { answer } = await http.signIn(login, PASSWORD);
    expect(answer.json()).toMatchObject({ signedIn: false, pending: { needs: 'new-password' } });
    const pending = cookiesOf(answer);
    expect((await post('/session/new-password', pending, { password: PASSWORD })).json().code).toBe('identity.password-used');
    expect((await post('/session/new-password', pending, { password: 'Password-2026' })).json().code).toBe('identity.password-common');
    expect((await post('/session/new-password', pending, { password: 'Rebuvo-kasimi-7731' })).json()).toMatchObject({ signedIn: true });
    expect((await http.signIn(login, PASSWORD)).answer.statusCode).toBe(401);
    await http.database.owner.execute('update identity.account set must_change_password = true where account_id = $1', [accountId]);
    expect((await http.signIn(login, 'Rebuvo-kasimi-7731')).answer.json()).toMatchObject({ pending: { needs: 'new-password' } });
  });

  it('one pending sign-in opens one session, however often its last step is sent at once', async () => {
    const { login, accountId } = await person('at-once');
    await http.database.owner.execute('update identity.account set must_change_password = true where account_id = $1', [accountId]);
    const { answer } = await http.signIn(login, PASSWORD);
    const pending = cookiesOf(answer);
    const answers = await Promise.all(Array.from({ length: 8 }, (_, at) => post('/session/new-password', pending, { password: `Rebuvo-kasimi-772${at}` })));
    expect(answers.filter((each) => each.statusCode === 200)).toHaveLength(1);
    for (const each of answers) if (each.statusCode !== 200) expect(each.json()).toMatchObject({ code: 'identity.sign-in-over' });
  });

  it('the last five do not come back, the sixth may', async () => {
    const { cookie } = await person('history');
    const made = Array.from({ length: 6 }, () => `Kevoda-${randomBytes(4).toString('hex')}-Zq`);
    let current = PASSWORD;
    const change = async (password: string) => (await post('/own/password', cookie, { current, password })).json();
    for (const next of made.slice(0, 4)) {
      expect(await change(next)).toEqual({ done: true });
      current = next;
    }
    expect(await change(PASSWORD)).toMatchObject({ code: 'identity.password-used' });
    expect(await change(made[4]!)).toEqual({ done: true });
    current = made[4]!;
    expect(await change(PASSWORD)).toEqual({ done: true });
    expect(await post('/own/password', cookie, { current: 'wrong', password: made[5]! }).then((answer) => answer.json().code)).toBe('identity.password-wrong');
  }, 40_000);

  it('a new password signs every other browser out and keeps this one', async () => {
    const { login, cookie } = await person('elsewhere');
    const other = await http.signIn(login, PASSWORD);
    await post('/own/password', cookie, { current: PASSWORD, password: 'Rebuvo-kasimi-7731' });
    await new Promise((resolve) => setTimeout(resolve, 850));
    expect((await read('/session', other.cookie)).signedIn).toBe(false);
    expect((await read('/session', cookie)).signedIn).toBe(true);
  });
});

describe('sessions of an account', () => {
  it('are listed with device, place and time, and end from afar within a second', async () => {
    const { login, cookie } = await person('lister');
    const phone = await http.server.inject({
      method: 'POST', url: '/api/session', payload: { login, password: PASSWORD },
      headers: { ...OWN_PAGE, 'user-agent': 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36' },
    });
    const { sessions } = (await read('/own/security', cookie)) as { sessions: { id: string; isThis: boolean }[] };
    expect(sessions).toHaveLength(2);
    expect(sessions.find(({ isThis }) => !isThis)).toMatchObject({ device: { browser: 'Chrome', system: 'Android' }, address: '127.0.0.1', isInside: true, method: 'password' });
    const { id } = sessions.find(({ isThis }) => !isThis)!;
    expect((await post(`/own/sessions/${id}/end`, cookie)).json()).toEqual({ done: true });
    await new Promise((resolve) => setTimeout(resolve, 850));
    expect((await read('/session', cookiesOf(phone))).signedIn).toBe(false);
    expect((await post(`/own/sessions/${id}/end`, cookie)).statusCode).toBe(404);
  });

  it('of somebody else cannot be ended', async () => {
    const [one, other] = [await person('mine'), await person('theirs')];
    const { sessions } = (await read('/own/security', one.cookie)) as { sessions: { id: string }[] };
    expect((await post(`/own/sessions/${sessions[0]!.id}/end`, other.cookie)).statusCode).toBe(404);
  });
});

describe('what is replaced as a whole', () => {
  it('recovery codes renewed twice at once are ten', async () => {
    const { cookie, accountId } = await withTotp('renews-at-once');
    const { database } = http.database;
    let second: Promise<unknown> = Promise.resolve();
    await database.transaction(async (tx) => {
      await renewRecoveryCodes(tx, accountId);
      second = database.transaction((other) => renewRecoveryCodes(other, accountId));
      await new Promise((resolve) => setTimeout(resolve, 300));
    });
    await second;
    expect((await read('/own/security', cookie)).recoveryCodes).toBe(10);
  });

  it('a set-up link ends when the password is set otherwise, when another is made at once, and while the account is closed', async () => {
    const { accountId, cookie } = await person('has-a-link');
    const { database } = http.database;
    const use = async (token: string, password: string) => (await post('/setup', '', { token, password })).statusCode;
    const old = await createSetupLink(database, { accountId });
    expect((await post('/own/password', cookie, { current: PASSWORD, password: 'Sovike-ramute-9015' })).statusCode).toBe(200);
    expect(await use(old, 'Gunavi-tepoko-3364')).toBe(409);
    const two = await Promise.all(Array.from({ length: 4 }, () => database.transaction((tx) => createSetupLink(tx, { accountId }))));
    const [live] = await http.database.owner.query<{ count: number }>('select count(*)::int as count from identity.setup_link where account_id = $1 and used_at is null and expires_at > clock_timestamp()', [accountId]);
    expect(live).toEqual({ count: 1 });
    await disableAccount(database, accountId);
    for (const token of two) expect(await use(token, 'Gunavi-tepoko-3364')).toBe(409);
  });

  it('of the links for a first administrator the first that is used is the last', async () => {
    const [first, second] = [await createSetupLink(http.database.database), await createSetupLink(http.database.database)];
    const made = (token: string, login: string) => post('/setup', '', { token, login, password: 'Gunavi-tepoko-3364' });
    expect((await made(first, 'first-administrator')).statusCode).toBe(200);
    expect((await made(second, 'second-administrator')).statusCode).toBe(409);
  });
});

describe('lock-out', () => {
  it('after twenty failures from many addresses, for names with and without an account alike, until unlocked', async () => {
    await person('victim');
    const attempt = (login: string, password: string, at: number) =>
      http.server.inject({ method: 'POST', url: '/api/session', headers: OWN_PAGE, payload: { login, password }, remoteAddress: `203.0.113.${at}` });
    for (const login of ['victim', 'nobody-at-all']) {
      for (let at = 0; at < 21; at += 1) expect((await attempt(login, 'guess', at)).statusCode).toBe(401);
      expect((await attempt(login, PASSWORD, 99)).json().code).toBe('identity.sign-in-throttled');
    }
    const { unlockSignIn } = await import('../throttle.ts');
    expect(await unlockSignIn(http.database.database, 'victim')).toBe(true);
    expect((await attempt('victim', PASSWORD, 99)).statusCode).toBe(200);
    expect((await attempt('nobody-at-all', PASSWORD, 99)).statusCode).toBe(429);
  });
});
