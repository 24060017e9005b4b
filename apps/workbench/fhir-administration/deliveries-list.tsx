import { useState } from 'react';
import { listFhirDeliveries, type SubscriptionView } from '#fhir/administration/contract.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { Waiting } from '#platform/web/layout/waiting.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { fhirMessages } from './messages.ts';
import { FIRST, REFRESH_MS, ShowAll } from './show-all.tsx';

/** What was sent for one subscription, newest first. */
export function DeliveriesList({ id, channel }: Pick<SubscriptionView, 'id' | 'channel'>) {
  const say = useText();
  const [limit, setLimit] = useState(FIRST);
  const list = useOperation(listFhirDeliveries, { id, limit }, { refreshEveryMs: REFRESH_MS, keepPrevious: true });
  if (list.error) return <ProblemNotice problem={list.error} onRetry={() => void list.refetch()} />;
  if (list.data === undefined) return <Waiting />;
  return (
    <>
      <PlainTable
        caption={say(fhirMessages.deliveries)} rows={list.data.rows} rowKey={(row) => row.id} empty={channel === 'websocket' ? fhirMessages.pings : fhirMessages.noDeliveries}
        columns={[
          { key: 'at', title: fhirMessages.at, render: ({ at }) => <TimeAgo at={at} /> },
          { key: 'type', title: fhirMessages.type, render: ({ resourceType }) => resourceType },
          { key: 'outcome', title: fhirMessages.outcome, render: ({ outcome, reason }) => <><StateTag tone={outcome === 'sent' ? 'done' : 'overdue'} text={say(fhirMessages[outcome])} />{reason !== null && <div className="yg-quiet">{reason}</div>}</> },
        ]}
      />
      <ShowAll page={list.data} onAll={setLimit} />
    </>
  );
}
