import { useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { getSession } from '#platform/identity/contract.ts';
import { operationKey, refreshTopics } from './hooks.ts';
import { topicOf } from './request.ts';

/** What `GET /api/live` sends: the event's name and the ids it is about, never clinical content. */
export interface LiveEvent {
  readonly name: string;
  readonly ids: readonly string[];
}

export type LiveState = 'connecting' | 'live' | 'lost';

const COLLECT_MS = 400;
const REOPEN_MS = 10_000;
const listeners = new Set<(event: LiveEvent) => void>();

/** Calls `listener` for each live event, for example to sound a bell at `referral.sent`. */
export function useLiveEvent(listener: (event: LiveEvent) => void): void {
  useEffect(() => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, [listener]);
}

/** Subscribes the shell (once) to the server's events and refreshes the answers they touch. */
export function useLive(enabled: boolean): LiveState {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>('connecting');
  useEffect(() => {
    if (!enabled) return undefined;
    const waiting = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let missed = false;
    const refresh = () => {
      timer = undefined;
      const topics = [...waiting];
      waiting.clear();
      void refreshTopics(client, topics);
    };
    const close = openStream({
      onOpen: () => {
        setState('live');
        // What happened while the line was lost was never announced to us.
        if (missed) void client.invalidateQueries();
        missed = false;
      },
      onLost: () => {
        missed = true;
        setState('lost');
      },
      // Perhaps this sign-in was ended from elsewhere: then nothing of it stays to be read.
      onRefused: () => void client.invalidateQueries({ queryKey: operationKey(getSession, {}) }),
      onEvent: (event) => {
        listeners.forEach((listener) => listener(event));
        waiting.add(topicOf(event.name));
        timer ??= setTimeout(refresh, COLLECT_MS);
      },
    });
    return () => {
      clearTimeout(timer);
      close();
    };
  }, [client, enabled]);
  return state;
}

interface StreamUse {
  readonly onOpen: () => void;
  readonly onLost: () => void;
  /** The server answered, but with an error. */
  readonly onRefused: () => void;
  readonly onEvent: (event: LiveEvent) => void;
}

/** A browser gives an EventSource up for good when the server answers an error (restart, proxy); we open it again. */
function openStream(use: StreamUse): () => void {
  let source: EventSource | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    source = new EventSource('/api/live');
    source.onopen = use.onOpen;
    source.onerror = () => {
      use.onLost();
      if (source?.readyState !== EventSource.CLOSED) return;
      use.onRefused();
      again = setTimeout(open, REOPEN_MS);
    };
    source.onmessage = (message) => {
      const event = parseLiveEvent(message.data);
      if (event) use.onEvent(event);
    };
  };
  open();
  return () => {
    clearTimeout(again);
    source?.close();
  };
}

export function parseLiveEvent(data: unknown): LiveEvent | undefined {
  try {
    const value = JSON.parse(String(data)) as Record<string, unknown>;
    if (typeof value['name'] !== 'string') return undefined;
    return { name: value['name'], ids: Array.isArray(value['ids']) ? value['ids'].map(String) : [] };
  } catch {
    return undefined;
  }
}
