import type { Text } from '#platform/kernel/problem.ts';
import { useNarrow } from '../layout/use-narrow.ts';
import { useText } from '../text/messages.ts';
import type { Column } from './columns.ts';

interface PlainTableProps<Row> {
  readonly caption: string;
  /** Shows the caption; otherwise only screen readers get it. */
  readonly showCaption?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly empty?: Text;
}

/** More columns than these stand below each other on a phone, a row as a card: nothing is cut at the right edge. */
const COLUMNS_BESIDE_MAX = 3;

/** A small table of rows already at hand: an HTML table that prints and reads aloud as it is. */
export function PlainTable<Row>({ caption, showCaption, columns: all, rows, rowKey, empty }: PlainTableProps<Row>) {
  const say = useText();
  const phone = useNarrow();
  const columns = phone ? all.filter((column) => column.onPhone !== false) : all;
  if (rows.length === 0 && empty) return <p className="yg-quiet">{say(empty)}</p>;
  const asCards = phone && columns.length > COLUMNS_BESIDE_MAX;
  // Roles are said aloud, because boxes of another display lose those of their elements.
  return (
    <div className={asCards ? 'yg-plain-table yg-plain-cards' : 'yg-plain-table'} role="group" aria-label={caption} tabIndex={asCards ? undefined : 0}>
      <table role="table">
        <caption className={showCaption ? undefined : 'yg-hidden'}>{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">{columns.map((column) => <th key={column.key} role="columnheader" scope="col" className={column.align === 'end' ? 'yg-number' : undefined}>{say(column.title)}</th>)}</tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={rowKey(row)} role="row">{columns.map((column) => <PlainCell key={column.key} column={column} row={row} labelled={asCards} />)}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PlainCell<Row>({ column, row, labelled }: { column: Column<Row>; row: Row; labelled: boolean }) {
  const say = useText();
  const shown = column.render(row);
  return (
    <td role="cell" className={column.align === 'end' ? 'yg-number' : undefined}>
      {labelled && <span className="yg-cell-label" aria-hidden>{say(column.title)}</span>}
      {labelled ? <div>{shown}</div> : shown}
    </td>
  );
}
