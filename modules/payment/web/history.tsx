import type { z } from 'zod';
import { Panel } from '#platform/web/layout/panel.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import type { actionSchema } from '../contract/words.ts';
import { messages } from './messages.ts';
import { StateWord, type AnyState } from './state-word.tsx';

type Action = z.infer<typeof actionSchema>;

/** What happened, newest first. */
export function History({ actions }: { actions: readonly Action[] }) {
  const say = useText();
  return (
    <Panel level={3} title={say(messages.history)}>
      <PlainTable
        caption={say(messages.history)} rows={actions} rowKey={(row) => `${row.at}${row.action}`} empty={messages.none}
        columns={[
          { key: 'at', title: messages.when, render: (row) => <TimeAgo at={row.at} /> },
          { key: 'state', title: messages.state, render: (row) => (row.stateAfter === null ? row.action : <StateWord state={row.stateAfter as AnyState} />) },
          { key: 'by', title: messages.by, render: (row) => row.subjectName },
          { key: 'reason', title: messages.reason, render: (row) => row.reason ?? '—' },
        ]}
      />
    </Panel>
  );
}
