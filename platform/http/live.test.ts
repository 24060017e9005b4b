import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { registerOrganisation } from '#platform/access/organisation-tree.ts';
import { systemSubject, type Subject } from '#platform/access/subject.ts';
import { insertEvent } from '#platform/events/outbox.ts';
import { openTestHttp, OWN_PAGE, type TestHttp } from '#platform/testing/test-http.ts';
import { mayHear } from './live.ts';

const PASSWORD = 'Tivoka-bemuru-4829';
let http: TestHttp;
let address: string;

beforeAll(async () => {
  http = await openTestHttp({ modules: [] });
  await registerOrganisation(http.database.database, { organisationId: 'county', parentId: null });
  await registerOrganisation(http.database.database, { organisationId: 'hospital', parentId: 'county' });
  await registerOrganisation(http.database.database, { organisationId: 'township', parentId: 'county' });
  await http.server.listen({ port: 0, host: '127.0.0.1' });
  address = `http://127.0.0.1:${(http.server.server.address() as AddressInfo).port}`;
  for (const organisationId of ['hospital', 'township', 'county']) {
    await http.addStaff({ login: organisationId, password: PASSWORD, role: 'specialist', organisationId });
  }
});
afterAll(() => http.close());

interface Stream {
  readonly status: number;
  /** Everything received so far. */
  text(): string;
  /** The server has ended it. */
  isOver(): boolean;
  close(): void;
}

async function openStream(cookie: string, headers: Record<string, string> = {}): Promise<Stream> {
  const abort = new AbortController();
  const response = await fetch(`${address}/api/live`, { headers: { cookie, ...headers }, signal: abort.signal });
  let text = '';
  let over = false;
  void (async () => {
    try {
      for await (const chunk of response.body!) text += Buffer.from(chunk).toString('utf8');
      over = true;
    } catch {
      // Closed by the test.
    }
  })();
  return { status: response.status, text: () => text, isOver: () => over, close: () => abort.abort() };
}

const announce = (noteId: string, organisationIds: string[]) =>
  insertEvent(http.database.database, { name: 'note.written', payload: { noteId, count: 3 }, organisationIds, subjectId: 'x' });

