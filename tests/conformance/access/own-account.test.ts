import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openLiveServer, type LiveServer, type Who } from './live-server.ts';
import { buildSide, SIDES, type Side } from './two-sides.ts';

let live: LiveServer;
let a: Side;
let b: Side;
let origin: string;

beforeAll(async () => {
  live = await openLiveServer();
  b = await buildSide(live, SIDES.b);
  a = await buildSide(live, SIDES.a);
  origin = await live.server.listen({ port: 0, host: '127.0.0.1' });
}, 180_000);
afterAll(() => live?.close());

const ROLES = ['township-doctor', 'referral-coordinator'];
const bodyOf = async (who: Who, name: string, input: Record<string, unknown> = {}): Promise<Record<string, unknown>> => {
  const answer = await live.call(who, name, input);
  expect([name, answer.status], answer.text).toEqual([name, 200]);
  return answer.body as Record<string, unknown>;
};

describe('what a person keeps', () => {
  it('drafts and saved views belong to the account, also beside colleagues of the same organisation', async () => {
    const [one, other] = [await live.account({ login: 'one', roles: ROLES, organisationId: a.root }), await live.account({ login: 'other', roles: ROLES, organisationId: a.root })];
    await bodyOf(one, 'saveDraft', { key: 'referral', title: '草稿', path: '/x', value: { note: '只给自己' } });
    await bodyOf(one, 'saveView', { listKey: 'referrals', name: '我的', value: { q: '只给自己' } });
    await bodyOf(other, 'discardDraft', { key: 'referral' });
    await bodyOf(other, 'deleteView', { listKey: 'referrals', name: '我的' });
    expect((await bodyOf(other, 'listDrafts'))['rows']).toEqual([]);
    expect((await bodyOf(other, 'listSavedViews'))['rows']).toEqual([]);
    expect((await bodyOf(one, 'listDrafts'))['rows']).toHaveLength(1);
    expect((await bodyOf(one, 'listSavedViews'))['rows']).toHaveLength(1);
  });

  it('twenty people sign in at one address at the same moment', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, (_, at) => live.account({ login: `crowd-${at}`, roles: ROLES, organisationId: b.root })));
    expect(new Set(all.map((who) => who['cookie'])).size).toBe(20);
  });

  it('nobody acts for an organisation without a role there', async () => {
    const guest = await live.account({ login: 'guest', roles: ROLES, organisationId: b.root });
    expect((await live.call(guest, 'actFor', { organisationId: a.root })).status).toBe(403);
  });

  it('a cookie alone changes nothing: the page header is asked for', async () => {
    const { cookie } = await live.account({ login: 'cookie', roles: ROLES, organisationId: b.root }) as { cookie: string };
    const answer = await live.server.inject({ method: 'POST', url: '/api/drafts', headers: { cookie, origin: 'https://elsewhere.example' }, payload: { key: 'k', value: 1 } });
    expect(answer.statusCode).toBe(403);
    const fhir = await live.server.inject({ method: 'POST', url: '/fhir/Patient', headers: { cookie, 'content-type': 'application/fhir+json' }, payload: '{"resourceType":"Patient"}' });
    expect(fhir.statusCode).toBe(403);
  });
});

describe('a resident', () => {
  let me: Who;
  beforeAll(async () => {
    me = await live.account({ login: 'me', personId: a.resident.id });
  });

  it('reads the own record, the own referrals and who looked', async () => {
    expect((await bodyOf(me, 'getOwnSummary'))['personId']).toBe(a.resident.id);
    expect((await live.call(me, 'getOwnTimeline', {})).text).toContain(a.ids.observation);
    const own = await live.call(me, 'listOwnReferrals', {});
    expect(own.text).toContain(a.ids.submitted);
    for (const other of [a.ids.draft, a.ids.offered, a.ids.inCare, ...b.personal]) expect(own.text).not.toContain(other);
    expect((await bodyOf(me, 'listOwnAccess'))['rows']).not.toEqual([]);
  });

  it('gets a code for the own person only, and every operation of staff is closed', async () => {
    expect((await live.call(me, 'issueResidentCode', { id: a.resident.id, kind: 'dynamic' })).status).toBe(200);
    for (const id of [a.ids.second, b.resident.id]) expect((await live.call(me, 'issueResidentCode', { id, kind: 'dynamic' })).status).toBe(403);
    for (const name of ['findResidents', 'listReferrals', 'referralBoard', 'listDaySheet', 'listMatchReviews', 'listTasks']) expect((await live.call(me, name, { day: '2026-01-01' })).status).toBe(403);
    expect((await live.call(me, 'getTimeline', { personId: a.resident.id, purpose: 'treatment' })).status).toBe(403);
  });

  it('opens the own record by the own code for a day, and the code works once', async () => {
    const { code } = await bodyOf(me, 'issueResidentCode', { id: a.resident.id, kind: 'dynamic' });
    expect((await live.call(b.all, 'getResident', { id: a.resident.id })).status).toBe(403);
    expect((await bodyOf(b.all, 'resolveResidentCode', { code }))['recordOpen']).toBe(true);
    expect((await live.call(b.all, 'getResident', { id: a.resident.id })).status).toBe(200);
    expect((await live.call(b.all, 'resolveResidentCode', { code })).status).toBe(422);
    await live.opened.owner.query("update access.record_basis set valid_until = now() where basis = 'consent'");
    expect((await live.call(b.all, 'getResident', { id: a.resident.id })).status).toBe(403);
  });

  it('a code that staff printed opens nothing elsewhere', async () => {
    const { code } = await bodyOf(a.all, 'issueResidentCode', { id: a.resident.id, kind: 'dynamic' });
    expect((await bodyOf(b.all, 'resolveResidentCode', { code }))['recordOpen']).toBe(false);
    expect((await live.call(b.all, 'getResident', { id: a.resident.id })).status).toBe(403);
  });
});

