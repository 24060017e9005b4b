type Listener = (text: string) => void;
const listeners = new Set<Listener>();

/** Says a sentence through the screen reader without moving the focus. */
export const announce = (text: string): void => listeners.forEach((listener) => listener(text));

export function onAnnounce(listener: Listener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
