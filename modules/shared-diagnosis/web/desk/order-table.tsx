import { useNavigate } from 'react-router';
import { Clock } from '#platform/web/state/clock.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import type { Column, TableView } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { listDiagnosisOrders, type OrderCard } from '../../contract/orders.ts';
import { ORDER_STATES } from '../../contract/states.ts';
import { KINDS, MODALITIES, PRIORITIES } from '../../contract/words.ts';
import { messages } from '../messages.ts';
import { choicesOf, OrderStateTag, OverflowTag, PriorityTag, useWho } from '../shown.tsx';

/** Orders sorted by the promised moment; filters, views and search live in the address. */
export function OrderTable({ name, title, views, input }: { name: string; title: string; views: readonly TableView[]; input?: Readonly<Record<string, unknown>> }) {
  const say = useText();
  const navigate = useNavigate();
  const who = useWho();
  const columns: Column<OrderCard>[] = [
    { key: 'priority', title: messages.priority, width: 92, sortable: true, render: (row) => <PriorityTag priority={row.priority} />, value: (row) => say(PRIORITIES[row.priority]) },
    { key: 'deadline', title: messages.due, width: 168, sortable: true, render: (row) => (row.deadline ? <Clock until={row.deadline} since={row.since} /> : '—'), value: (row) => row.deadline },
    { key: 'person', title: messages.person, width: 150, render: who, value: (row) => row.personName },
    { key: 'item', title: messages.item, width: 170, render: (row) => <>{row.itemName} {row.critical && <StateTag tone="overdue" text={say(messages.critical)} />}</>, value: (row) => row.itemName },
    { key: 'state', title: messages.state, width: 128, render: (row) => <OrderStateTag state={row.state} />, value: (row) => say(ORDER_STATES[row.state]) },
    { key: 'claimed', title: messages.claimedBy, width: 100, render: (row) => row.claimedByName ?? '—', value: (row) => row.claimedByName },
    { key: 'from', title: messages.from, width: 150, onPhone: false, render: (row) => row.requestingOrganisationName, value: (row) => row.requestingOrganisationName },
    { key: 'centre', title: messages.centre, width: 170, render: (row) => <>{row.centreOrganisationName} <OverflowTag overflow={row.overflow} /></>, value: (row) => row.centreOrganisationName },
    { key: 'created', title: messages.created, width: 110, sortable: true, onPhone: false, render: (row) => <TimeAgo at={row.createdAt} />, value: (row) => row.createdAt },
    { key: 'number', title: messages.number, width: 150, sortable: true, onPhone: false, render: (row) => <span className="yg-number">{row.number}</span>, value: (row) => row.number },
  ];
  return (
    <DataTable
      name={name} title={title} operation={listDiagnosisOrders} rowKey={(row) => row.id} columns={columns} rowTitle={(row) => `${row.personName} ${row.itemName}`} onOpen={(row) => void navigate(`/diagnosis/orders/${row.id}`)} views={views}
      {...(input ? { input: input as never } : {})}
      filters={[
        { key: 'kind', title: messages.kind, kind: 'choice', options: choicesOf(KINDS) }, { key: 'modality', title: messages.modality, kind: 'choice', options: choicesOf(MODALITIES) },
        { key: 'state', title: messages.state, kind: 'choice', options: choicesOf(ORDER_STATES) }, { key: 'priority', title: messages.priority, kind: 'choice', options: choicesOf(PRIORITIES) },
      ]}
      searchHint={messages.searchHint} empty={{ title: messages.nothing, next: messages.nothingNext }}
    />
  );
}
