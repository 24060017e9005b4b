import { useEffect } from 'react';

/** So many places are remembered: the button in a dialog, the one that opened it, and what lay before. */
const PLACES_MAX = 6;
/** What gives the focus back by itself, and a page that takes it, come first. */
const PATIENCE_MS = 60;
const DIALOG = '[role="dialog"]';
const REGIONS = `.yg-dock-panel, ${DIALOG}, section, form, main`;

/**
 * The row that was removed, the form that gave way to its answer: with them goes the focus, and the keyboard would begin
 * again at the top of the page. It goes to the heading of the nearest place that is still there instead.
 */
export function useFocusRescue(): void {
  useEffect(() => {
    const places: Element[][] = [];
    const remember = ({ target }: FocusEvent) => {
      if (!(target instanceof Element)) return;
      places.unshift(regionsAround(target));
      places.length = Math.min(places.length, PLACES_MAX);
      last = target;
    };
    let last: Element | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const watcher = new MutationObserver(() => {
      if (last === undefined || last.isConnected) return;
      last = undefined;
      clearTimeout(timer);
      timer = setTimeout(() => document.activeElement === document.body && headingLeft(places)?.focus({ preventScroll: true }), PATIENCE_MS);
    });
    document.addEventListener('focusin', remember);
    watcher.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener('focusin', remember);
      watcher.disconnect();
      clearTimeout(timer);
    };
  }, []);
}

/** Nearest first; kept because what is taken away no longer knows what it lay in. */
function regionsAround(target: Element): Element[] {
  const found: Element[] = [];
  for (let at = target.closest(REGIONS); at !== null; at = at.parentElement?.closest(REGIONS) ?? null) found.push(at);
  return found;
}

function headingLeft(places: readonly (readonly Element[])[]): HTMLElement | undefined {
  for (const region of places.flat()) {
    if (!region.isConnected) continue;
    // Out of a dialog that still asks nothing leads but its own buttons.
    const heading = region.matches(DIALOG) ? (region as HTMLElement) : region.querySelector<HTMLElement>('h1, h2, h3');
    if (heading === null || heading.closest('[hidden]') !== null) continue;
    if (!heading.hasAttribute('tabindex')) heading.tabIndex = -1;
    return heading;
  }
  return undefined;
}
