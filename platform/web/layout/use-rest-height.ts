import { useLayoutEffect, useState, type RefObject } from 'react';

const REMEASURE_MS = 300;

/**
 * Pixels from the element's top to the window's lower edge, less `below`, at least `least`: a list or board then takes
 * what the page leaves and only its own rows scroll.
 */
export function useRestHeight(element: RefObject<HTMLElement | null>, { below, least }: { below: number; least: number }): number {
  const [height, setHeight] = useState(least);
  useLayoutEffect(() => {
    const measure = () => {
      const box = element.current?.getBoundingClientRect();
      const scrolled = element.current?.closest('main')?.scrollTop ?? 0;
      if (box) setHeight(Math.max(least, Math.floor(window.innerHeight - box.top - scrolled - below)));
    };
    measure();
    // What stands above (banner, badges) may arrive or wrap later.
    const timer = setTimeout(measure, REMEASURE_MS);
    const watcher = new ResizeObserver(measure);
    const page = element.current?.closest('main');
    if (page) for (const part of [page, ...page.children]) watcher.observe(part);
    window.addEventListener('resize', measure);
    return () => {
      clearTimeout(timer);
      watcher.disconnect();
      window.removeEventListener('resize', measure);
    };
  }, [below, element, least]);
  return height;
}
