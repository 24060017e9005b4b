import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { matchSubscriptions } from '#fhir/subscriptions/match.ts';
import { refreshWatched } from '#fhir/subscriptions/watched.ts';
import { systemSubject } from '#platform/access/subject.ts';
import { deliverDueEvents } from '#platform/events/delivery.ts';
import { insertEvent } from '#platform/events/outbox.ts';
import { hashToken } from '#platform/identity/tokens.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import { openLiveServer, type LiveServer, type Who } from '../live-server.ts';
import { buildSide, SIDES, type Side } from '../two-sides.ts';

/** Everything that is pushed to somebody signed in: `/api/live` and FHIR subscriptions over websockets. */
let live: LiveServer;
let origin: string;
let a: Side;
let b: Side;
/** Opened before anything of A existed, and heard all the while that A was built. */
const others: Stream[] = [];
const open: { close(): void }[] = [];

interface Stream {
  readonly status: number;
  text(): string;
  close(): void;
}

async function listen(who: Who): Promise<Stream> {
  const abort = new AbortController();
  const response = await fetch(`${origin}/api/live`, { headers: who, signal: abort.signal });
  let text = '';
  void (async () => {
    try {
      for await (const chunk of response.body!) text += Buffer.from(chunk).toString('utf8');
    } catch {
      // Closed by the test.
    }
  })();
  const stream = { status: response.status, text: () => text, close: () => abort.abort() };
  open.push(stream);
  return stream;
}

const announce = (name: string, payload: Record<string, unknown>, organisationIds: string[]) => insertEvent(live.opened.database, { name, payload, organisationIds, subjectId: systemSubject.id });
const heardBy = (stream: Stream, word: string) => vi.waitFor(() => expect(stream.text()).toContain(word), { timeout: 5_000 });
/** What the server promises for sign-outs, roles and withdrawals on every road. */
const withinASecond = () => new Promise((resolve) => setTimeout(resolve, 1_000));
const STAFF = ['specialist', 'referral-coordinator', 'consortium-office', 'privacy-officer', 'index-manager'];

beforeAll(async () => {
  live = await openLiveServer();
  origin = await live.server.listen({ port: 0, host: '127.0.0.1' });
  b = await buildSide(live, SIDES.b);
  const staff = await live.account({ login: 'b-staff', roles: STAFF, organisationId: b.root });
  const resident = await live.account({ login: 'b-resident', personId: b.resident.id });
  for (const who of [staff, resident, b.all]) others.push(await listen(who));
  a = await buildSide(live, SIDES.a);
}, 240_000);
afterAll(async () => {
  for (const each of open) each.close();
  await live?.close();
});

