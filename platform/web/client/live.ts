import { useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { refreshTopics } from './hooks.ts';
import { topicOf } from './request.ts';

/** What `GET /api/live` sends: the event's name and the ids it is about, never clinical content. */
export interface LiveEvent {
  readonly name: string;
  readonly ids: readonly string[];
}

export type LiveState = 'connecting' | 'live' | 'lost';

const COLLECT_MS = 400;
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
    const source = new EventSource('/api/live');
    const refresh = () => {
      timer = undefined;
      const topics = [...waiting];
      waiting.clear();
      void refreshTopics(client, topics);
    };
    source.onopen = () => setState('live');
    source.onerror = () => setState('lost');
    source.onmessage = (message) => {
      const event = parseLiveEvent(message.data);
      if (!event) return;
      listeners.forEach((listener) => listener(event));
      waiting.add(topicOf(event.name));
      timer ??= setTimeout(refresh, COLLECT_MS);
    };
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [client, enabled]);
  return state;
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
