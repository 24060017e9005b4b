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

/** A small table of rows already at hand: an HTML table that prints and reads aloud as it is. */
export function PlainTable<Row>({ caption, showCaption, columns: all, rows, rowKey, empty }: PlainTableProps<Row>) {
  const say = useText();
  const phone = useNarrow();
  const columns = phone ? all.filter((column) => column.onPhone !== false) : all;
  if (rows.length === 0 && empty) return <p className="yg-quiet">{say(empty)}</p>;
  return (
    <div className="yg-plain-table" role="group" aria-label={caption} tabIndex={0}>
      <table>
        <caption className={showCaption ? undefined : 'yg-hidden'}>{caption}</caption>
        <thead>
          <tr>{columns.map((column) => <th key={column.key} scope="col" className={column.align === 'end' ? 'yg-number' : undefined}>{say(column.title)}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) => <td key={column.key} className={column.align === 'end' ? 'yg-number' : undefined}>{column.render(row)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
