import { useEffect, useRef, useState, type ReactNode } from 'react';

const AHEAD = '240px';

/** Shows (and so loads) its content when it comes near the screen, and before it is printed; until then it keeps its place. */
export function InSight({ height, children }: { height: number; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (element === null || seen) return undefined;
    const show = () => setSeen(true);
    const watcher = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && show(), { rootMargin: AHEAD });
    watcher.observe(element);
    window.addEventListener('beforeprint', show);
    return () => {
      watcher.disconnect();
      window.removeEventListener('beforeprint', show);
    };
  }, [seen]);
  return <div ref={place} style={seen ? undefined : { minHeight: height }}>{seen && children}</div>;
}