describe('nobody opens a record alone', () => {
  const opened = async (): Promise<boolean> => (await live.call(b.all, 'getTimeline', { personId: a.resident.id, purpose: 'treatment' })).status === 200;

  it('registering, booking with arrival, an invented double and an imported double open nothing', async () => {
    const { name, idCard, birthDate, id } = a.resident;
    const sex = Number(idCard[16]) % 2 === 1 ? 'male' : 'female';
    await bodyOf(b.all, 'registerResident', { name, sex, birthDate, idCard });
    expect(await opened()).toBe(false);
    const booked = await bodyOf(b.all, 'bookSlot', { slotId: b.ids.bookable, personId: id, pool: 'open' });
    await bodyOf(b.all, 'recordArrival', { id: booked['id'] });
    expect(await opened()).toBe(false);
    const double = await bodyOf(b.all, 'registerResident', { name, sex, birthDate, phone: a.resident.phone });
    for (const reviewId of double['reviewIds'] as string[]) expect((await live.call(b.all, 'decideMatchReview', { id: reviewId, decision: 'same', reason: '同一人', confirmCardReplaced: true })).status).toBe(403);
    expect(await opened()).toBe(false);
    const client = await live.client(b.root, ['system/*.cruds']);
    const patient = { resourceType: 'Patient', name: [{ text: name }], gender: sex, birthDate, identifier: [{ system: 'https://yigong.dev/fhir/sid/id-card', value: idCard }] };
    expect((await live.fhir(client, 'POST', '/Patient', { body: patient })).status).toBe(201);
    await live.deliver();
    expect(await opened()).toBe(false);
  });
});

describe('the live stream', () => {
  it('tells each side its own events and nothing of the other', async () => {
    const streams = await Promise.all([a, b].map(async (side) => {
      const who = await live.account({ login: `listener-${side.mark}`, roles: ROLES, organisationId: side.root });
      return listen(who);
    }));
    await bodyOf(a.all, 'triageReferral', { id: a.ids.submitted });
    await bodyOf(b.all, 'triageReferral', { id: b.ids.submitted });
    await vi.waitFor(() => {
      expect(streams[0]!.text()).toContain(a.ids.submitted);
      expect(streams[1]!.text()).toContain(b.ids.submitted);
    }, 5000);
    expect(streams[1]!.text()).not.toContain(a.ids.submitted);
    expect(streams[0]!.text()).not.toContain(b.ids.submitted);
    // An act of one's own just before, such as a registration that met a known person, may still be told.
    for (const [index, side] of [a, b].entries()) expect(await foreignEvents(streams[index]!.text(), side.root)).toEqual([]);
    for (const stream of streams) stream.close();
    expect((await fetch(`${origin}/api/live`)).status).toBe(401);
  });

  it('carries ids and states: no name, number or telephone', async () => {
    const rows = await live.opened.owner.query<{ payload: unknown }>('select payload from events.outbox');
    const said = JSON.stringify(rows);
    for (const { resident } of [a, b]) expect([resident.name, resident.phone, resident.idCard].filter((word) => said.includes(word))).toEqual([]);
  });
});

/** Names of the events of a stream that are addressed to nobody in the tree of an organisation. */
async function foreignEvents(text: string, root: string): Promise<string[]> {
  const eventIds = [...text.matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1]));
  expect(eventIds.length).toBeGreaterThan(0);
  const rows = await live.opened.owner.query<{ name: string }>(
    `select name from events.outbox where event_id = any($1::bigint[]) and not exists (
       select 1 from access.organisation place where place.organisation_id = any(outbox.organisation_ids) and place.ancestor_ids @> array[$2])`,
    [eventIds, root],
  );
  return rows.map(({ name }) => name);
}

async function listen(who: Who): Promise<{ text: () => string; close: () => void }> {
  const abort = new AbortController();
  const response = await fetch(`${origin}/api/live`, { headers: who, signal: abort.signal });
  let text = '';
  const decoder = new TextDecoder();
  void (async () => {
    try {
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) text += decoder.decode(chunk, { stream: true });
    } catch {
      // Closed by the test.
    }
  })();
  return { text: () => text, close: () => abort.abort() };
}
