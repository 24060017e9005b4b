import { Alert } from 'antd';
import { useCallback } from 'react';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import type { Column, Filter, TableView } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { countMessages, listMessages, rerunMessages, type MessageLine } from '../contract/messages.ts';
import { MessageDetail } from './message-detail.tsx';
import { MessageStateTag } from './message-state.tsx';
import { messages } from './messages.ts';

const VIEWS: readonly TableView[] = [
  { key: 'troubled', title: messages.troubled, filters: { state: ['dead', 'failed'] } },
  { key: 'waiting', title: messages.waiting, filters: { state: ['received', 'queued', 'failed'] } },
  { key: 'done', title: messages.done, filters: { state: ['applied', 'sent', 'repeated'] } },
  { key: 'all', title: messages.all, filters: {} },
];
const FILTERS: readonly Filter[] = [
  { key: 'direction', title: messages.direction, kind: 'choice', options: [{ value: 'in', label: messages.incoming }, { value: 'out', label: messages.outgoing }] },
  { key: 'messageType', title: messages.type, kind: 'text' },
  { key: 'controlId', title: messages.number, kind: 'text' },
  { key: 'from', title: messages.kept, kind: 'date' },
];

/** Every message that came or went, what became of it, and what waits for somebody. */
export function LogPage() {
  const say = useText();
  const workspace = useWorkspace();
  const { may } = useSession();
  const rerun = useCommand(rerunMessages);
  const columns = useColumns();
  const open = useCallback((row: MessageLine) => workspace.open({ key: `message:${row.id}`, title: row.messageType ?? row.id, content: <MessageDetail id={row.id} /> }), [workspace]);
  const bulk = may('exchange.rerun-message')
    ? [{ key: 'again', title: messages.again, run: async (rows: readonly MessageLine[]) => {
        const answer = await rerun.run({ ids: rows.map(({ id }) => id) });
        if (answer !== undefined) toast(say(messages.asked, { count: answer.asked }));
      } }]
    : [];
  return (
    <>
      <PageHeader title={say(messages.log)} />
      <StuckNotice />
      <DataTable
        name="exchange.messages" title={say(messages.log)} operation={listMessages} rowKey={(row) => row.id} rowTitle={(row) => row.controlId ?? row.id} columns={columns} views={VIEWS} filters={FILTERS}
        onOpen={open} bulkActions={bulk} empty={{ title: messages.nothing, next: messages.nothingNext }}
      />
    </>
  );
}

/** The alarm: messages that wait for too long. */
function StuckNotice() {
  const say = useText();
  const format = useFormat();
  const { data } = useOperation(countMessages, {}, { refreshEveryMs: 30_000 });
  if (data === undefined || data.stuck === 0) return null;
  return <Alert type="warning" showIcon title={say(messages.stuck, { count: data.stuck, at: format.dateTime(data.oldestStuckAt ?? '') })} />;
}

function useColumns(): readonly Column<MessageLine>[] {
  const say = useText();
  const format = useFormat();
  return [
    { key: 'state', title: messages.state, width: 140, render: (row) => <MessageStateTag state={row.state} />, value: (row) => say(messages[row.state]) },
    { key: 'direction', title: messages.direction, width: 84, render: (row) => say(row.direction === 'in' ? messages.incoming : messages.outgoing), value: (row) => row.direction },
    { key: 'messageType', title: messages.type, width: 110, render: (row) => row.messageType ?? '—', value: (row) => row.messageType },
    { key: 'controlId', title: messages.number, width: 120, onPhone: false, render: (row) => row.controlId ?? '—', value: (row) => row.controlId },
    { key: 'siteName', title: messages.site, width: 120, render: (row) => row.siteName ?? '—', value: (row) => row.siteName },
    { key: 'organisationName', title: messages.organisation, width: 160, onPhone: false, render: (row) => row.organisationName ?? '—', value: (row) => row.organisationName },
    { key: 'keptAt', title: messages.kept, width: 140, render: (row) => format.dateTime(row.keptAt), value: (row) => row.keptAt },
    { key: 'place', title: messages.place, width: 80, onPhone: false, render: (row) => row.place ?? '—', value: (row) => row.place },
    { key: 'code', title: messages.reason, width: 110, onPhone: false, render: (row) => row.code ?? '—', value: (row) => row.code },
    { key: 'resources', title: messages.resources, width: 90, align: 'end', onPhone: false, render: (row) => row.resources, value: (row) => row.resources },
    { key: 'warnings', title: messages.warnings, width: 90, align: 'end', onPhone: false, render: (row) => row.warnings, value: (row) => row.warnings },
  ];
}
