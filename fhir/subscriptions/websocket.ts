import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { WebSocketServer } from 'ws';
import type { Subject } from '#platform/access/subject.ts';
import type { Database } from '#platform/database/transaction.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import { startLoop } from '#platform/events/worker.ts';
import { requireSignedIn } from '../interactions/permission.ts';
import { fhirProblem } from '../problems.ts';
import { confirm, listBound, listUnconfirmed, takeWaiting, type Bound } from './ping-queue.ts';
import { POLICY_VIOLATION, SubscriberSocket } from './socket.ts';

/** Below `/fhir`; said in the capability statement. */
export const WEBSOCKET_PATH = '/websocket';
/** Until a change is told; asked only while somebody is bound here. */
const POLL_MS = 300;
const HEARTBEAT_MS = 30_000;
const CONNECTIONS_MAX = 1_000;
const CONNECTIONS_OF_CLIENT_MAX = 50;
/** `bind` and an id. */
const MESSAGE_BYTES_MAX = 256;
const GOING_AWAY = 1001;

export interface WebSocketSettings {
  readonly database: Database;
  readonly subjectOf: (request: FastifyRequest) => Promise<Subject>;
  readonly onError?: (error: unknown) => void;
  readonly heartbeatMs?: number;
}

const OPENING = Symbol('websocket opening');
type Opening = IncomingMessage & { [OPENING]?: { readonly socket: Duplex; readonly head: Buffer } };

/**
 * Serves subscriptions by websocket. A connection is opened by a machine client with its token and bound to subscriptions that
 * it wrote. Every process tells its own connections; what is told is decided in the database, so that it does not matter which.
 */
export function registerWebSocketRoute(server: FastifyInstance, routes: FastifyInstance, settings: WebSocketSettings): void {
  const sockets = new Set<SubscriberSocket>();
  const requests = new WeakMap<SubscriberSocket, FastifyRequest>();
  /** Whose token has ended hears nothing more; the reader of subjects remembers for less than a second. */
  const isStillHere = async (socket: SubscriberSocket): Promise<boolean> => {
    try {
      const subject = await settings.subjectOf(requests.get(socket)!);
      requireSignedIn(subject);
      socket.subject = subject;
      return true;
    } catch {
      socket.close(POLICY_VIOLATION, 'the token has ended');
      return false;
    }
  };
  const upgrades = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES_MAX, perMessageDeflate: false });
  const events = {
    onBind: async (socket: SubscriberSocket, subscriptionId: string) => (await isStillHere(socket)) && bind(settings.database, socket, subscriptionId),
    onConfirmed: (noticeIds: readonly string[]) => void confirm(settings.database, noticeIds).catch((error: unknown) => settings.onError?.(error)),
    onClosed: (socket: SubscriberSocket) => void sockets.delete(socket),
  };
  // An upgrade runs through the same hooks and refusals as any request.
  server.server.on('upgrade', (raw: Opening, socket, head) => {
    // Node takes its own listener away: of a stranger who hangs up before the answer the process would end.
    socket.on('error', () => socket.destroy());
    raw[OPENING] = { socket, head };
    const response = new ServerResponse(raw);
    response.assignSocket(socket as Socket);
    response.setHeader('connection', 'close');
    response.on('finish', () => socket.end());
    server.routing(raw, response);
  });
  routes.get(WEBSOCKET_PATH, async (request, reply) => {
    const subject = await settings.subjectOf(request);
    requireSignedIn(subject);
    if (subject.kind !== 'client') throw fhirProblem('fhir.scope-missing');
    const opening = (request.raw as Opening)[OPENING];
    if (!opening) throw Object.assign(new Error('This is a websocket'), { statusCode: 426 });
    if (sockets.size >= CONNECTIONS_MAX || [...sockets].filter((each) => each.subject.id === subject.id).length >= CONNECTIONS_OF_CLIENT_MAX) throw platformProblem('platform.too-many');
    reply.hijack();
    upgrades.handleUpgrade(request.raw, opening.socket, opening.head, (opened) => {
      const socket = new SubscriberSocket(opened, subject, events);
      sockets.add(socket);
      requests.set(socket, request);
    });
  });
  const beat = setInterval(() => {
    for (const socket of sockets) {
      socket.beat();
      void isStillHere(socket);
    }
  }, settings.heartbeatMs ?? HEARTBEAT_MS);
  const loop = startLoop({ pollMs: POLL_MS, onError: settings.onError, work: () => tell(settings.database, { sockets, isStillHere }) });
  server.addHook('preClose', async () => {
    clearInterval(beat);
    await loop.stop();
    for (const socket of sockets) socket.close(GOING_AWAY, 'the server ends');
    upgrades.close();
  });
}

/** Only the client that wrote the subscription, in the organisation for which it did. What waits unconfirmed is told again. */
async function bind(database: Database, socket: SubscriberSocket, subscriptionId: string): Promise<boolean> {
  const [found] = await listBound(database, [subscriptionId]);
  if (!found || found.clientId !== socket.subject.id || !mayHear(socket.subject, found)) return false;
  socket.bound(subscriptionId, found.pings);
  if (found.unconfirmed) socket.ping(subscriptionId, await listUnconfirmed(database, subscriptionId));
  return true;
}

const mayHear = (subject: Subject, { organisationId }: Bound): boolean =>
  organisationId === null ? subject.everyOrganisation : subject.everyOrganisation || subject.organisationIds.includes(organisationId);

interface Listeners {
  readonly sockets: ReadonlySet<SubscriberSocket>;
  readonly isStillHere: (socket: SubscriberSocket) => Promise<boolean>;
}

/** One round: new pings are made where somebody may still hear them, and every connection that has seen fewer is told. */
async function tell(database: Database, { sockets, isStillHere }: Listeners): Promise<void> {
  const ids = [...new Set([...sockets].flatMap((socket) => [...socket.seen.keys()]))];
  if (ids.length === 0) return;
  const live = new Map((await listBound(database, ids)).map((bound) => [bound.subscriptionId, bound]));
  for (const id of ids) {
    const bound = live.get(id);
    const hearing = [...sockets].filter((socket) => socket.seen.has(id));
    if (bound !== undefined && !bound.waiting && !hearing.some((socket) => socket.seen.get(id)! < bound.pings)) continue;
    const here: SubscriberSocket[] = [];
    for (const socket of hearing) {
      if (!(await isStillHere(socket))) continue;
      if (bound !== undefined && mayHear(socket.subject, bound)) here.push(socket);
      else socket.seen.delete(id);
    }
    if (bound === undefined || here.length === 0) continue;
    const pings = bound.waiting ? ((await takeWaiting(database, bound)) ?? bound.pings) : bound.pings;
    const behind = here.filter((socket) => (socket.seen.get(id) ?? Infinity) < pings);
    if (behind.length === 0) continue;
    const noticeIds = await listUnconfirmed(database, id);
    for (const socket of behind) {
      socket.seen.set(id, pings);
      socket.ping(id, noticeIds);
    }
  }
}
