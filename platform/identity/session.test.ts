import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerOrganisation } from '#platform/access/organisation-tree.ts';
import { createFixtureTables, fixtureModule } from '#platform/testing/fixture-module.ts';
import { openTestHttp, OWN_PAGE, type TestHttp } from '#platform/testing/test-http.ts';
import { assignRole, disableAccount } from './accounts.ts';
import { createSetupLink } from './setup-links.ts';

const PASSWORD = 'Tivoka-bemuru-4829';
let http: TestHttp;

beforeAll(async () => {
  http = await openTestHttp({ modules: [fixtureModule()] });
  await createFixtureTables(http.database.owner);
  for (const id of ['hospital', 'township']) await registerOrganisation(http.database.database, { organisationId: id, parentId: null });
});
afterAll(() => http.close());

const session = (cookie: string) => http.server.inject({ url: '/api/session', headers: { cookie } });
const post = (url: string, cookie: string, payload: object, headers: object = OWN_PAGE) =>
  http.server.inject({ method: 'POST', url, headers: { cookie, ...headers }, payload });
const passCache = () => new Promise((resolve) => setTimeout(resolve, 850));

describe('set-up', () => {
  it('says that nobody is there yet, and makes the first administrator once', async () => {
    expect((await session('')).json()).toEqual({ signedIn: false, needsSetUp: true });
    const token = await createSetupLink(http.database.database);
    const person = { token, login: 'founder', name: '建设者', password: PASSWORD };
    const answers = await Promise.all([post('/api/setup', '', person), post('/api/setup', '', { ...person, login: 'thief' })]);
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([200, 409]);
    expect((await session('')).json()).toEqual({ signedIn: false, needsSetUp: false });
  });

  it('keeps the link when the password is refused', async () => {
    const token = await createSetupLink(http.database.database);
    const weak = await post('/api/setup', '', { token, login: 'second', password: 'secret' });
    expect(weak.json()).toMatchObject({ code: 'identity.password-weak', details: [{ path: 'password' }] });
    expect((await post('/api/setup', '', { token, login: 'second', password: PASSWORD })).statusCode).toBe(200);
  });
});

