import type { PoolClient } from 'pg';
import type { Database } from '#platform/database/transaction.ts';
import { OUTBOX_CHANNEL } from './outbox.ts';

const RECONNECT_MS = 1_000;

/** One LISTEN connection of the process, shared by the delivery worker and the live stream. */
export interface OutboxListener {
  /** Called with each new event's id, and with null after a reconnection, when notices may have been missed. */
  subscribe(heard: (eventId: number | null) => void): () => void;
  stop(): Promise<void>;
}

/** Connects at once and again whenever the connection is lost. */
export function startOutboxListener(database: Database): OutboxListener {
  const subscribers = new Set<(eventId: number | null) => void>();
  const tell = (eventId: number | null): void => {
    for (const heard of subscribers) heard(eventId);
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
      held.on('notification', (notice) => tell(Number(notice.payload)));
      await held.query(`listen ${OUTBOX_CHANNEL}`);
      if (stopped) lose(held);
      else tell(null);
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
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await connecting;
      if (current) lose(current);
    },
  };
}
