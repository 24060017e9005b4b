import { randomBytes } from 'node:crypto';
import { createServer, request as requestHttp, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { registerOrganisation } from '#platform/access/organisation-tree.ts';
import type { Subject } from '#platform/access/subject.ts';
import { deliverDueEvents } from '#platform/events/delivery.ts';
import { startOutboxListener } from '#platform/events/listener.ts';
import { setReactionIndex } from '#platform/events/outbox.ts';
import { indexReactions } from '#platform/events/reaction.ts';
import { createClient } from '#platform/identity/machine/clients.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import type { OperationOutcome, Subscription } from '#fhir/types/resources.gen.ts';
import { loadBatch } from '../repository/bulk.ts';
import { openTestFhir, type TestFhir } from '../interactions/test-fhir.ts';
import { checkedLookup, isClosedAddress } from '#platform/http/outbound.ts';
import { allowSubscriptionHosts, parseEndpoint } from './endpoint.ts';
import { matchSubscriptions } from './match.ts';
import { sendDueNotices } from './notices.ts';
import { SUBSCRIPTION_FAILURES_MAX } from './queue.ts';
import { announceWritten } from './register.ts';
import { isWatched, refreshWatched } from './watched.ts';

interface Received { readonly call: string; readonly body: string; readonly headers: Record<string, unknown> }

let fhir: TestFhir;
let subscriber: Server;
let endpoint: string;
let answer: { status: number; headers?: Record<string, string> } = { status: 200 };
let received: Received[] = [];
const ids = timeOrderedIds(systemClock, randomBytes);

beforeAll(async () => {
  fhir = await openTestFhir();
  await createClient(fhir.opened.owner, { clientId: 'client-1', name: 'Client', scopes: ['system/*.cruds'] });
  await registerOrganisation(fhir.opened.owner, { organisationId: 'clinic', parentId: null });
  await createClient(fhir.opened.owner, { clientId: 'clinic-1', name: 'Clinic', scopes: ['system/*.cruds'], organisationId: 'clinic' });
  setReactionIndex(indexReactions([matchSubscriptions]));
  subscriber = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      received.push({ call: `${request.method} ${request.url}`, body, headers: request.headers });
      response.writeHead(answer.status, answer.headers).end('ignored');
    });
  });
  await new Promise<void>((resolve) => subscriber.listen(0, '127.0.0.1', resolve));
  const { port } = subscriber.address() as AddressInfo;
  endpoint = `http://127.0.0.1:${port}/hook`;
  allowSubscriptionHosts([`127.0.0.1:${port}`]);
});
afterAll(async () => {
  setReactionIndex(new Map());
  allowSubscriptionHosts([]);
  await new Promise((resolve) => subscriber.close(resolve));
  await fhir.close();
});
beforeEach(async () => {
  answer = { status: 200 };
  received = [];
  await fhir.opened.owner.execute('truncate fhir.subscription, fhir.notice, events.delivery, events.outbox');
  await refreshWatched(fhir.opened.database);
});

const settings = () => ({ database: fhir.opened.database, clock: systemClock, ids });
const wanted = (channel: object, criteria = 'Observation?code=http://loinc.org|1234-5') => ({
  resourceType: 'Subscription', status: 'requested', reason: 'test', criteria, channel: { type: 'rest-hook', endpoint, ...channel },
});
const subscribe = async (channel: object = {}, as: Subject = fhir.client) => {
  const made = await fhir.send<Subscription>('POST', '/Subscription', { body: wanted(channel), as });
  expect(made.status, made.text).toBe(201);
  await refreshWatched(fhir.opened.database);
  return made.body;
};
const observe = (id: string, value: number, code = '1234-5') =>
  fhir.send('PUT', `/Observation/${id}`, { body: { resourceType: 'Observation', id, status: 'final', code: { coding: [{ system: 'http://loinc.org', code }] }, valueQuantity: { value } } });
async function deliver(): Promise<number> {
  await deliverDueEvents({ ...settings(), reactions: [matchSubscriptions] });
  return sendDueNotices(settings());
}
const events = () => fhir.opened.owner.query('select event_id from events.outbox');

