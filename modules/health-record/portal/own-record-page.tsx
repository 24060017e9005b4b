import { Button } from 'antd';
import { useState } from 'react';
import { useOperation } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { getOwnSummary, getOwnTimeline, type RecordSummary } from '../contract.ts';
import { kindMessages, messages } from './messages.ts';
import { listed } from '#platform/web/text/listed.ts';

const PAGE = 30;
const SHOWN_MAX = 200;

/** The resident's own record: what matters first, then everything by time. */
export function OwnRecordPage() {
  const say = useText();
  const summary = useOperation(getOwnSummary, {});
  return (
    <>
      <PageHeader title={say(messages.ownRecord)} />
      <Answer query={summary}>
        {(data) => (
          <div className="yg-stack">
            <Words title={say(messages.allergies)} items={data.allergies} />
            <Words title={say(messages.problems)} items={data.conditions} />
            <Words title={say(messages.medications)} items={data.medications} />
            <OwnTimeline />
          </div>
        )}
      </Answer>
    </>
  );
}

function Words({ title, items }: { title: string; items: RecordSummary['conditions'] }) {
  const say = useText();
  return (
    <Panel title={title}>
      {items.length === 0 ? <p className="yg-quiet">{say(messages.none)}</p> : <p>{listed(items.map((item) => item.text))}</p>}
    </Panel>
  );
}

function OwnTimeline() {
  const say = useText();
  const format = useFormat();
  const [limit, setLimit] = useState(PAGE);
  const timeline = useOperation(getOwnTimeline, { limit }, { keepPrevious: true });
  return (
    <Answer query={timeline}>
      {(data) => (
        <Panel title={say(messages.total, { total: data.total })}>
          <ul className="yg-stack" style={{ listStyle: 'none', margin: 0, padding: 0 }}>
            {data.rows.map((item) => (
              <li key={item.reference}>
                <strong>{item.title || say(kindMessages[item.kind])}</strong> {item.detail}
                <div className="yg-quiet">
                  {say(kindMessages[item.kind])} · {item.at ? format.date(item.at) : '—'} · {item.organisationName}
                </div>
              </li>
            ))}
          </ul>
          {data.rows.length < data.total && limit < SHOWN_MAX && (
            <Button block loading={timeline.isFetching} onClick={() => setLimit((shown) => Math.min(SHOWN_MAX, shown + PAGE))}>{say(messages.more)}</Button>
          )}
        </Panel>
      )}
    </Answer>
  );
}
