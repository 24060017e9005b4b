import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Empty } from '../layout/empty.tsx';
import { useHotkey } from '../layout/use-hotkey.ts';
import { useNarrow } from '../layout/use-narrow.ts';
import { useRestHeight } from '../layout/use-rest-height.ts';
import { useText } from '../text/messages.ts';
import type { Column } from './columns.ts';
import { TableHead } from './table-head.tsx';
import { TableRow } from './table-row.tsx';
import { tableMessages } from './table-messages.ts';
import { useColumnWidths } from './use-column-widths.ts';
import { gridKeyListener, indexAfterKey } from './use-grid-keys.ts';
import type { Selection } from './use-selection.ts';
import type { TableRows } from './use-table-rows.ts';

const ROW_HEIGHT = 37;
const CARD_HEIGHT = 96;

export interface TableGridProps<Row> {
  readonly tableName: string;
  readonly title: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: TableRows<Row>;
  readonly rowKey: (row: Row) => string;
  readonly rowTitle: (row: Row) => string;
  readonly sort: string | undefined;
  readonly onSort: (sort: string | undefined) => void;
  readonly onOpen: ((row: Row) => void) | undefined;
  readonly onRange: (first: number, last: number) => void;
  readonly selection: Selection<Row> | undefined;
  readonly resetOn: string;
  readonly height: string | undefined;
  readonly empty: { readonly title: string; readonly next?: string | undefined; readonly action?: ReactNode } | undefined;
}

/** The rows' window: only what is seen exists, whatever the total. */
export function TableGrid<Row>(props: TableGridProps<Row>) {
  const say = useText();
  const id = useId();
  const phone = useNarrow();
  const frame = useRef<HTMLDivElement>(null);
  const restHeight = useRestHeight(frame, { below: phone ? 72 : 56, least: 280 });
  const { rows, selection, onRange } = props;
  const { widths, resize } = useColumnWidths(props.tableName, props.columns);
  const [active, setActive] = useState(-1);
  const total = rows.total ?? 0;
  const virtual = useVirtualizer({
    count: total, getScrollElement: () => frame.current, estimateSize: () => (phone ? CARD_HEIGHT : ROW_HEIGHT), overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => onRange(first, last), [first, last, onRange]);
  useEffect(() => virtual.measure(), [phone, virtual]);
  useEffect(() => {
    setActive(-1);
    frame.current?.scrollTo({ top: 0 });
  }, [props.resetOn]);

  const rowsPerScreen = Math.max(1, Math.floor((frame.current?.clientHeight ?? 400) / ROW_HEIGHT) - 2);
  const go = (index: number) => {
    setActive(index);
    virtual.scrollToIndex(index, { align: 'auto' });
    frame.current?.focus({ preventScroll: true });
  };
  const withActive = (act: ((row: Row) => void) | undefined) => {
    const row = rows.rowAt(active);
    if (row !== undefined) act?.(row);
  };
  const enterBy = (key: string) => go(indexAfterKey(key, { active, total, rowsPerScreen }) ?? 0);
  useHotkey('j', () => enterBy('j'), { enabled: total > 0 });
  useHotkey('k', () => enterBy('k'), { enabled: total > 0 });

  const keys = [tableMessages.keyMove, ...(props.onOpen ? [tableMessages.keyOpen] : []), ...(selection ? [tableMessages.keySelect] : [])];
  const template = [...(selection ? ['36px'] : []), ...widths.map((width, index) => (index === widths.length - 1 ? `minmax(${width}px, 1fr)` : `${width}px`))].join(' ');
  return (
    <div className="yg-grid-frame" style={props.height ? { height: props.height } : undefined}>
      <div
        ref={frame} role="grid" tabIndex={0} className="yg-rows" aria-label={props.title} aria-rowcount={total + 1} aria-multiselectable={selection ? true : undefined}
        aria-activedescendant={active >= first && active <= last && active < total ? `${id}-${active}` : undefined} aria-keyshortcuts="j k Enter x"
        aria-busy={rows.total === undefined && rows.problem === undefined}
        style={{ '--yg-columns': template, maxHeight: props.height ? undefined : restHeight } as never}
        onKeyDown={gridKeyListener({ total, active, rowsPerScreen, go, open: () => withActive(props.onOpen), select: () => withActive(selection?.toggle) })}
      >
        <TableHead columns={props.columns} widths={widths} resize={resize} sort={props.sort} onSort={props.onSort} selectable={selection !== undefined} />
        <div role="rowgroup" className="yg-rows-space" style={{ height: virtual.getTotalSize() }}>
          {/* One shift for all rows: beyond 16.7 million pixels single shifts would differ by a pixel (float32). */}
          <div className="yg-rows-seen" style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}>
            {items.map((item) => (
              <TableRow
                key={item.key} id={`${id}-${item.index}`} index={item.index} row={rows.rowAt(item.index)} columns={props.columns} phone={phone}
                active={item.index === active} measure={phone ? virtual.measureElement : undefined} rowKey={props.rowKey} rowTitle={props.rowTitle} selection={selection}
                onPress={() => setActive(item.index)} onOpen={props.onOpen}
              />
            ))}
          </div>
        </div>
      </div>
      {rows.total === 0 && <Empty title={props.empty?.title ?? say(tableMessages.nothing)} next={props.empty?.next ?? say(tableMessages.nothingNext)} action={props.empty?.action} />}
      {total > 0 && !phone && <p className="yg-grid-keys yg-quiet yg-print-hidden">{keys.map((text) => say(text)).join(' · ')}</p>}
    </div>
  );
}
