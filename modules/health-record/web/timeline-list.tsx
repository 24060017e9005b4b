import { Button } from 'antd';
import { LockOutlined } from '@ant-design/icons';
import { chinaDayOf } from '#platform/kernel/period.ts';
import { Empty } from '#platform/web/layout/empty.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import type { TimelineItem } from '../contract.ts';
import { kindMessages, messages, privacyMessages } from './messages.ts';
import { ShareItemForm } from './share-item-form.tsx';
import './health-record.css';

export interface TimelineListProps {
  readonly personId: string;
  readonly items: readonly TimelineItem[];
  readonly total: number;
  readonly hidden: number;
  readonly onMore?: () => void;
  readonly loadingMore?: boolean;
}

/** Items of every member in one line of time, grouped by day, each with its source. */
export function TimelineList({ personId, items, total, hidden, onMore, loadingMore }: TimelineListProps) {
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
            <ul>{ofDay.map((item) => <TimelineEntry key={item.reference} personId={personId} item={item} />)}</ul>
          </li>
        ))}
      </ol>
      {onMore && items.length < total && (
        <Button onClick={onMore} loading={loadingMore}>{say(messages.more)}</Button>
      )}
    </div>
  );
}

function TimelineEntry({ personId, item }: { personId: string; item: TimelineItem }) {
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
          {item.until && chinaDayOf(item.until) !== chinaDayOf(item.at) && <> → <time dateTime={item.until}>{format.date(item.until)}</time></>}
          <ShareButton personId={personId} item={item} />
        </div>
      </div>
    </li>
  );
}

/** Only beside what the own organisation wrote: what others wrote is theirs to share. */
function ShareButton({ personId, item }: { personId: string; item: TimelineItem }) {
  const say = useText();
  const workspace = useWorkspace();
  const { acting, may } = useSession();
  if (!may('health-record.share-item') || item.organisationId === null || item.organisationId !== acting?.organisationId || !item.reference.includes('/')) return null;
  const key = `share-item:${item.reference}`;
  const title = say(privacyMessages.share);
  const open = () => workspace.open({ key, title, content: <ShareItemForm personId={personId} reference={item.reference} onDone={() => workspace.close(key)} /> });
  return <Button size="small" type="link" aria-label={`${title} ${item.title}`} onClick={open}>{title}</Button>;
}

/** Items come newest first and stay so. */
function groupByDay(items: readonly TimelineItem[]): [string, TimelineItem[]][] {
  const days = new Map<string, TimelineItem[]>();
  for (const item of items) {
    const day = chinaDayOf(item.at);
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return [...days];
}