describe('the live stream', () => {
  it('brought nothing of an organisation to others while everything of it was made', async () => {
    expect(others.map(({ status }) => status)).toEqual([200, 200, 200]);
    const [{ told }] = (await live.opened.owner.query<{ told: number }>('select count(*)::int as told from events.outbox where organisation_ids && $1::text[]', [[a.root, a.hospital, a.township, a.village]])) as [{ told: number }];
    expect(told).toBeGreaterThan(60);
    await announce('referral.accepted', { referralId: 'end-of-the-story', personId: b.resident.id }, [b.hospital]);
    for (const stream of others) {
      await heardBy(stream, b.resident.id);
      expect([...a.personal, ...a.places].filter((word) => stream.text().includes(word))).toEqual([]);
    }
  });

  it('tells of a room to those who have something to do there, of the tasks to all', async () => {
    const [specialist, integrator] = [await live.account({ login: 'a-specialist', roles: ['specialist'], organisationId: a.root }), await live.account({ login: 'a-integrator', roles: ['integrator'], organisationId: a.root })];
    const [clinical, technical] = [await listen(specialist), await listen(integrator)];
    await announce('referral.accepted', { referralId: 'clinical-1', personId: a.resident.id }, [a.hospital]);
    await announce('exchange.message-applied', { messageId: 'technical-1' }, [a.hospital]);
    await announce('jobs.task-finished', { taskId: 'task-1' }, [a.hospital]);
    for (const stream of [clinical, technical]) await heardBy(stream, 'task-1');
    expect([clinical.text().includes('clinical-1'), clinical.text().includes('technical-1')]).toEqual([true, false]);
    expect([technical.text().includes('clinical-1'), technical.text().includes(a.resident.id), technical.text().includes('technical-1')]).toEqual([false, false, true]);
  });

  it('is closed to a machine without a scope of our operations, and tells one with some of those rooms only', async () => {
    for (const scopes of [['system/*.cruds'], ['system/Schedule.rs']]) {
      expect((await listen(await live.client(a.root, scopes))).status).toBe(403);
      expect((await listen(await live.client(null, scopes))).status).toBe(403);
    }
    const narrow = await listen(await live.client(a.root, ['api/scheduling.read']));
    await announce('referral.accepted', { referralId: 'not-for-machines' }, [a.hospital]);
    await announce('scheduling.slot-booked', { slotId: 'for-machines' }, [a.hospital]);
    await heardBy(narrow, 'for-machines');
    expect(narrow.text()).not.toContain('not-for-machines');
  });

  it('falls silent within a second after sign-out, sign-out from afar, the end of a role and a disabled account, in whatever process it happened', async () => {
    const endings: Record<string, (who: Who, login: string) => Promise<unknown>> = {
      'sign-out': (who) => live.server.inject({ method: 'POST', url: '/api/session/end', headers: who, payload: {} }),
      'sign-out-elsewhere': (_, login) => live.opened.owner.execute('update identity.session set ended_at = clock_timestamp() where account_id = $1', [`account-${login}`]),
      'role-ended': (_, login) => live.opened.owner.execute("update identity.assignment set valid_until = current_date - 2 where account_id = $1", [`account-${login}`]),
      disabled: (_, login) => live.opened.owner.execute('update identity.account set disabled_at = clock_timestamp() where account_id = $1', [`account-${login}`]),
    };
    const leaving = new Map<string, { who: Who; stream: Stream }>();
    for (const login of Object.keys(endings)) {
      const who = await live.account({ login, roles: ['specialist'], organisationId: a.root });
      leaving.set(login, { who, stream: await listen(who) });
    }
    const stays = await listen(await live.account({ login: 'stays', roles: ['specialist'], organisationId: a.root }));
    await announce('referral.accepted', { referralId: 'while-all-are-here' }, [a.hospital]);
    for (const { stream } of leaving.values()) await heardBy(stream, 'while-all-are-here');
    for (const [login, { who }] of leaving) await endings[login]!(who, login);
    await withinASecond();
    await announce('referral.accepted', { referralId: 'after-they-left' }, [a.hospital]);
    await heardBy(stays, 'after-they-left');
    for (const [login, { stream }] of leaving) expect([login, stream.text().includes('after-they-left')]).toEqual([login, false]);
  });

  it('tells no id of a resident within a second after the refusal was registered', async () => {
    const stream = await listen(await live.account({ login: 'a-coordinator', roles: STAFF, organisationId: a.township }));
    await announce('referral.accepted', { referralId: 'before-the-refusal', personId: a.resident.id }, [a.township]);
    await heardBy(stream, a.resident.id);
    const refusal = await live.call(a.all, 'registerConsent', { personId: a.resident.id, decision: 'deny', granteeOrganisationId: a.township, evidence: 'signed-paper', reason: '本人不同意查看' });
    expect(refusal.status, refusal.text).toBe(200);
    await withinASecond();
    const before = stream.text().length;
    await announce('referral.accepted', { referralId: 'after-the-refusal', personId: a.resident.id }, [a.township]);
    await heardBy(stream, 'after-the-refusal');
    expect(stream.text().slice(before)).not.toContain(a.resident.id);
    expect((await live.call(a.all, 'withdrawConsent', { id: (refusal.body as { id: string }).id, reason: '本人撤回拒绝' })).status).toBe(200);
  });
});

interface Subscriber {
  readonly heard: string[];
  readonly closed: Promise<number>;
}

