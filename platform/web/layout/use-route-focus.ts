import { useEffect, useRef } from 'react';

const WAIT_MS = 3_000;

/**
 * After a change of page the heading gets the focus and the window its title, also when the page loads late. The first
 * page of a visit keeps the browser's own focus.
 */
export function useRouteFocus(pathname: string, productName: string): void {
  const first = useRef(true);
  useEffect(() => {
    const initial = first.current;
    first.current = false;
    return whenHeadingAppears((heading) => {
      document.title = `${heading.textContent} · ${productName}`;
      if (!initial) heading.focus({ preventScroll: true });
    });
  }, [pathname, productName]);
}

function whenHeadingAppears(act: (heading: HTMLElement) => void): () => void {
  const find = () => document.querySelector<HTMLElement>('main [data-page-title]');
  const former = find();
  const ready = () => {
    const heading = find();
    if (!heading) return;
    stop();
    act(heading);
  };
  const watcher = new MutationObserver(ready);
  const timer = setTimeout(() => stop(), WAIT_MS);
  const stop = () => {
    watcher.disconnect();
    clearTimeout(timer);
  };
  if (former) ready();
  else watcher.observe(document.body, { childList: true, subtree: true });
  return stop;
}
