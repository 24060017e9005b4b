import { listDeadDeliveries, retryDeliveries } from '#platform/monitoring/contract.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { monitoringMessages } from './messages.ts';

type Dead = ResultOf<typeof listDeadDeliveries>['rows'][number];

/** What was given up after twelve tries, and the button to try it again once the cause is mended. */
export function DeadDeliveriesPanel({ onChanged }: { onChanged: () => void }) {
  const say = useText();
  const dead = useOperation(listDeadDeliveries, {}, { refreshEveryMs: 15_000, keepPrevious: true });
  const retry = useCommand(retryDeliveries);
  const again = async (reaction: string): Promise<void> => {
    const answer = await retry.run({ reaction });
    if (answer) toast(say(monitoringMessages.retried, { count: answer.retried }));
    void dead.refetch();
    onChanged();
  };
  if (dead.error) return <ProblemNotice problem={dead.error} onRetry={() => void dead.refetch()} />;
  if (dead.data === undefined || dead.data.rows.length === 0) return null;
  return (
    <Panel title={say(monitoringMessages['dead-deliveries'])}>
      <p className="yg-quiet">{say(monitoringMessages.deadText)}</p>
      {retry.problem && <ProblemNotice problem={retry.problem} />}
      <PlainTable
        caption={say(monitoringMessages['dead-deliveries'])} rows={dead.data.rows} rowKey={keyOf}
        columns={[
          { key: 'reaction', title: monitoringMessages.reaction, render: ({ reaction, eventName }) => `${reaction} ← ${eventName}` },
          { key: 'count', title: monitoringMessages.value, render: ({ count }) => count },
          { key: 'last', title: monitoringMessages.givenUp, render: ({ lastAt }) => <TimeAgo at={lastAt} /> },
          { key: 'why', title: monitoringMessages.detail, onPhone: false, render: ({ lastError }) => lastError ?? '—' },
          { key: 'retry', title: monitoringMessages.retry, render: ({ reaction }) => <AbilityButton size="small" ability={{ allowed: true }} loading={retry.pending} onClick={() => void again(reaction)}>{say(monitoringMessages.retry)}</AbilityButton> },
        ]}
      />
    </Panel>
  );
}

const keyOf = ({ reaction, eventName }: Dead): string => `${reaction} ${eventName}`;