async function bind(who: Who, subscriptionId: string): Promise<Subscriber> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/fhir/websocket`, { headers: who });
  open.push({ close: () => socket.terminate() });
  const heard: string[] = [];
  socket.on('message', (data) => heard.push(String(data as Buffer)));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.send(`bind ${subscriptionId}`);
  await vi.waitFor(() => expect(heard).toEqual([`bound ${subscriptionId}`]), { timeout: 5_000 });
  return { heard, closed };
}

async function subscribe(who: Who): Promise<string> {
  const made = await live.fhir(who, 'POST', '/Subscription', { body: { resourceType: 'Subscription', status: 'requested', reason: 'test', criteria: 'Observation?code=http://loinc.org|85354-9', channel: { type: 'websocket' } } });
  expect(made.status, made.text).toBe(201);
  await refreshWatched(live.opened.database);
  return (made.body as { id: string }).id;
}
let serial = 0;
async function observe(who: Who, personId: string): Promise<void> {
  serial += 1;
  const body = { resourceType: 'Observation', id: `stream-${serial}`, status: 'final', code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }] }, subject: { reference: `Patient/${personId}` }, valueInteger: serial };
  const written = await live.fhir(who, 'PUT', `/Observation/stream-${serial}`, { body });
  expect(written.status, written.text).toBeLessThan(300);
  await deliverDueEvents({ database: live.opened.database, clock: systemClock, ids: timeOrderedIds(systemClock, randomBytes), reactions: [matchSubscriptions] });
}
const pings = ({ heard }: Subscriber): number => heard.filter((word) => word.startsWith('ping')).length;
const pinged = (subscriber: Subscriber, times: number) => vi.waitFor(() => expect(pings(subscriber)).toBe(times), { timeout: 5_000 });

describe('subscriptions over websockets', () => {
  it('tell of no resource of others, of one that a permit opens while it holds, and no more within a second after it was withdrawn', async () => {
    const [ofA, ofB] = [await live.client(a.township, ['system/*.cruds']), await live.client(b.township, ['system/*.cruds'])];
    const id = await subscribe(ofB);
    const subscriber = await bind(ofB, id);
    await observe(ofA, a.resident.id);
    await observe(ofB, b.resident.id);
    await pinged(subscriber, 1);
    const permit = await live.call(a.all, 'registerConsent', { personId: a.resident.id, decision: 'permit', granteeOrganisationId: b.township, days: 30, evidence: 'signed-paper', reason: '家属签字同意' });
    expect(permit.status, permit.text).toBe(200);
    await live.deliver();
    await observe(ofA, a.resident.id);
    await pinged(subscriber, 2);
    expect((await live.call(a.all, 'withdrawConsent', { id: (permit.body as { id: string }).id, reason: '家属撤回授权' })).status).toBe(200);
    await withinASecond();
    await observe(ofA, a.resident.id);
    await observe(ofB, b.resident.id);
    await pinged(subscriber, 3);
    const told = await live.opened.owner.query<{ about: string | null }>("select person_id as about from audit.entry where action = 'fhir.notify' order by recorded_at, entry_id");
    expect(told.map(({ about }) => about)).toEqual([b.resident.id, a.resident.id, b.resident.id]);
  });

  it('fall silent within a second after the token has ended; what is due waits for its client', async () => {
    const token = await live.client(b.township, ['system/*.cruds']);
    const id = await subscribe(token);
    const subscriber = await bind(token, id);
    await observe(token, b.resident.id);
    await pinged(subscriber, 1);
    const writer = await live.client(b.township, ['system/*.cruds']);
    await live.opened.owner.execute('update identity.access_token set expires_at = clock_timestamp() where token_hash = $1', [hashToken(String(token['authorization']).slice('Bearer '.length))]);
    await withinASecond();
    await observe(writer, b.resident.id);
    expect(await subscriber.closed).toBe(1008);
    expect(pings(subscriber)).toBe(1);
    expect(await live.opened.owner.query('select count(*)::int as waiting from fhir.notice where subscription_id = $1 and not pinged', [id])).toEqual([{ waiting: 1 }]);
  });
});
