import type { PointerEvent } from 'react';
import { CaretDownOutlined, CaretUpOutlined } from '@ant-design/icons';
import { useText } from '../text/messages.ts';
import { nextSort } from './address.ts';
import type { Column } from './columns.ts';
import { tableMessages } from './table-messages.ts';

interface TableHeadProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly widths: readonly number[];
  readonly resize: (key: string, width: number) => void;
  readonly sort: string | undefined;
  readonly onSort: (sort: string | undefined) => void;
  readonly selectable: boolean;
}

const STEP_PX = 16;

export function TableHead<Row>({ columns, widths, resize, sort, onSort, selectable }: TableHeadProps<Row>) {
  const say = useText();
  return (
    <div role="rowgroup" className="yg-head">
      <div role="row" className="yg-head-row" aria-rowindex={1}>
        {selectable && <div role="columnheader" className="yg-cell"><span className="yg-hidden">{say(tableMessages.selectColumn)}</span></div>}
        {columns.map((column, index) => (
          <div key={column.key} role="columnheader" className={column.align === 'end' ? 'yg-cell yg-cell-end' : 'yg-cell'} aria-sort={sortState(sort, column.key)}>
            {column.sortable ? (
              <button type="button" className="yg-plain-button yg-sort" onClick={() => onSort(nextSort(sort, column.key))}>
                {say(column.title)}
                {sort === column.key && <CaretUpOutlined aria-hidden />}
                {sort === `-${column.key}` && <CaretDownOutlined aria-hidden />}
              </button>
            ) : (
              <span className="yg-ellipsis">{say(column.title)}</span>
            )}
            <ResizeHandle label={say(tableMessages.resize, { title: say(column.title) })} width={widths[index] ?? 0} onWidth={(width) => resize(column.key, width)} />
          </div>
        ))}
      </div>
    </div>
  );
}

const sortState = (sort: string | undefined, key: string) => (sort === key ? 'ascending' : sort === `-${key}` ? 'descending' : undefined);

function ResizeHandle({ label, width, onWidth }: { label: string; width: number; onWidth: (width: number) => void }) {
  const drag = (event: PointerEvent<HTMLElement>) => {
    const handle = event.currentTarget;
    const from = event.clientX;
    handle.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent) => onWidth(width + moved.clientX - from);
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', () => handle.removeEventListener('pointermove', move), { once: true });
  };
  return (
    <span
      role="separator" aria-orientation="vertical" aria-label={label} aria-valuenow={width} tabIndex={0} className="yg-resize" onPointerDown={drag}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') onWidth(width - STEP_PX);
        else if (event.key === 'ArrowRight') onWidth(width + STEP_PX);
        else return;
        event.preventDefault();
      }}
    />
  );
}