test('a write is told without payload, only if it matches', async () => {
  const { status } = await subscribe({ header: ['Authorization: Bearer x y'] });
  expect(status).toBe('active');
  await observe('o1', 1);
  await observe('o2', 1, 'other');
  expect(await deliver()).toBe(1);
  expect(received).toMatchObject([{ call: 'POST /hook', body: '', headers: { authorization: 'Bearer x y' } }]);
  const audited = await fhir.opened.owner.query("select resource from audit.entry where action = 'fhir.notify'");
  expect(audited).toEqual([{ resource: 'Observation/o1' }]);
});

test.each(['X-A: 1\r\nX-B: 2', 'X-A: 1\nX-B: 2', 'X-A: caf\u00e9', `X-A: ${'x'.repeat(6_300)}`, 'Host: elsewhere', 'X A: 1', 'no header'])('the header %j is refused', async (line) => {
  const body = { resourceType: 'Subscription', status: 'requested', reason: 'x', criteria: 'Observation?code=1234-5', channel: { type: 'rest-hook', endpoint: 'https://example.org/hook', header: [line] } };
  const answer = await fhir.send('POST', '/Subscription', { body });
  expect([answer.status, answer.text.includes('channel.header')]).toEqual([400, true]);
});

test('with a payload the resource is put below the endpoint, in order, as JSON or XML', async () => {
  await subscribe({ payload: 'application/fhir+json' });
  await observe('o3', 1);
  await observe('o4', 2);
  expect(await deliver()).toBe(2);
  expect(received.map(({ call }) => call)).toEqual(['PUT /hook/Observation/o3', 'PUT /hook/Observation/o4']);
  expect(JSON.parse(received[1]!.body)).toMatchObject({ id: 'o4', valueQuantity: { value: 2 } });
  received = [];
  await fhir.opened.owner.execute('truncate fhir.subscription, fhir.notice');
  await subscribe({ payload: 'application/fhir+xml' });
  await observe('o3', 5);
  await deliver();
  expect(received[0]!.body).toContain('<value value="5"/>');
});

test('values of headers are stored and read back sealed, open for this subscription alone, and stay through an update', async () => {
  const made = await subscribe({ header: ['Authorization: Bearer secret-of-receiver', 'X-Other: second'] });
  const [line] = made.channel.header!;
  expect(line).toMatch(/^Authorization: y1\./);
  const stored = await fhir.opened.owner.query<{ content: string }>("select content from fhir.resource where resource_type = 'Subscription' union all select content from fhir.history where resource_type = 'Subscription'");
  expect(JSON.stringify(stored)).not.toContain('secret-of-receiver');
  const { meta: _meta, ...again } = made;
  expect((await fhir.send('PUT', `/Subscription/${made.id}`, { body: { ...again, reason: 'changed' } })).status).toBe(200);
  await observe('sealed-1', 1);
  await deliver();
  expect(received.at(-1)!.headers).toMatchObject({ authorization: 'Bearer secret-of-receiver', 'x-other': 'second' });
  // Moved to another address, or copied into another subscription, it would hand the token to a stranger.
  const elsewhere = { ...again, channel: { ...again.channel, endpoint: `${endpoint}/elsewhere` } };
  expect((await fhir.send('PUT', `/Subscription/${made.id}`, { body: elsewhere })).status).toBe(400);
  const { id: _id, ...copy } = again;
  expect((await fhir.send('POST', '/Subscription', { body: copy })).status).toBe(400);
});

test('a resident who refuses is told to no subscriber of the organisation any more, nor what waits for them', async () => {
  const grant = "insert into access.record_basis (person_id, organisation_id, basis, source, valid_from) values ('kept-apart', 'clinic', 'treatment', 'test/1', now()) on conflict do nothing";
  await fhir.send('PUT', '/Patient/kept-apart', { body: { resourceType: 'Patient', id: 'kept-apart' } });
  await fhir.opened.owner.execute(grant);
  const clinic: Subject = { ...fhir.client, id: 'clinic-1', organisationId: 'clinic', organisationIds: ['clinic'], everyOrganisation: false };
  await subscribe({ payload: 'application/fhir+json' }, clinic);
  const observeOf = (id: string) => fhir.send('PUT', `/Observation/${id}`, { body: { resourceType: 'Observation', id, status: 'final', subject: { reference: 'Patient/kept-apart' }, code: { coding: [{ system: 'http://loinc.org', code: '1234-5' }] } } });
  await observeOf('before-refusal');
  await deliver();
  expect(received.map(({ call }) => call)).toEqual(['PUT /hook/Observation/before-refusal']);
  await observeOf('waiting');
  await deliverDueEvents({ ...settings(), reactions: [matchSubscriptions] });
  await fhir.opened.owner.execute("insert into access.refusal (person_id, organisation_id, source, valid_from) values ('kept-apart', 'clinic', 'test/1', now())");
  await observeOf('after-refusal');
  await deliver();
  expect(received).toHaveLength(1);
});

