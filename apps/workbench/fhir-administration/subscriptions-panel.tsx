import { useState } from 'react';
import { listFhirSubscriptions, pauseSubscription, resumeSubscription, type SubscriptionView } from '#fhir/administration/contract.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { Waiting } from '#platform/web/layout/waiting.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { DeliveriesList } from './deliveries-list.tsx';
import { fhirMessages } from './messages.ts';
import { ShowAll, FIRST, REFRESH_MS } from './show-all.tsx';
import { useAct } from './use-act.ts';

const TONES = { active: 'done', paused: 'waiting', error: 'overdue', ended: 'neutral' } as const;

/** Who is told of what by other systems' wish, and whether they hear it. */
export function SubscriptionsPanel() {
  const say = useText();
  const format = useFormat();
  const workspace = useWorkspace();
  const [limit, setLimit] = useState(FIRST);
  const list = useOperation(listFhirSubscriptions, { limit }, { refreshEveryMs: REFRESH_MS, keepPrevious: true });
  const pause = useAct({ operation: pauseSubscription, why: fhirMessages.pauseWhy, verb: fhirMessages.pause, done: fhirMessages.pausedNow });
  const resume = useAct({ operation: resumeSubscription, verb: fhirMessages.resume, done: fhirMessages.resumedNow });
  const problem = pause.problem ?? resume.problem;
  const show = (row: SubscriptionView) => workspace.open({ key: `deliveries:${row.id}`, title: say(fhirMessages.deliveriesOf, { name: row.clientName }), content: <DeliveriesList id={row.id} channel={row.channel} /> });
  return (
    <Panel title={`${say(fhirMessages.subscriptions)}${list.data ? ` · ${format.number(list.data.total)}` : ''}`}>
      {list.error && <ProblemNotice problem={list.error} onRetry={() => void list.refetch()} />}
      {problem && <ProblemNotice problem={problem} />}
      {list.data ? (
        <PlainTable
          caption={say(fhirMessages.subscriptions)} rows={list.data.rows} rowKey={({ id }) => id} empty={fhirMessages.noSubscriptions}
          columns={[
            { key: 'subscriber', title: fhirMessages.subscriber, render: (row) => <>{row.clientName}<div className="yg-quiet">{row.reason}</div><div className="yg-quiet">{row.host ?? 'WebSocket'}</div></> },
            { key: 'listens', title: fhirMessages.listens, onPhone: false, render: (row) => <>{row.resourceType}{row.parameters.length > 0 && <div className="yg-quiet">{say(fhirMessages.byParameters, { parameters: row.parameters.join(', ') })}</div>}</> },
            { key: 'state', title: fhirMessages.state, render: (row) => <><StateTag tone={row.state === 'active' && row.failures > 0 ? 'due' : TONES[row.state]} text={say(fhirMessages[row.state])} /><Trouble row={row} /></> },
            { key: 'waiting', title: fhirMessages.waiting, align: 'end', render: ({ waiting }) => format.number(waiting) },
            { key: 'actions', title: fhirMessages.actions, render: (row) => (
              <div className="yg-row">
                {row.state === 'active' && <AbilityButton size="small" loading={pause.pending} onClick={() => void pause.act({ id: row.id }, row.clientName)}>{say(fhirMessages.pause)}</AbilityButton>}
                {(row.state === 'paused' || row.state === 'error') && <AbilityButton size="small" loading={resume.pending} onClick={() => void resume.act({ id: row.id }, row.clientName)}>{say(fhirMessages.resume)}</AbilityButton>}
                <AbilityButton size="small" onClick={() => show(row)}>{say(fhirMessages.deliveries)}</AbilityButton>
              </div>
            ) },
          ]}
        />
      ) : !list.error && <Waiting />}
      <ShowAll page={list.data} onAll={setLimit} />
    </Panel>
  );
}

/** Since when it is paused, or what went wrong and when it is tried again. */
function Trouble({ row }: { row: SubscriptionView }) {
  const say = useText();
  if (row.pausedAt !== null && row.state === 'paused') return <div className="yg-quiet"><TimeAgo at={row.pausedAt} /></div>;
  if (row.failures === 0) return null;
  return (
    <div className="yg-quiet">
      {say(fhirMessages.failedTimes, { count: row.failures, error: row.lastError ?? '—' })}
      {row.nextAttemptAt !== null && <div>{say(fhirMessages.nextTry)} <TimeAgo at={row.nextAttemptAt} /></div>}
    </div>
  );
}
