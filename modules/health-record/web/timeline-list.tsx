import { Button } from 'antd';
import { LockOutlined } from '@ant-design/icons';
import { Empty } from '#platform/web/layout/empty.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import type { TimelineItem } from '../contract.ts';
import { kindMessages, messages } from './messages.ts';
import './health-record.css';

export interface TimelineListProps {
  readonly items: readonly TimelineItem[];
  readonly total: number;
  readonly hidden: number;
  readonly onMore?: () => void;
  readonly loadingMore?: boolean;
}

/** Items of every member in one line of time, grouped by day, each with its source. */
export function TimelineList({ items, total, hidden, onMore, loadingMore }: TimelineListProps) {
  const say = useText();
  const days = groupByDay(items);
  return (
    <div className="yg-stack">
      <p className="yg-quiet" role="status">{say(messages.shown, { total })}</p>
      {hidden > 0 && (
        <p className="health-record-hidden">
          <LockOutlined aria-hidden /> <strong>{say(messages.hidden, { count: hidden })}</strong> <span>{say(messages.hiddenWhy)}</span>
        </p>
      )}
      {items.length === 0 && <Empty title={say(messages.nothing)} next={say(messages.nothingNext)} />}
      <ol className="health-record-days">
        {days.map(([day, ofDay]) => (
          <li key={day}>
            <h3>{day || say(messages.undated)}</h3>
            <ul>{ofDay.map((item) => <TimelineEntry key={item.reference} item={item} />)}</ul>
          </li>
        ))}
      </ol>
      {onMore && items.length < total && (
        <Button onClick={onMore} loading={loadingMore}>{say(messages.more)}</Button>
      )}
    </div>
  );
}

function TimelineEntry({ item }: { item: TimelineItem }) {
  const say = useText();
  const format = useFormat();
  return (
    <li className="health-record-item">
      <span className={`health-record-kind health-record-kind-${item.kind}`}>{say(kindMessages[item.kind])}</span>
      <div>
        <strong>{item.title || say(kindMessages[item.kind])}</strong>
        {item.detail && <span> {item.detail}</span>}
        <div className="yg-quiet">
          {item.organisationName || '—'}
          {item.at.length > 10 && <> · <time dateTime={item.at}>{format.time(item.at)}</time></>}
          {item.until && item.until.slice(0, 10) !== item.at.slice(0, 10) && <> → <time dateTime={item.until}>{format.date(item.until)}</time></>}
        </div>
      </div>
    </li>
  );
}

/** Items come newest first and stay so. */
function groupByDay(items: readonly TimelineItem[]): [string, TimelineItem[]][] {
  const days = new Map<string, TimelineItem[]>();
  for (const item of items) {
    const day = item.at.slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return [...days];
}
