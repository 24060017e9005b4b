import { Link } from 'react-router';
import { Panel } from '#platform/web/layout/panel.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import type { RecordSummary } from '../contract.ts';
import { messages } from './messages.ts';

/** What a doctor wants to know first, beside the timeline. */
export function RecordSides({ summary, accessLink }: { summary: RecordSummary; accessLink?: string }) {
  const say = useText();
  return (
    <div className="yg-stack">
      <CodedPanel title={say(messages.problems)} items={summary.conditions} />
      <CodedPanel title={say(messages.medications)} items={summary.medications} />
      <CodedPanel title={say(messages.allergies)} items={summary.allergies} />
      <Panel title={say(messages.sources)} level={2}>
        <ul className="health-record-list">
          {summary.sources.map((source) => (
            <li key={source.organisationId}>
              <span>{source.organisationName}</span>
              <span className="yg-quiet yg-number">{say(messages.itemsCount, { count: source.items })}</span>
            </li>
          ))}
        </ul>
        {accessLink && <Link to={accessLink}>{say(messages.accessOf)}</Link>}
      </Panel>
    </div>
  );
}

function CodedPanel({ title, items }: { title: string; items: RecordSummary['conditions'] }) {
  const say = useText();
  const format = useFormat();
  return (
    <Panel title={title}>
      {items.length === 0 && <p className="yg-quiet">{say(messages.none)}</p>}
      <ul className="health-record-list">
        {items.map((item) => (
          <li key={item.reference}>
            <span>{item.text}</span>
            {item.since && <span className="yg-quiet yg-number">{say(messages.since, { date: format.date(item.since) })}</span>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
