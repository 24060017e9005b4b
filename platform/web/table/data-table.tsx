import { useCallback, useId, useMemo, useState, type ReactNode } from 'react';
import type { Operation, Page } from '#platform/kernel/contract.ts';
import type { Text } from '#platform/kernel/problem.ts';
import { ProblemNotice } from '../layout/problem-notice.tsx';
import { useText } from '../text/messages.ts';
import { inputOf } from './address.ts';
import { BulkBar } from './bulk-bar.tsx';
import type { BulkAction, Column, Filter, TableView } from './columns.ts';
import { FilterBadges } from './filter-bar.tsx';
import { TableGrid } from './table-grid.tsx';
import { TableToolbar } from './table-toolbar.tsx';
import { useSelection } from './use-selection.ts';
import { useTableAddress } from './use-table-address.ts';
import { useTableRows } from './use-table-rows.ts';
import { useViews } from './use-views.ts';
import { ViewTabs } from './view-tabs.tsx';

export interface DataTableProps<Row> {
  /** Stable: column widths and saved views are kept under it. */
  readonly name: string;
  /** What the list shows, for screen readers, export and print. */
  readonly title: string;
  readonly operation: Operation<unknown, Page<Row>>;
  readonly input?: Readonly<Record<string, unknown>>;
  readonly rowKey: (row: Row) => string;
  readonly rowTitle: (row: Row) => string;
  readonly columns: readonly Column<Row>[];
  readonly filters?: readonly Filter[];
  readonly views?: readonly TableView[];
  readonly searchHint?: Text;
  readonly onOpen?: (row: Row) => void;
  readonly bulkActions?: readonly BulkAction<Row>[];
  readonly empty?: { readonly title: Text; readonly next?: Text; readonly action?: ReactNode };
  readonly refreshOn?: readonly string[];
  /** False keeps filters out of the address: the second table on one page. */
  readonly address?: boolean;
  /** CSS height of the rows' window; by default the rest of the screen. */
  readonly height?: string;
  readonly actions?: ReactNode;
}

const NO_FILTERS: readonly Filter[] = [];
const NO_VIEWS: readonly TableView[] = [];
const NO_INPUT = {};
const NO_TOPICS: readonly string[] = [];

/** A list over an operation that returns `Page<Row>`: see README, "Lists". */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { filters = NO_FILTERS, input: fixed = NO_INPUT, columns, operation, rowKey } = props;
  const say = useText();
  const id = useId();
  const [address, change] = useTableAddress(filters, props.address ?? true);
  const views = useViews(props.name, props.views ?? NO_VIEWS);
  const view = views.all.find((each) => each.key === address.view) ?? props.views?.[0];
  const input = useMemo(() => inputOf(address, { fixed, view, filters }), [address, fixed, view, filters]);
  const [range, setRange] = useState({ first: 0, last: 0 });
  const rows = useTableRows(operation, input, { range, refreshOn: props.refreshOn ?? NO_TOPICS });
  const selection = useSelection(rowKey, JSON.stringify(input));
  const seeRange = useCallback((first: number, last: number) => {
    setRange((former) => (former.first === first && former.last === last ? former : { first, last }));
  }, []);
  return (
    <section className="yg-table" aria-label={props.title} id={id}>
      <ViewTabs views={views} current={view} operation={operation} fixed={fixed} onChoose={(key) => change({ view: key, filters: {}, words: '' })} />
      <TableToolbar
        title={props.title} columns={columns} operation={operation} input={input} total={rows.total} filters={filters} address={address}
        change={change} searchHint={props.searchHint} actions={props.actions} saveView={(name) => views.save(name, address, view)}
      />
      <FilterBadges filters={filters} address={address} change={change} />
      {props.bulkActions && <BulkBar actions={props.bulkActions} selection={selection} />}
      {rows.problem && <ProblemNotice problem={rows.problem} onRetry={rows.retry} />}
      <TableGrid
        tableName={props.name} title={props.title} columns={columns} rows={rows} rowKey={rowKey} rowTitle={props.rowTitle}
        sort={address.sort} onSort={(sort) => change({ sort })} onOpen={props.onOpen} onRange={seeRange} height={props.height}
        selection={props.bulkActions ? selection : undefined} resetOn={JSON.stringify(input)}
        empty={props.empty && { title: say(props.empty.title), next: props.empty.next && say(props.empty.next), action: props.empty.action }}
      />
    </section>
  );
}
