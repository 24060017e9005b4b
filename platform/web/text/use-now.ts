import { useSyncExternalStore } from 'react';

const TICK_MS = 15_000;
const listeners = new Set<() => void>();
let now = new Date();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (Date.now() - now.getTime() > TICK_MS) now = new Date();
  timer ??= setInterval(() => {
    now = new Date();
    listeners.forEach((each) => each());
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

const read = () => now;

/** The present, the same for every component on the page, moving every 15 seconds: one timer for a thousand cards. */
export const useNow = (): Date => useSyncExternalStore(subscribe, read, read);
