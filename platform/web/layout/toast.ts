export interface Toast {
  readonly id: number;
  readonly text: string;
}

const SHOWN_MS = 6_000;
const TOASTS_MAX = 3;
const listeners = new Set<(toasts: readonly Toast[]) => void>();
let toasts: readonly Toast[] = [];
let nextId = 1;

const publish = (next: readonly Toast[]) => {
  toasts = next.slice(-TOASTS_MAX);
  listeners.forEach((listener) => listener(toasts));
};

/** A calm confirmation at the lower edge, gone after six seconds. Never for errors: those stay inline. */
export function toast(text: string): void {
  const id = nextId;
  nextId += 1;
  publish([...toasts, { id, text }]);
  setTimeout(() => publish(toasts.filter((each) => each.id !== id)), SHOWN_MS);
}

export function onToasts(listener: (toasts: readonly Toast[]) => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
