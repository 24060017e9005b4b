import type { PoolClient } from 'pg';
import type { Database } from '#platform/database/transaction.ts';
import { DEFINITIONS_CHANNEL } from './definitions.ts';
import { OUTBOX_CHANNEL } from './outbox.ts';

const RECONNECT_MS = 1_000;

/** One LISTEN connection of the process, shared by the delivery worker and the live stream. */
export interface OutboxListener {
  /** Called with each new event's id, and with null after a reconnection, when notices may have been missed. */
  subscribe(heard: (eventId: number | null) => void): () => void;
  /** Called when definitions kept in memory may have changed, and after every connection. */
  subscribeDefinitions(changed: () => void): () => void;
  stop(): Promise<void>;
}

/** Connects at once and again whenever the connection is lost. */
export function startOutboxListener(database: Database): OutboxListener {
  const subscribers = new Set<(eventId: number | null) => void>();
  const tell = (eventId: number | null): void => {
    for (const heard of subscribers) heard(eventId);
  };
  const keepers = new Set<() => void>();
  const tellKeepers = (): void => {
    for (const changed of keepers) changed();
  };
  let stopped = false;
  let current: PoolClient | undefined;
  let timer: NodeJS.Timeout | undefined;

  const lose = (client: PoolClient): void => {
    if (current !== client) return;
    current = undefined;
    client.release(true);
    if (!stopped) timer = setTimeout(() => void connect(), RECONNECT_MS);
  };
  const connect = async (): Promise<void> => {
    let client: PoolClient | undefined;
    try {
      client = await database.pool.connect();
      const held = client;
      current = held;
      held.on('error', () => lose(held));
      held.on('end', () => lose(held));
      held.on('notification', ({ channel, payload }) => (channel === DEFINITIONS_CHANNEL ? tellKeepers() : tell(Number(payload))));
      await held.query(`listen ${OUTBOX_CHANNEL}; listen ${DEFINITIONS_CHANNEL}`);
      if (stopped) lose(held);
      else {
        tell(null);
        tellKeepers();
      }
    } catch {
      if (client) lose(client);
      else if (!stopped) timer = setTimeout(() => void connect(), RECONNECT_MS);
    }
  };
  const connecting = connect();

  return {
    subscribe: (heard) => {
      subscribers.add(heard);
      return () => subscribers.delete(heard);
    },
    subscribeDefinitions: (changed) => {
      keepers.add(changed);
      return () => keepers.delete(changed);
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await connecting;
      if (current) lose(current);
    },
  };
}
