import { useId, type ReactNode } from 'react';

/** A titled section on the page's ground. `level` 2 on a page (a landmark), 3 inside another section (a group: its title may come again). */
export function Panel(props: { title: ReactNode; actions?: ReactNode; children: ReactNode; level?: 2 | 3; flush?: boolean }) {
  const id = useId();
  const Heading = props.level === 3 ? 'h3' : 'h2';
  return (
    <section className={props.flush ? 'yg-panel yg-panel-flush' : 'yg-panel'} role={props.level === 3 ? 'group' : undefined} aria-labelledby={id}>
      <div className="yg-panel-head">
        <Heading id={id}>{props.title}</Heading>
        {props.actions && <div className="yg-row yg-print-hidden">{props.actions}</div>}
      </div>
      <div className="yg-panel-body">{props.children}</div>
    </section>
  );
}

export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
  /** Takes the whole width. */
  readonly wide?: boolean;
}

/** Label and value pairs; a missing value is shown as a dash, never left blank. */
export function Facts({ items, columns = 2 }: { items: readonly Fact[]; columns?: 1 | 2 | 3 | 4 }) {
  return (
    <dl className="yg-facts" style={{ '--yg-columns': columns } as never}>
      {items.map((item) => (
        <div key={item.label} className={item.wide ? 'yg-fact yg-fact-wide' : 'yg-fact'}>
          <dt>{item.label}</dt>
          <dd>{item.value === undefined || item.value === null || item.value === '' ? '—' : item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
