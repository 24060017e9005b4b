import { randomBytes } from 'node:crypto';
import { connect as openSocket, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { registerOrganisation } from '#platform/access/organisation-tree.ts';
import type { Subject } from '#platform/access/subject.ts';
import { deliverDueEvents } from '#platform/events/delivery.ts';
import { setReactionIndex } from '#platform/events/outbox.ts';
import { indexReactions } from '#platform/events/reaction.ts';
import { createClient } from '#platform/identity/machine/clients.ts';
import { systemClock } from '#platform/kernel/clock.ts';
import { timeOrderedIds } from '#platform/kernel/ids.ts';
import type { CapabilityStatement, OperationOutcome, Subscription } from '#fhir/types/resources.gen.ts';
import { openTestFhir, TestFhir } from '../interactions/test-fhir.ts';
import { matchSubscriptions } from './match.ts';
import { refreshWatched } from './watched.ts';

const ids = timeOrderedIds(systemClock, randomBytes);
let fhir: TestFhir;
/** Another process on the same database. */
let second: TestFhir;
let clinic: Subject;
const open: Subscriber[] = [];

beforeAll(async () => {
  fhir = await openTestFhir();
  second = new TestFhir(fhir.opened);
  await second.start();
  await registerOrganisation(fhir.opened.owner, { organisationId: 'clinic', parentId: null });
  await createClient(fhir.opened.owner, { clientId: 'client-1', name: 'Client', scopes: ['system/*.cruds'] });
  await createClient(fhir.opened.owner, { clientId: 'clinic-1', name: 'Clinic', scopes: ['system/*.cruds'], organisationId: 'clinic' });
  clinic = { ...fhir.client, id: 'clinic-1', organisationId: 'clinic', organisationIds: ['clinic'], everyOrganisation: false };
  setReactionIndex(indexReactions([matchSubscriptions]));
  await fhir.server.listen({ port: 0, host: '127.0.0.1' });
  await second.server.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  setReactionIndex(new Map());
  await second.server.close();
  await fhir.close();
});
beforeEach(async () => {
  await fhir.opened.owner.execute('truncate fhir.subscription, fhir.notice, events.delivery, events.outbox');
});
afterEach(() => {
  for (const each of open.splice(0)) each.socket.terminate();
});

interface Subscriber {
  readonly socket: WebSocket;
  readonly heard: string[];
  readonly closed: Promise<number>;
}

/** Asks for an upgrade and hangs up before the answer. */
async function hangUp(path: string): Promise<void> {
  const { port } = fhir.server.server.address() as AddressInfo;
  const socket = openSocket(port, '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`);
  // The request is read, its answer is not.
  await new Promise((resolve) => fhir.server.server.once('upgrade', resolve));
  socket.resetAndDestroy();
}

async function connect(as: Subject = fhir.client, { at = fhir, autoPong = true } = {}): Promise<Subscriber> {
  const { port } = at.server.server.address() as AddressInfo;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/fhir/websocket`, { headers: { 'x-test-subject': at.nameOf(as) }, autoPong });
  const heard: string[] = [];
  socket.on('message', (data) => heard.push(String(data as Buffer)));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  socket.on('error', () => undefined);
  const subscriber = { socket, heard, closed };
  open.push(subscriber);
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return subscriber;
}
const until = (subscriber: Subscriber, ...heard: string[]) => vi.waitFor(() => expect(subscriber.heard).toEqual(heard), { timeout: 5_000 });
const quiet = () => new Promise((resolve) => setTimeout(resolve, 900));

async function subscribe(as: Subject = fhir.client): Promise<string> {
  const body = { resourceType: 'Subscription', status: 'requested', reason: 'test', criteria: 'Observation?code=http://loinc.org|1', channel: { type: 'websocket' } };
  const made = await fhir.send<Subscription>('POST', '/Subscription', { body, as });
  expect(made.status, made.text).toBe(201);
  expect(made.body.status).toBe('active');
  await refreshWatched(fhir.opened.database);
  return made.body.id!;
}
async function observe(id: string, value: number): Promise<void> {
  await fhir.send('PUT', `/Observation/${id}`, { body: { resourceType: 'Observation', id, status: 'final', code: { coding: [{ system: 'http://loinc.org', code: '1' }] }, valueInteger: value } });
  await deliverDueEvents({ database: fhir.opened.database, clock: systemClock, ids, reactions: [matchSubscriptions] });
}
const waiting = async () => (await fhir.opened.owner.query('select 1 from fhir.notice')).length;

test('bind is answered by bound, a matching write by ping, and a confirmed ping is kept no longer', async () => {
  const id = await subscribe();
  const one = await connect();
  one.socket.send(`bind ${id}`);
  await until(one, `bound ${id}`);
  await observe('w1', 1);
  await until(one, `bound ${id}`, `ping ${id}`);
  await vi.waitFor(async () => expect(await waiting()).toBe(0), { timeout: 5_000 });
  await observe('w1', 2);
  await until(one, `bound ${id}`, `ping ${id}`, `ping ${id}`);
  const audited = await fhir.opened.owner.query("select resource from audit.entry where action = 'fhir.notify'");
  expect(audited).toEqual([{ resource: 'Observation/w1' }, { resource: 'Observation/w1' }]);
});

test('what happens while nobody is bound is told at the next bind, and so is a ping that nobody confirmed', async () => {
  const id = await subscribe();
  await observe('w2', 1);
  const deaf = await connect(fhir.client, { autoPong: false });
  deaf.socket.send(`bind ${id}`);
  await until(deaf, `bound ${id}`, `ping ${id}`);
  deaf.socket.terminate();
  await quiet();
  expect(await waiting()).toBe(1);
  const again = await connect();
  again.socket.send(`bind ${id}`);
  await until(again, `bound ${id}`, `ping ${id}`);
  await vi.waitFor(async () => expect(await waiting()).toBe(0), { timeout: 5_000 });
  const third = await connect();
  third.socket.send(`bind ${id}`);
  await until(third, `bound ${id}`);
  await quiet();
  expect(third.heard).toEqual([`bound ${id}`]);
});

test('connections of every process are told', async () => {
  const id = await subscribe();
  const here = await connect();
  const there = await connect(fhir.client, { at: second });
  for (const each of [here, there]) each.socket.send(`bind ${id}`);
  await until(here, `bound ${id}`);
  await until(there, `bound ${id}`);
  await observe('w3', 1);
  await until(here, `bound ${id}`, `ping ${id}`);
  await until(there, `bound ${id}`, `ping ${id}`);
});

test('only the client that wrote the subscription may bind, and only with a token', async () => {
  const id = await subscribe();
  const other = await connect(clinic);
  other.socket.send(`bind ${id}`);
  expect(await other.closed).toBe(1008);
  expect(other.heard).toEqual([]);
  await expect(connect({ ...fhir.client, id: '' })).rejects.toThrow('401');
  await expect(connect(fhir.doctor('clinic'))).rejects.toThrow('403');
  const rude = await connect();
  rude.socket.send('subscribe please');
  expect(await rude.closed).toBe(1008);
  const none = await connect();
  none.socket.send('bind nothing');
  expect(await none.closed).toBe(1008);
  const long = await connect();
  long.socket.send('x'.repeat(1_000));
  expect(await long.closed).toBe(1009);
  expect((await fhir.send<OperationOutcome>('GET', '/websocket')).status).toBe(426);
});

test('nothing is told of what the creator may not see, and nothing after it is off', async () => {
  const id = await subscribe(clinic);
  const one = await connect(clinic);
  one.socket.send(`bind ${id}`);
  await until(one, `bound ${id}`);
  await observe('w4', 1);
  await quiet();
  expect(one.heard).toEqual([`bound ${id}`]);
  await fhir.opened.owner.execute("update fhir.resource set owner_organisation_id = 'clinic' where resource_id = 'w4'");
  await observe('w4', 2);
  await until(one, `bound ${id}`, `ping ${id}`);
  await fhir.opened.owner.execute("update identity.client set disabled_at = now() where client_id = 'clinic-1'");
  await observe('w4', 3);
  await quiet();
  expect(one.heard).toHaveLength(2);
  await fhir.opened.owner.execute("update identity.client set disabled_at = null where client_id = 'clinic-1'");
  await fhir.send('DELETE', `/Subscription/${id}`);
  await observe('w4', 4);
  await quiet();
  expect(one.heard).toHaveLength(2);
});

test('a payload is refused, and the capability statement names the address', async () => {
  const body = { resourceType: 'Subscription', status: 'requested', reason: 'test', criteria: 'Observation', channel: { type: 'websocket', payload: 'application/fhir+json' } };
  const { status, body: outcome } = await fhir.send<OperationOutcome>('POST', '/Subscription', { body });
  expect([status, outcome.issue[0]!.expression?.[0]]).toEqual([400, 'Subscription.channel.payload']);
  const { rest } = (await fhir.send<CapabilityStatement>('GET', '/metadata')).body;
  expect(rest![0]!.extension).toEqual([{ url: 'http://hl7.org/fhir/StructureDefinition/capabilitystatement-websocket', valueUri: expect.stringMatching(/^ws:\/\/.*\/fhir\/websocket$/) as unknown }]);
});

test('whoever hangs up during the upgrade, known or not, does not end the process', async () => {
  const failures: unknown[] = [];
  const note = (error: unknown): number => failures.push(error);
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException').on('uncaughtException', note);
  try {
    for (let each = 0; each < 5; each += 1) await hangUp(each % 2 === 0 ? '/fhir/websocket' : '/fhir/metadata');
    await sleep(200);
  } finally {
    process.off('uncaughtException', note);
    for (const other of others) process.on('uncaughtException', other);
  }
  expect(failures).toEqual([]);
});