describe('sessions', () => {
  it('signs in with the login as any keyboard writes it, and sets a cookie that scripts cannot read', async () => {
    await http.addStaff({ login: 'Zhang.San', password: PASSWORD, role: 'specialist', organisationId: 'hospital' });
    const { answer, cookie } = await http.signIn('ｚｈａｎｇ．ｓａｎ ', PASSWORD);
    expect(answer.json()).toMatchObject({
      signedIn: true,
      kind: 'staff',
      acting: 'hospital',
      permissions: ['note.read', 'note.write'],
      assignments: [{ organisationId: 'hospital', organisationName: '县医院', role: 'specialist' }],
    });
    expect(answer.headers['set-cookie']).toMatch(/HttpOnly; SameSite=Lax/);
    expect(answer.body).not.toContain(cookie.split('=')[1]);
    expect((await session(cookie)).json()).toMatchObject({ signedIn: true });
  });

  it('answers an unknown login, a wrong password and a disabled account alike', async () => {
    const accountId = await http.addStaff({ login: 'gone', password: PASSWORD, role: 'specialist', organisationId: 'hospital' });
    await disableAccount(http.database.database, accountId);
    const answers = [await http.signIn('nobody', PASSWORD), await http.signIn('zhang.san', 'wrong'), await http.signIn('gone', PASSWORD)];
    expect(answers.map(({ answer }) => answer.json().code)).toEqual(Array(3).fill('identity.sign-in-failed'));
  });

  it('refuses a change that carries the cookie but does not come from our page', async () => {
    const { cookie } = await http.signIn('zhang.san', PASSWORD);
    const forged = await post('/api/notes/hospital', cookie, { words: 'hello' }, {});
    expect(forged.json()).toMatchObject({ status: 403, code: 'identity.cross-site' });
    expect((await post('/api/notes/hospital', cookie, { words: 'hello' })).statusCode).toBe(200);
  });

  it('opens nothing to a link or a form of another site, by which a look would stand in the name of whoever follows it', async () => {
    const { cookie } = await http.signIn('zhang.san', PASSWORD);
    const read = async (from: string | undefined): Promise<number> =>
      (await http.server.inject({ url: '/api/notes', headers: { cookie, ...(from === undefined ? {} : { 'sec-fetch-site': from }) } })).statusCode;
    expect([await read('cross-site'), await read('same-site'), await read('same-origin'), await read('none'), await read(undefined)]).toEqual([403, 403, 200, 200, 200]);
  });

  it('ends at once on sign-out, and within a second when the account is disabled', async () => {
    const accountId = await http.addStaff({ login: 'leaver', password: PASSWORD, role: 'specialist', organisationId: 'hospital' });
    const first = await http.signIn('leaver', PASSWORD);
    const second = await http.signIn('leaver', PASSWORD);
    await post('/api/session/end', first.cookie, {});
    expect((await session(first.cookie)).json()).toMatchObject({ signedIn: false });
    expect((await session(second.cookie)).json()).toMatchObject({ signedIn: true });
    await disableAccount(http.database.database, accountId);
    await passCache();
    expect((await http.server.inject({ url: '/api/notes', headers: { cookie: second.cookie } })).statusCode).toBe(401);
  });

  it('acts only for organisations where a role is held, with the permissions of that role', async () => {
    const accountId = await http.addStaff({ login: 'both', password: PASSWORD, role: 'specialist', organisationId: 'hospital' });
    await assignRole(http.database.database, {
      assignmentId: http.newId(), accountId, organisationId: 'township', role: 'township-doctor', validFrom: '2020-01-02',
    });
    const { cookie } = await http.signIn('both', PASSWORD);
    expect((await post('/api/session/act', cookie, { organisationId: 'township' })).json()).toMatchObject({
      acting: 'township', permissions: ['note.read'],
    });
    expect((await post('/api/notes/hospital', cookie, { words: 'hello' })).json()).toMatchObject({ code: 'platform.forbidden' });
    expect((await post('/api/session/act', cookie, { organisationId: 'elsewhere' })).json()).toMatchObject({ code: 'platform.organisation-forbidden' });
  });

  it('slows down guessing at one account from one address, also when the guesses come at once', async () => {
    await http.addStaff({ login: 'target', password: PASSWORD, role: 'specialist', organisationId: 'hospital' });
    const guesses = await Promise.all(Array.from({ length: 12 }, () => http.signIn('target', 'guess')));
    const late = await http.signIn('target', PASSWORD);
    expect(guesses.some(({ answer }) => answer.statusCode === 401)).toBe(true);
    expect(late.answer.json()).toMatchObject({ status: 429, code: 'identity.sign-in-throttled' });
    await http.database.owner.execute('update identity.sign_in_throttle set blocked_until = null');
    expect((await http.signIn('target', PASSWORD)).answer.statusCode).toBe(200);
  });

  it('asks for a sign-in where there is none', async () => {
    const answer = await http.server.inject({ url: '/api/notes' });
    expect(answer.json()).toMatchObject({ status: 401, code: 'platform.unauthenticated' });
  });
});

describe('drafts and saved views', () => {
  it('keeps what one person typed from everybody else, until it is discarded', async () => {
    const { cookie } = await http.signIn('zhang.san', PASSWORD);
    const other = await http.signIn('both', PASSWORD);
    const draft = { key: 'send-referral:1', title: '转诊单', path: '/referrals/new', value: { reason: '胸痛\u0000' } };
    expect((await post('/api/drafts', cookie, draft)).json()).toEqual({ done: true });
    await post('/api/drafts', cookie, { ...draft, value: { reason: '胸痛三天' } });
    const list = (key: string) => http.server.inject({ url: '/api/drafts', headers: { cookie: key } });
    expect((await list(cookie)).json().rows).toMatchObject([{ key: 'send-referral:1', value: { reason: '胸痛三天' } }]);
    expect((await list(other.cookie)).json().rows).toEqual([]);
    await post('/api/drafts/discard', cookie, { key: draft.key });
    expect((await list(cookie)).json().rows).toEqual([]);
  });

  it('keeps a saved view by list and name', async () => {
    const { cookie } = await http.signIn('zhang.san', PASSWORD);
    await post('/api/saved-views', cookie, { listKey: 'referrals', name: '待接收', value: { state: 'sent' } });
    await post('/api/saved-views', cookie, { listKey: 'referrals', name: '待接收', value: { state: 'accepted' } });
    const list = async () => (await http.server.inject({ url: '/api/saved-views?listKey=referrals', headers: { cookie } })).json().rows;
    expect(await list()).toEqual([{ listKey: 'referrals', name: '待接收', value: { state: 'accepted' } }]);
    await post('/api/saved-views/delete', cookie, { listKey: 'referrals', name: '待接收' });
    expect(await list()).toEqual([]);
  });

  it('refuses a draft that is too large', async () => {
    const { cookie } = await http.signIn('zhang.san', PASSWORD);
    const answer = await post('/api/drafts', cookie, { key: 'big', value: 'x'.repeat(300_000) });
    expect(answer.json()).toMatchObject({ status: 422, code: 'identity.too-many-kept' });
  });
});
