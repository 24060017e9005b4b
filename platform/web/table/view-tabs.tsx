import { CloseOutlined } from '@ant-design/icons';
import type { Operation, Page } from '#platform/kernel/contract.ts';
import { useFormat } from '../text/format.ts';
import { useText } from '../text/messages.ts';
import type { TableView } from './columns.ts';
import { tableMessages } from './table-messages.ts';
import { useViewCounts, type Views } from './use-views.ts';

interface ViewTabsProps<Row> {
  readonly views: Views;
  readonly current: TableView | undefined;
  readonly operation: Operation<unknown, Page<Row>>;
  readonly fixed: Readonly<Record<string, unknown>>;
  readonly onChoose: (key: string) => void;
}

/** Saved views with the database's count. */
export function ViewTabs<Row>({ views, current, operation, fixed, onChoose }: ViewTabsProps<Row>) {
  const say = useText();
  const format = useFormat();
  const counts = useViewCounts(operation, fixed, views.all);
  if (views.all.length === 0) return null;
  return (
    <div className="yg-views" role="group" aria-label={say(tableMessages.views)}>
      {views.all.map((view, index) => (
        <span key={view.key} className="yg-view-item">
          <button type="button" className="yg-view" aria-pressed={view.key === current?.key} onClick={() => onChoose(view.key)}>
            {say(view.title)}
            <span className="yg-count">{counts[index] === undefined ? '·' : format.number(counts[index])}</span>
          </button>
          {view.savedAs && view.key === current?.key && (
            <button
              type="button" className="yg-plain-button yg-view-remove" aria-label={say(tableMessages.deleteView, { name: view.savedAs })}
              onClick={() => void views.remove(view.savedAs ?? '').then(() => onChoose(views.all[0]?.key ?? ''))}
            >
              <CloseOutlined aria-hidden />
            </button>
          )}
        </span>
      ))}
    </div>
  );
}
