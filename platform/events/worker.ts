import { deliverDueEvents, type DeliverySettings } from './delivery.ts';
import type { OutboxListener } from './listener.ts';

/** Retries and notices lost with a connection are found by this poll. */
const POLL_MS = 2_000;

export interface Worker {
  /** Resolves when the reaction under way has ended. */
  stop(): Promise<void>;
}

/** Delivers events as they are written: woken by the listener, and by a slow poll. */
export function startDelivery(settings: DeliverySettings & { listener: OutboxListener; onError?: (error: unknown) => void }): Worker {
  return startLoop({
    pollMs: POLL_MS,
    subscribe: (wake) => settings.listener.subscribe(wake),
    onError: settings.onError,
    work: async (stopped) => {
      await deliverDueEvents(settings, stopped);
    },
  });
}

export interface LoopSettings {
  readonly pollMs: number;
  readonly work: (stopped: () => boolean) => Promise<void>;
  readonly subscribe?: (wake: () => void) => () => void;
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Runs `work` again and again, one run at a time: at once when woken, otherwise every `pollMs`. */
export function startLoop({ pollMs, work, subscribe, onError }: LoopSettings): Worker {
  let stopped = false;
  let woken = false;
  let interrupt: () => void = () => undefined;
  const wake = (): void => {
    woken = true;
    interrupt();
  };
  const unsubscribe = subscribe?.(wake);
  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, pollMs);
      interrupt = () => {
        clearTimeout(timer);
        resolve();
      };
      if (woken || stopped) interrupt();
    });
  const loop = async (): Promise<void> => {
    while (!stopped) {
      woken = false;
      await work(() => stopped).catch((error: unknown) => onError?.(error));
      await pause();
    }
  };
  const ended = loop();
  return {
    stop: async () => {
      stopped = true;
      unsubscribe?.();
      interrupt();
      await ended;
    },
  };
}
