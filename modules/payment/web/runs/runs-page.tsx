import { useCallback } from 'react';
import { Link } from 'react-router';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import type { Column, TableView } from '#platform/web/table/columns.ts';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { listRuns, type Run } from '../../contract/runs.ts';
import { messages, stateWords } from '../messages.ts';
import { StateWord } from '../state-word.tsx';
import { useAbility } from '../use-ability.ts';
import { RunDetail } from './run-detail.tsx';
import { scoreMessages } from '../scores/score-messages.ts';
import { runMessages } from './run-messages.ts';
import { StartRunForm } from './start-run-form.tsx';
import '../payment.css';

const VIEWS: readonly TableView[] = [
  { key: 'all', title: messages.all, filters: {} },
  { key: 'prepared', title: stateWords.prepared, filters: { state: ['running', 'prepared'] } },
  { key: 'clearing', title: messages.clearing, filters: { kind: ['clearing'] } },
  { key: 'advance', title: messages.advance, filters: { kind: ['advance'] } },
  { key: 'capitation', title: messages.capitation, filters: { kind: ['capitation'] } },
];

/** Advances of the months and clearings of the years. */
export function RunsPage() {
  const say = useText();
  const workspace = useWorkspace();
  const ability = useAbility();
  const open = useCallback((row: Run) => workspace.open({ key: `run:${row.id}`, width: 'wide', title: `${say(messages[row.kind])} ${row.month ?? row.year}`, content: <RunDetail id={row.id} /> }), [workspace, say]);
  const start = () => workspace.open({ key: 'start-run', title: say(runMessages.start), content: <StartRunForm onDone={() => workspace.close('start-run')} /> });
  return (
    <>
      <PageHeader title={say(messages.runs)} actions={<><Link to="/payment/cases">{say(messages.cases)}</Link><Link to="/payment/panels">{say(messages.capitation)}</Link><Link to="/payment/scores">{say(scoreMessages.scores)}</Link><AbilityButton type="primary" ability={ability('payment.run-advance')} onClick={start}>{say(runMessages.start)}</AbilityButton></>} />
      <DataTable
        name="payment.runs" title={say(messages.runs)} operation={listRuns} rowKey={(row) => row.id} rowTitle={(row) => `${row.kind} ${row.month ?? row.year}`} columns={useColumns()} views={VIEWS} onOpen={open}
        empty={{ title: messages.none, next: runMessages.noneNext }}
      />
    </>
  );
}

function useColumns(): readonly Column<Run>[] {
  const say = useText();
  return [
    { key: 'kind', title: messages.kind, width: 110, sortable: true, render: (row) => say(messages[row.kind]), value: (row) => say(messages[row.kind]) },
    { key: 'year', title: messages.year, width: 110, sortable: true, render: (row) => row.month ?? row.year, value: (row) => row.month ?? row.year },
    { key: 'state', title: messages.state, width: 120, sortable: true, render: (row) => <StateWord state={row.state} />, value: (row) => say(stateWords[row.state]) },
    { key: 'stateSince', title: messages.when, width: 120, sortable: true, render: (row) => <TimeAgo at={row.stateSince} />, value: (row) => row.stateSince },
    { key: 'casesTotal', title: runMessages.cases, width: 120, align: 'end', sortable: true, render: (row) => `${row.state === 'running' ? `${row.casesDone} / ` : ''}${row.casesTotal}`, value: (row) => row.casesTotal },
    { key: 'packVersion', title: messages.version, width: 120, onPhone: false, render: (row) => row.packVersion, value: (row) => row.packVersion },
    { key: 'documentNumber', title: runMessages.document, width: 200, onPhone: false, render: (row) => row.documentNumber ?? '—', value: (row) => row.documentNumber },
    { key: 'appealUntil', title: runMessages.appealUntil, width: 120, onPhone: false, render: (row) => row.appealUntil ?? '—', value: (row) => row.appealUntil },
  ];
}
