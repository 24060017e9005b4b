import type { ReactNode } from 'react';
import { useText } from '../text/messages.ts';
import type { Column } from './columns.ts';
import { tableMessages } from './table-messages.ts';
import type { Selection } from './use-selection.ts';

interface TableRowProps<Row> {
  readonly id: string;
  readonly index: number;
  /** Undefined while its page is being read. */
  readonly row: Row | undefined;
  readonly columns: readonly Column<Row>[];
  readonly phone: boolean;
  readonly active: boolean;
  readonly measure: ((element: HTMLElement | null) => void) | undefined;
  readonly rowKey: (row: Row) => string;
  readonly rowTitle: (row: Row) => string;
  readonly selection: Selection<Row> | undefined;
  readonly onPress: () => void;
  readonly onOpen: ((row: Row) => void) | undefined;
}

/** Bare text ends in an ellipsis where its column is narrow, and is whole under the pointer. */
const cut = (shown: ReactNode): ReactNode => (typeof shown === 'string' ? <span title={shown}>{shown}</span> : shown);

export function TableRow<Row>(props: TableRowProps<Row>) {
  const { row, columns, selection, active } = props;
  const say = useText();
  const chosen = row !== undefined && selection?.has(props.rowKey(row)) === true;
  const press = () => {
    props.onPress();
    if (row !== undefined && !textIsMarked()) props.onOpen?.(row);
  };
  const shown = props.phone ? columns.filter((column) => column.onPhone !== false) : columns;
  return (
    <div
      ref={props.measure} data-index={props.index} role="row" id={props.id} aria-rowindex={props.index + 2} aria-selected={selection ? chosen : undefined}
      className={`yg-table-row${props.phone ? ' yg-table-card' : ''}${active ? ' yg-active' : ''}${chosen ? ' yg-chosen' : ''}${props.onOpen ? ' yg-opens' : ''}`}
      onClick={press}
    >
      {selection && (
        <div role="gridcell" className="yg-cell" onClick={(event) => event.stopPropagation()}>
          {row !== undefined && (
            <input
              type="checkbox" checked={chosen} aria-label={say(tableMessages.selectRow, { title: props.rowTitle(row) })} tabIndex={-1}
              onChange={() => selection.toggle(row)}
            />
          )}
        </div>
      )}
      {row === undefined ? (
        <div role="gridcell" className="yg-cell yg-quiet">…<span className="yg-hidden">{say(tableMessages.rowsLoading)}</span></div>
      ) : (
        shown.map((column) => (
          <div key={column.key} role="gridcell" className={column.align === 'end' && !props.phone ? 'yg-cell yg-cell-end' : 'yg-cell'}>
            {props.phone && <span className="yg-cell-label">{say(column.title)}</span>}
            {cut(column.render(row))}
          </div>
        ))
      )}
    </div>
  );
}

/** Somebody who marks text to copy it does not want the row to open. */
const textIsMarked = (): boolean => (window.getSelection()?.toString().length ?? 0) > 0;
