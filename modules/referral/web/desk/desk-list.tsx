import { useNavigate } from 'react-router';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { Clock } from '#platform/web/state/clock.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import type { Column } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { directionTitles, listReferrals, priorities, priorityTitles, states, stateTitles, type ReferralCard } from '../../contract.ts';
import { useNarrow } from '#platform/web/layout/use-narrow.ts';
import { ReferralPanel } from '../detail/referral-panel.tsx';
import { messages } from '../messages.ts';
import { priorityTone, WhoseMove } from './referral-card.tsx';

const choices = <Key extends string>(keys: readonly Key[], titles: Readonly<Record<Key, { zh: string; en: string }>>) => keys.map((value) => ({ value, label: titles[value] }));

/** The same referrals as the board, as a table: every state, saved views, filter in the address, export. */
export function DeskList() {
  const say = useText();
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const narrow = useNarrow();
  const { acting } = useSession();
  const columns: Column<ReferralCard>[] = [
    { key: 'priority', title: messages.priority, width: 96, sortable: true, render: (row) => <StateTag tone={priorityTone[row.priority]} text={say(priorityTitles[row.priority])} />, value: (row) => say(priorityTitles[row.priority]) },
    { key: 'person', title: messages.person, width: 110, render: (row) => row.personName, value: (row) => row.personName },
    { key: 'state', title: messages.state, width: 130, render: (row) => say(stateTitles[row.state]), value: (row) => say(stateTitles[row.state]) },
    { key: 'since', title: messages.since, width: 110, sortable: true, render: (row) => <TimeAgo at={row.since} />, value: (row) => row.since },
    { key: 'deadline', title: messages.due, width: 130, sortable: true, render: (row) => (row.deadline ? <Clock until={row.deadline} since={row.since} /> : '—'), value: (row) => row.deadline },
    { key: 'move', title: messages.move, width: 150, render: (row) => <WhoseMove card={row} own={acting?.organisationId} />, value: (row) => row.whoseMove },
    { key: 'diagnosis', title: messages.diagnosis, width: 170, render: (row) => row.diagnosisText ?? '—', value: (row) => row.diagnosisText },
    { key: 'from', title: messages.from, width: 150, onPhone: false, render: (row) => row.fromOrganisationName, value: (row) => row.fromOrganisationName },
    { key: 'to', title: messages.to, width: 150, render: (row) => row.toOrganisationName, value: (row) => row.toOrganisationName },
    { key: 'created', title: messages.number, width: 150, sortable: true, onPhone: false, render: (row) => <span className="yg-number">{row.number}</span>, value: (row) => row.number },
  ];
  const open = (row: ReferralCard) => {
    if (narrow) void navigate(`/referrals/${row.id}`);
    else workspace.open({ key: `referral:${row.id}`, title: `${row.personName} · ${row.number}`, content: <ReferralPanel id={row.id} />, width: 'wide' });
  };
  return (
    <DataTable
      name="referral.list" title={say(messages.desk)} operation={listReferrals} rowKey={(row) => row.id} columns={columns} rowTitle={(row) => `${row.personName} ${row.number}`} onOpen={open}
      filters={[
        { key: 'box', title: messages.show, kind: 'choice', options: [{ value: 'in', label: messages.boxIn }, { value: 'out', label: messages.boxOut }] },
        { key: 'state', title: messages.state, kind: 'choice', options: choices(states, stateTitles) },
        { key: 'priority', title: messages.priority, kind: 'choice', options: choices(priorities, priorityTitles) },
        { key: 'direction', title: messages.route, kind: 'choice', options: choices(['up', 'lateral', 'down'] as const, directionTitles) },
      ]}
      views={[
        { key: 'ours', title: messages.ours, filters: { ours: 'true' } },
        { key: 'overdue', title: messages.overdueOnly, filters: { overdue: 'true' } },
        { key: 'in', title: messages.boxIn, filters: { box: 'in', live: 'true' } },
        { key: 'out', title: messages.boxOut, filters: { box: 'out', live: 'true' } },
      ]}
      searchHint={messages.searchHint} empty={{ title: messages.nothing, next: messages.nothingNext }}
    />
  );
}