test('nobody subscribed: no event; off: no event any more', async () => {
  await observe('o5', 1);
  expect(await events()).toEqual([]);
  const made = await subscribe();
  await fhir.send('PUT', `/Subscription/${made.id}`, { body: { ...made, status: 'off' } });
  await refreshWatched(fhir.opened.database);
  await observe('o5', 2);
  expect(await events()).toEqual([]);
});

test('a failure is tried again before anything later, and the status becomes error after the last', async () => {
  const made = await subscribe({ payload: 'application/fhir+json' });
  answer = { status: 302, headers: { location: endpoint } };
  await observe('o6', 1);
  await observe('o7', 1);
  expect(await deliver()).toBe(0);
  expect(received).toHaveLength(1);
  const due = () => fhir.opened.owner.execute('update fhir.subscription set next_attempt_at = now()');
  answer = { status: 200 };
  await due();
  expect(await sendDueNotices(settings())).toBe(2);
  expect(received.map(({ call }) => call.slice(-2))).toEqual(['o6', 'o6', 'o7']);

  answer = { status: 500 };
  await observe('o6', 2);
  await deliver();
  for (let attempt = 1; attempt < SUBSCRIPTION_FAILURES_MAX; attempt += 1) {
    await due();
    await sendDueNotices(settings());
  }
  expect((await fhir.send<Subscription>('GET', `/Subscription/${made.id}`)).body).toMatchObject({ status: 'error', error: 'status 500' });
  await refreshWatched(fhir.opened.database);
  expect(isWatched('Observation')).toBe(false);
});

test('a notice that cannot be made ready counts as a failure, and after the last the status is error', async () => {
  const made = await subscribe({ payload: 'application/fhir+xml' });
  await observe('o9', 1);
  await deliverDueEvents({ ...settings(), reactions: [matchSubscriptions] });
  await fhir.opened.owner.execute("update fhir.resource set content = '{\"broken' where resource_id = 'o9'");
  const noted: unknown[] = [];
  for (let attempt = 0; attempt < SUBSCRIPTION_FAILURES_MAX; attempt += 1) {
    expect(await sendDueNotices({ ...settings(), onError: (error) => noted.push(error) })).toBe(0);
    await fhir.opened.owner.execute('update fhir.subscription set next_attempt_at = now()');
  }
  expect(noted).toHaveLength(SUBSCRIPTION_FAILURES_MAX);
  expect((await fhir.send<Subscription>('GET', `/Subscription/${made.id}`)).body).toMatchObject({ status: 'error', error: 'could not be prepared' });
  expect(received).toEqual([]);
});

test('a name is looked up once, its closed addresses are left out, and the connection goes to the address that was checked', async () => {
  const asked: string[] = [];
  const answers: Record<string, string[][]> = {
    'inside.example.org': [['127.0.0.1']],
    'mixed.example.org': [['10.0.0.1', '192.0.2.7', '::ffff:127.0.0.1', 'fd00::1']],
    // The second answer is what a rebinding name gives once it was checked.
    'rebinding.example.org': [['192.0.2.8'], ['127.0.0.1']],
  };
  const lookup = checkedLookup((name, _options, done) => {
    const turn = asked.filter((each) => each === name).length;
    asked.push(name);
    const found = answers[name]![Math.min(turn, answers[name]!.length - 1)]!;
    setImmediate(() => done(null, found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))));
  });
  const connectedTo = (name: string): Promise<string> => new Promise((resolve) => {
    const request = requestHttp({ host: name, port: 9, lookup, agent: false, family: 4 });
    request.on('socket', (socket) => socket.on('lookup', (error: Error | null, address: string) => {
      resolve(error ? error.message : address);
      request.destroy();
    }));
    request.on('error', () => undefined);
  });
  expect(await connectedTo('inside.example.org')).toBe('closed address');
  expect(await connectedTo('mixed.example.org')).toBe('192.0.2.7');
  expect(await connectedTo('rebinding.example.org')).toBe('192.0.2.8');
  expect(asked.filter((name) => name === 'rebinding.example.org')).toHaveLength(1);
  expect(await connectedTo('rebinding.example.org')).toBe('closed address');
});

