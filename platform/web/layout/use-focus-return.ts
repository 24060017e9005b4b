import { useEffect, useState } from 'react';

/** Gives the focus back where it was when this was opened; without it the keyboard begins again at the top of the page. */
export function useFocusReturn(): void {
  // Read while rendering: a field with autoFocus takes the focus before any effect runs.
  const [before] = useState(() => document.activeElement);
  useEffect(() => () => giveFocusBack(before), [before]);
}

/** Not from somebody who has the focus by now, such as the next dialog or the first field of a form. */
export function giveFocusBack(before: Element | null): void {
  setTimeout(() => {
    const now = document.activeElement;
    // What was hidden keeps the focus until the browser draws again.
    const lost = now === null || now === document.body || now.closest('[hidden]') !== null;
    if (lost && before instanceof HTMLElement && before.isConnected) before.focus();
  });
}
