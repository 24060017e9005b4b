import type { FastifyInstance, FastifyRequest } from 'fastify';
import { findRefusals, type Refusals } from '#platform/access/refused-persons.ts';
import type { Subject } from '#platform/access/subject.ts';
import type { Database } from '#platform/database/transaction.ts';
import { platformProblem } from '#platform/errors/platform-problems.ts';
import type { OutboxListener } from '#platform/events/listener.ts';
import type { StoredEvent } from '#platform/events/outbox.ts';
import { listEventsAfter, listEventsById } from '#platform/events/outbox-store.ts';
import { LiveConnection } from './live-connection.ts';

const HEARTBEAT_MS = 15_000;
/** Notices of a busy second are fetched together. */
const COLLECT_MS = 80;
const CATCH_UP_MAX = 200;
const FETCH_MAX = 500;
const CONNECTIONS_MAX = 2_000;
const CONNECTIONS_OF_ACCOUNT_MAX = 8;

export interface LiveSettings {
  readonly database: Database;
  readonly listener: OutboxListener;
  readonly subjectOf: (request: FastifyRequest) => Promise<Subject>;
  /** Rooms (`referral`) whose events are for those who hold a permission of the room; default: none. */
  readonly rooms?: ReadonlySet<string>;
}

const NO_ROOMS: ReadonlySet<string> = new Set();

/**
 * Which events a screen hears: those of the subject's organisations, of rooms in which it has something to do; a resident only those about the own person.
 * What is addressed to nobody is heard by those alone who see every organisation. Events carry ids and states; content is read through the gate afterwards.
 */
export function mayHear(subject: Subject, event: StoredEvent, rooms = NO_ROOMS): boolean {
  if (subject.id === '') return false;
  if (subject.kind === 'resident') return subject.personId !== null && event.payload['personId'] === subject.personId;
  const room = roomOf(event.name);
  if (rooms.has(room) && subject.kind !== 'system' && !roomsOf(subject).has(room)) return false;
  if (subject.everyOrganisation) return true;
  return event.organisationIds.some((organisationId) => subject.organisationIds.includes(organisationId));
}

const roomOf = (name: string): string => name.split('.', 1)[0]!;

/** Rooms of which the subject holds a permission; asked for each event, so worked out once for each reading of the subject. */
function roomsOf(subject: Subject): ReadonlySet<string> {
  let rooms = roomsOfSubjects.get(subject);
  if (rooms === undefined) roomsOfSubjects.set(subject, (rooms = new Set([...subject.permissions].map(roomOf))));
  return rooms;
}
const roomsOfSubjects = new WeakMap<Subject, ReadonlySet<string>>();

/** An app has the FHIR interface and its subscriptions; a machine listens where its `api/` scopes open something. */
function requireListener(subject: Subject): void {
  if (subject.id === '') throw platformProblem('platform.unauthenticated');
  const isThroughApp = subject.kind !== 'client' && subject.scopes.length > 0;
  if (isThroughApp || (subject.kind === 'client' && subject.permissions.size === 0)) throw platformProblem('platform.forbidden');
}

const textsOf = ({ payload }: StoredEvent): string[] => Object.values(payload).filter((value): value is string => typeof value === 'string');

/**
 * The ids that a screen is told of an event it may hear: not those of persons who refuse every organisation through which it
 * would hear. The event itself stays, because the organisation's own work (its referrals, its queues) goes on.
 */
function idsToTell(subject: Subject, event: StoredEvent, refusals: Refusals): string[] {
  if (subject.kind === 'resident' || subject.everyOrganisation) return textsOf(event);
  const heardAs = event.organisationIds.filter((organisationId) => subject.organisationIds.includes(organisationId));
  return textsOf(event).filter((id) => !refusals.everyOf(id, heardAs));
}

const refusalsOf = (database: Database, events: readonly StoredEvent[]): Promise<Refusals> =>
  findRefusals(database, { ids: [...new Set(events.flatMap(textsOf))], organisationIds: [...new Set(events.flatMap(({ organisationIds }) => organisationIds))] });