test('$import tells too', async () => {
  await subscribe();
  const resource = { resourceType: 'Observation' as const, id: 'o10', status: 'final' as const, code: { coding: [{ system: 'http://loinc.org', code: '1234-5' }] } };
  await fhir.opened.database.transaction(async (tx) => {
    await loadBatch(tx, [{ method: 'put', resource, ownerOrganisationId: null }], { now: new Date(), newId: ids.newId });
    await announceWritten(tx, { subjectId: 'client-1', resources: [{ type: 'Observation', id: 'o10' }, { type: 'Patient', id: 'x' }] });
  });
  expect(await deliver()).toBe(1);
});

test('the subscriber is told of nothing that its creator may not see', async () => {
  const clinic: Subject = { ...fhir.client, id: 'clinic-1', organisationId: 'clinic', organisationIds: ['clinic'], everyOrganisation: false };
  await subscribe({}, clinic);
  await observe('o8', 1);
  expect(await deliver()).toBe(0);
  await fhir.opened.owner.execute("update fhir.resource set owner_organisation_id = 'clinic' where resource_id = 'o8'");
  await observe('o8', 2);
  expect(await deliver()).toBe(1);
  await observe('o8', 3);
  await fhir.opened.owner.execute("update identity.client set disabled_at = now() where client_id = 'clinic-1'");
  expect(await deliver()).toBe(0);
});

test('what cannot be served is refused with the place', async () => {
  const place = async (body: object): Promise<string | undefined> => {
    const { status, body: outcome } = await fhir.send<OperationOutcome>('POST', '/Subscription', { body });
    expect(status).toBe(400);
    return outcome.issue[0]!.expression?.[0];
  };
  expect(await place(wanted({}, 'Observation?colour=red'))).toBe('Subscription.criteria');
  expect(await place(wanted({ type: 'email' }))).toBe('Subscription.channel.type');
  expect(await place(wanted({ payload: 'text/plain' }))).toBe('Subscription.channel.payload');
  expect(await place(wanted({ header: ['Host: elsewhere'] }))).toBe('Subscription.channel.header');
  expect(await place(wanted({ endpoint: 'http://127.0.0.1:1/hook' }))).toBe('Subscription.channel.endpoint');
  expect((await fhir.send('POST', '/Subscription', { body: wanted({}), as: fhir.doctor('clinic') })).status).toBe(403);
});

test('addresses inside are closed, however they are written', () => {
  for (const address of ['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254', '0.0.0.0', '::1', '::', 'fe80::1', 'fd00::1', '::ffff:10.0.0.1', '64:ff9b::a00:1', '::127.0.0.1', '::ffff:0:127.0.0.1', '100::1', '5f00::1', '2002:7f00:1::', 'ff02::1', '64:ff9b:1::7f00:1']) {
    expect([address, isClosedAddress(address)]).toEqual([address, true]);
  }
  for (const address of ['8.8.8.8', '2400:3200::1', '::ffff:8.8.8.8']) expect([address, isClosedAddress(address)]).toEqual([address, false]);
  for (const url of ['http://localhost/x', 'http://2130706433/', 'http://0x7f.1/', 'http://[::ffff:127.0.0.1]/', 'ftp://example.org/', 'http://a:b@example.org/', 'http://169.254.169.254/latest']) {
    expect([url, parseEndpoint(url)]).toEqual([url, undefined]);
  }
  expect(parseEndpoint('https://hooks.example.org/a?b=c')?.hostname).toBe('hooks.example.org');
});

test('another process learns of a subscription at once', async () => {
  const listener = startOutboxListener(fhir.opened.database);
  const told = vi.fn<() => void>();
  listener.subscribeDefinitions(told);
  await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(1), { timeout: 5_000 });
  await fhir.send('POST', '/Subscription', { body: wanted({}) });
  await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(2), { timeout: 5_000 });
  await listener.stop();
});
