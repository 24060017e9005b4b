import type { ReactNode } from 'react';

/** Nothing here, and what to do next. */
export function Empty({ title, next, action }: { title: string; next?: string; action?: ReactNode }) {
  return (
    <div className="yg-empty">
      <p className="yg-strong">{title}</p>
      {next && <p className="yg-quiet">{next}</p>}
      {action}
    </div>
  );
}