describe('the live stream', () => {
  it('is refused without a sign-in', async () => {
    expect((await openStream('')).status).toBe(401);
  });

  it('tells each screen the events of its organisations and of those below, and of no other', async () => {
    const [hospital, township, county] = await Promise.all(
      ['hospital', 'township', 'county'].map(async (login) => openStream((await http.signIn(login, PASSWORD)).cookie)),
    );
    await announce('for-hospital', ['hospital']);
    await announce('for-all', ['hospital', 'township']);
    await announce('for-nobody', []);
    await vi.waitFor(() => {
      for (const stream of [hospital, township, county]) expect(stream!.text()).toContain('for-all');
    }, 3000);
    expect(hospital!.text()).toMatch(/id: \d+\ndata: \{"name":"note.written","ids":\["for-hospital"\]\}\n\n/);
    expect(county!.text()).toContain('for-hospital');
    expect(township!.text()).not.toContain('for-hospital');
    for (const stream of [hospital, township, county]) expect(stream!.text()).not.toContain('for-nobody');
    for (const stream of [hospital, township, county]) stream!.close();
  });

  it('tells a disabled account nothing more within a second, ends its stream and opens none', async () => {
    await http.addStaff({ login: 'leaving', password: PASSWORD, role: 'specialist', organisationId: 'hospital' });
    const { cookie } = await http.signIn('leaving', PASSWORD);
    const stream = await openStream(cookie);
    await announce('while-employed', ['hospital']);
    await vi.waitFor(() => expect(stream.text()).toContain('while-employed'), 3000);
    await http.database.owner.execute("update identity.account set disabled_at = clock_timestamp() where login = 'leaving'");
    await new Promise((done) => setTimeout(done, 1100));
    const stays = await openStream((await http.signIn('hospital', PASSWORD)).cookie);
    await announce('after-leaving', ['hospital']);
    await vi.waitFor(() => expect(stays.text()).toContain('after-leaving'), 3000);
    stays.close();
    expect(stream.text()).not.toContain('after-leaving');
    await vi.waitFor(() => expect(stream.isOver()).toBe(true), 3000);
    expect((await openStream(cookie)).status).toBe(401);
  });

  it('tells no id of a person who refuses the organisation, from the next event after the refusal, nor to a returning screen', async () => {
    const tell = (personId: string, noteId: string) =>
      insertEvent(http.database.database, { name: 'note.written', payload: { personId, noteId }, organisationIds: ['township', 'hospital'], subjectId: 'x' });
    const last = (await http.database.database.query<{ last: number }>('select max(event_id) as last from events.outbox'))[0]!.last;
    const cookies = await Promise.all(['hospital', 'township', 'county'].map(async (login) => (await http.signIn(login, PASSWORD)).cookie));
    const [hospital, township, county] = await Promise.all(cookies.map((cookie) => openStream(cookie)));
    await tell('person-who-refuses', 'before-refusal');
    await vi.waitFor(() => expect(hospital!.text()).toContain('person-who-refuses'), 3000);
    await http.database.owner.execute("insert into access.refusal (person_id, organisation_id, source, valid_from) values ('person-who-refuses', 'hospital', 'test/1', now()), ('person-elsewhere', 'nowhere', 'test/2', now())");
    const marks = [hospital!.text().length, township!.text().length];
    await tell('person-who-refuses', 'after-refusal');
    await tell('person-elsewhere', 'of-another');
    await vi.waitFor(() => { for (const stream of [hospital, township, county]) expect(stream!.text()).toContain('of-another'); }, 3000);
    expect(hospital!.text().slice(marks[0])).toContain('after-refusal');
    expect(hospital!.text().slice(marks[0])).not.toContain('person-who-refuses');
    expect(hospital!.text().slice(marks[0])).toContain('person-elsewhere');
    expect(township!.text().slice(marks[1])).toContain('person-who-refuses');
    const again = await openStream(cookies[0]!, { 'last-event-id': String(last) });
    await vi.waitFor(() => expect(again.text()).toContain('of-another'), 3000);
    expect(again.text()).not.toContain('person-who-refuses');
    await http.database.owner.execute("insert into access.record_basis (person_id, organisation_id, basis, source, valid_from) values ('person-who-refuses', 'hospital', 'emergency', 'test/3', now())");
    await tell('person-who-refuses', 'in-emergency');
    await vi.waitFor(() => expect(again.text()).toContain('in-emergency'), 3000);
    expect(again.text()).toContain('person-who-refuses');
    for (const stream of [hospital, township, county, again]) stream!.close();
  });

  it('tells a returning screen what it missed', async () => {
    const { cookie } = await http.signIn('hospital', PASSWORD);
    const rows = await http.database.database.query<{ last: number }>('select max(event_id) as last from events.outbox');
    await announce('missed', ['hospital']);
    await announce('not-mine', ['township']);
    const stream = await openStream(cookie, { 'last-event-id': String(rows[0]!.last) });
    await vi.waitFor(() => expect(stream.text()).toContain('missed'), 3000);
    expect(stream.text()).not.toContain('not-mine');
    stream.close();
  });

  it('closes the oldest stream of an account that opens too many', async () => {
    const { cookie } = await http.signIn('township', PASSWORD);
    const streams: Stream[] = [];
    for (let count = 0; count < 9; count += 1) streams.push(await openStream(cookie));
    await announce('after-nine', ['township']);
    await vi.waitFor(() => expect(streams[8]!.text()).toContain('after-nine'), 3000);
    expect(streams[0]!.text()).not.toContain('after-nine');
    for (const stream of streams) stream.close();
    await http.server.inject({ method: 'POST', url: '/api/session/end', headers: { cookie, ...OWN_PAGE }, payload: {} });
  });
});

describe('who may hear an event', () => {
  const event = { eventId: 1, name: 'note.written', payload: { personId: 'p1' }, organisationIds: ['hospital'], createdAt: new Date() };
  const base: Subject = { ...systemSubject, kind: 'staff', id: 'a', everyOrganisation: false };
  it.each<[string, Partial<Subject>, boolean]>([
    ['staff of the organisation', { organisationIds: ['hospital'] }, true],
    ['staff of another', { organisationIds: ['township'] }, false],
    ['nobody', { id: '', organisationIds: ['hospital'] }, false],
    ['the resident it is about', { kind: 'resident', personId: 'p1' }, true],
    ['another resident', { kind: 'resident', personId: 'p2' }, false],
    ['a client that sees everything', { kind: 'client', everyOrganisation: true }, true],
  ])('%s', (_, change, expected) => {
    expect(mayHear({ ...base, ...change }, event)).toBe(expected);
  });

  it('a resident never hears what is addressed to everybody', () => {
    expect(mayHear({ ...base, kind: 'resident', personId: 'p2' }, { ...event, organisationIds: [] })).toBe(false);
  });
});