/** `GET /api/live`: server-sent events `{ name, ids }`. One LISTEN connection serves all browsers of the process. */
export function registerLiveRoute(server: FastifyInstance, settings: LiveSettings): void {
  const stream = createFanOut(settings);
  server.get('/api/live', async (request, reply) => {
    const subject = await settings.subjectOf(request);
    requireListener(subject);
    if (stream.size() >= CONNECTIONS_MAX) throw platformProblem('platform.too-many');
    const missed = await stream.missedSince(request.headers['last-event-id']);
    const refusals = await refusalsOf(settings.database, missed);
    reply.hijack();
    const connection = new LiveConnection(request, reply.raw, subject);
    stream.add(connection);
    for (const event of missed) if (mayHear(subject, event, settings.rooms)) connection.send(event, idsToTell(subject, event, refusals));
  });
  // Before the server waits for open connections, which these would never end by themselves.
  server.addHook('preClose', async () => stream.stop());
}

interface FanOut {
  size(): number;
  missedSince(lastEventId: string | string[] | undefined): Promise<StoredEvent[]>;
  add(connection: LiveConnection): void;
  stop(): void;
}

function createFanOut({ database, listener, subjectOf, rooms }: LiveSettings): FanOut {
  const connections = new Set<LiveConnection>();
  const heard = new Set<number>();
  let lastEventId = 0;
  let timer: NodeJS.Timeout | undefined;
  let reconnected = false;

  const tell = async (connection: LiveConnection, events: readonly StoredEvent[], refusals: Refusals): Promise<void> => {
    if (!events.some((event) => mayHear(connection.subject, event, rooms))) return;
    // Whoever was signed out or lost a role meanwhile hears nothing of it.
    await connection.freshen(subjectOf);
    for (const event of events) if (mayHear(connection.subject, event, rooms)) connection.send(event, idsToTell(connection.subject, event, refusals));
  };
  const tellAll = async (events: readonly StoredEvent[]): Promise<void> => {
    for (const { eventId } of events) lastEventId = Math.max(lastEventId, eventId);
    const refusals = await refusalsOf(database, events);
    await Promise.all([...connections].map((connection) => tell(connection, events, refusals)));
  };
  const flush = async (): Promise<void> => {
    timer = undefined;
    const ids = [...heard].slice(-FETCH_MAX);
    const gap = reconnected && lastEventId > 0;
    heard.clear();
    reconnected = false;
    if (connections.size === 0) return;
    if (gap) await tellAll(await listEventsAfter(database, lastEventId, FETCH_MAX));
    else await tellAll(await listEventsById(database, ids));
  };
  const unsubscribe = listener.subscribe((eventId) => {
    if (eventId === null) reconnected = true;
    else heard.add(eventId);
    // A fetch that fails loses a hint to refresh, nothing else; the next one catches up.
    timer ??= setTimeout(() => void flush().catch(() => { reconnected = true; }), COLLECT_MS);
  });
  const heartbeat = setInterval(() => {
    for (const connection of connections) void connection.beat(subjectOf);
  }, HEARTBEAT_MS);
  heartbeat.unref();

  return {
    size: () => connections.size,
    missedSince: async (header) => {
      const since = Number(header);
      return Number.isSafeInteger(since) && since > 0 ? listEventsAfter(database, since, CATCH_UP_MAX) : [];
    },
    add: (connection) => {
      const own = [...connections].filter((other) => other.subject.id === connection.subject.id);
      if (own.length >= CONNECTIONS_OF_ACCOUNT_MAX) own[0]?.end();
      connections.add(connection);
      connection.open(() => connections.delete(connection));
    },
    stop: () => {
      unsubscribe();
      clearTimeout(timer);
      clearInterval(heartbeat);
      for (const connection of connections) connection.end();
    },
  };
}
