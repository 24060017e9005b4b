import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useOperation } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { Clock } from '#platform/web/state/clock.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import type { Column, TableView } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { criticalStatistics, listCriticalValues, type CriticalCard } from '../../contract/critical.ts';
import { CRITICAL_STATES } from '../../contract/states.ts';
import { KINDS } from '../../contract/words.ts';
import { criticalMessages, messages } from '../messages.ts';
import { choicesOf, CRITICAL_TONE, useWho } from '../shown.tsx';
import '../diagnosis.css';
import { CriticalPanel } from './critical-panel.tsx';

const views: readonly TableView[] = [
  { key: 'ours', title: criticalMessages.ours, filters: { ours: 'true', open: 'true' } }, { key: 'open', title: criticalMessages.open, filters: { open: 'true' } },
  { key: 'late', title: criticalMessages.late, filters: { late: 'true' } }, { key: 'closed', title: criticalMessages.closed, filters: { open: 'false' } },
];

/** The register of both sides, each with its clock. `?open=` opens one beside. */
export function CriticalPage() {
  const say = useText();
  const who = useWho();
  const workspace = useWorkspace();
  const [parameters] = useSearchParams();
  const mayStatistics = useMay('shared-diagnosis.read-statistics');
  const show = (id: string, title: string) => workspace.open({ key: `critical:${id}`, title, content: <CriticalPanel id={id} /> });
  const opened = parameters.get('open');
  const shownFor = useRef<string>(undefined);
  useEffect(() => {
    if (!opened || shownFor.current === opened) return;
    shownFor.current = opened;
    workspace.open({ key: `critical:${opened}`, title: say(criticalMessages.title), content: <CriticalPanel id={opened} /> });
  }, [opened, workspace, say]);
  const columns: Column<CriticalCard>[] = [
    { key: 'state', title: messages.state, width: 140, render: (row) => <StateTag tone={CRITICAL_TONE[row.state]} text={say(CRITICAL_STATES[row.state])} />, value: (row) => say(CRITICAL_STATES[row.state]) },
    { key: 'due', title: criticalMessages.acknowledgeBy, width: 130, render: (row) => (row.acknowledgeBy ? <Clock until={row.acknowledgeBy} since={row.notifiedAt ?? row.detectedAt} /> : '—'), value: (row) => row.acknowledgeBy },
    { key: 'value', title: criticalMessages.value, width: 220, render: (row) => <strong>{row.title} {row.valueText}</strong>, value: (row) => `${row.title} ${row.valueText}` },
    { key: 'person', title: messages.person, width: 150, render: who, value: (row) => row.personName },
    { key: 'receiver', title: criticalMessages.receiver, width: 160, render: (row) => row.receiverOrganisationName, value: (row) => row.receiverOrganisationName },
    { key: 'reporter', title: criticalMessages.reporter, width: 160, onPhone: false, render: (row) => row.reporterOrganisationName, value: (row) => row.reporterOrganisationName },
    { key: 'escalated', title: criticalMessages.clock, width: 120, render: (row) => (row.escalationLevel > 0 ? <StateTag tone="overdue" text={say(criticalMessages.escalated, { level: row.escalationLevel })} /> : '—'), value: (row) => row.escalationLevel },
    { key: 'detected', title: criticalMessages.detected, width: 120, onPhone: false, render: (row) => <TimeAgo at={row.detectedAt} />, value: (row) => row.detectedAt },
    { key: 'number', title: messages.number, width: 150, onPhone: false, render: (row) => <span className="yg-number">{row.number}</span>, value: (row) => row.number },
  ];
  return (
    <>
      <PageHeader title={say(criticalMessages.title)} actions={<Link to="/diagnosis/critical-board"><Button tabIndex={-1}>{say(criticalMessages.openBoard)}</Button></Link>} />
      {mayStatistics && <Figures />}
      <DataTable
        name="diagnosis.critical" title={say(criticalMessages.title)} operation={listCriticalValues} rowKey={(row) => row.id} columns={columns} rowTitle={(row) => `${row.personName} ${row.title}`} onOpen={(row) => show(row.id, `${row.title} · ${row.personName}`)} views={views}
        filters={[{ key: 'state', title: messages.state, kind: 'choice', options: choicesOf(CRITICAL_STATES) }, { key: 'kind', title: messages.kind, kind: 'choice', options: choicesOf(KINDS) }]}
        searchHint={messages.searchHint} empty={{ title: criticalMessages.nothing, next: criticalMessages.nothingNext }}
      />
    </>
  );
}

function Figures() {
  const say = useText();
  const format = useFormat();
  const { data } = useOperation(criticalStatistics, {}, { staleMs: 60_000 });
  if (data === undefined) return null;
  const figures: [string, string][] = [
    [say(criticalMessages.noticed), format.number(data.notified)], [say(criticalMessages.acknowledged), format.number(data.acknowledged)],
    [say(criticalMessages.inTimeRate), data.inTimeRate === null ? '—' : format.percent(data.inTimeRate)], [say(criticalMessages.median), data.minutesMedian === null ? '—' : format.span(data.minutesMedian * 60_000)],
    [say(criticalMessages.closedCount), format.number(data.closed)],
  ];
  return <dl className="diagnosis-figures" aria-label={say(criticalMessages.statistics)}>{figures.map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>;
}
