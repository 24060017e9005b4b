import { useEffect, useRef } from 'react';

/** True where keys are text: fields, editable elements, open dialogs and menus. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest('input, textarea, select, [role="dialog"], [role="menu"], [role="listbox"]') !== null;
}

export interface HotkeyOptions {
  /** With Ctrl (or ⌘); then it works while typing too. */
  readonly control?: boolean;
  readonly enabled?: boolean;
}

/** Runs `act` on a key anywhere on the page. Show the key on the control that does the same. */
export function useHotkey(key: string, act: (event: KeyboardEvent) => void, { control = false, enabled = true }: HotkeyOptions = {}): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    if (!enabled) return undefined;
    const listen = (event: KeyboardEvent) => {
      const withControl = event.ctrlKey || event.metaKey;
      if (event.defaultPrevented || event.altKey || withControl !== control || event.key.toLowerCase() !== key.toLowerCase()) return;
      if (!control && isTyping(event.target)) return;
      event.preventDefault();
      latest.current(event);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [control, enabled, key]);
}
