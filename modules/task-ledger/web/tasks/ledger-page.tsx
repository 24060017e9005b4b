import { useSearchParams } from 'react-router';
import { useOperation } from '#platform/web/client/hooks.ts';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { DataTable } from '#platform/web/table/data-table.tsx';
import type { Column, Filter, TableView } from '#platform/web/table/columns.ts';
import { useText } from '#platform/web/text/messages.ts';
import { stateTitles, taskStates } from '../../contract/states.ts';
import { lights, listLedgerTasks, summariseTasks, type LedgerSummary, type TaskCard } from '../../contract/tasks.ts';
import { LightTag, Progress } from '../light-tag.tsx';
import { messages } from '../messages.ts';
import { AssignBodyForm } from './assign-body-form.tsx';
import { TaskPanel } from './task-panel.tsx';
import '../ledger.css';

/** All tasks of the policies in force, their lights above, one task in the side panel. */
export function LedgerPage() {
  const say = useText();
  const workspace = useWorkspace();
  const summary = useOperation(summariseTasks, {});
  const open = ({ id, title }: TaskCard) => workspace.open({ key: `task:${id}`, title: say(title), content: <TaskPanel id={id} /> });
  return (
    <>
      <PageHeader title={say(messages.ledger)} subtitle={say(messages.subtitle)} actions={<MatchBody />} />
      {summary.data && <Lights summary={summary.data} />}
      <DataTable
        name="ledger" title={say(messages.ledger)} operation={listLedgerTasks} rowKey={({ id }) => id} rowTitle={({ title }) => say(title)} columns={useColumns()} filters={useFilters(summary.data)}
        views={VIEWS} searchHint={messages.find} onOpen={open} empty={{ title: messages.none, next: messages.noneNext }} refreshOn={['task-ledger', 'regions']}
      />
    </>
  );
}

const VIEWS: readonly TableView[] = [
  { key: 'all', title: messages.all, filters: {} },
  { key: 'red', title: messages.red, filters: { light: 'red' } },
  { key: 'key', title: messages.keyOnly, filters: { isKey: 'true' } },
  { key: 'submitted', title: stateTitles.submitted, filters: { state: 'submitted' } },
];

function useColumns(): readonly Column<TaskCard>[] {
  const say = useText();
  return [
    { key: 'number', title: messages.number, width: 64, sortable: true, render: ({ number }) => number, value: ({ number }) => number },
    { key: 'light', title: messages.light, width: 138, render: ({ light }) => <LightTag light={light} />, value: ({ light }) => say(messages[light]) },
    { key: 'title', title: messages.task, width: 280, render: ({ title, isKey }) => <span>{isKey && <><StateTag tone="information" text={say(messages.key)} /> </>}{say(title)}</span>, value: ({ title }) => say(title) },
    { key: 'policy', title: messages.policy, width: 110, render: ({ sourceName }) => say(sourceName), value: ({ sourceName }) => say(sourceName), onPhone: false },
    { key: 'lead', title: messages.lead, width: 180, render: ({ leadName }) => say(leadName), value: ({ leadName }) => say(leadName) },
    { key: 'due', title: messages.due, width: 100, sortable: true, render: ({ due }) => due ?? '—', value: ({ due }) => due },
    { key: 'progress', title: messages.progress, width: 126, sortable: true, render: ({ progress }) => <Progress percent={progress} />, value: ({ progress }) => progress },
    { key: 'state', title: messages.state, width: 90, render: ({ state }) => say(stateTitles[state]), value: ({ state }) => say(stateTitles[state]) },
    { key: 'indicators', title: messages.indicators, width: 120, render: ({ indicators }) => indicators.join(' '), value: ({ indicators }) => indicators.join(' '), onPhone: false },
  ];
}

function useFilters(summary: LedgerSummary | undefined): readonly Filter[] {
  return [
    { key: 'sourceId', title: messages.policy, kind: 'choice', options: (summary?.bySource ?? []).map(({ sourceId, name }) => ({ value: sourceId, label: name })) },
    { key: 'state', title: messages.state, kind: 'choice', options: taskStates.map((state) => ({ value: state, label: stateTitles[state] })) },
    { key: 'light', title: messages.light, kind: 'choice', options: lights.map((light) => ({ value: light, label: messages[light] })) },
    { key: 'isKey', title: messages.keyOnly, kind: 'choice', options: [{ value: 'true', label: messages.yes }, { value: 'false', label: messages.no }] },
    { key: 'due', title: messages.due, kind: 'date' },
  ];
}

function Lights({ summary }: { summary: LedgerSummary }) {
  const say = useText();
  const [address, setAddress] = useSearchParams();
  const chosen = address.get('light');
  const choose = (light: string) => setAddress((former) => {
    if (chosen === light) former.delete('light');
    else former.set('light', light);
    return former;
  }, { replace: true });
  return (
    <div className="ledger-top" role="group" aria-label={say(messages.light)}>
      {lights.map((light) => (
        <button key={light} type="button" className="ledger-light" aria-pressed={chosen === light} onClick={() => choose(light)}>
          <LightTag light={light} /> <strong>{summary.all[light]}</strong>
        </button>
      ))}
    </div>
  );
}

function MatchBody() {
  const say = useText();
  const workspace = useWorkspace();
  const { may } = useSession();
  const key = 'assign-body';
  return (
    <AbilityButton
      ability={may('task-ledger.assign-body') ? { allowed: true } : { allowed: false, reason: { zh: '由台账单位办理', en: 'Done by the keeper of the ledger' } }}
      onClick={() => workspace.open({ key, title: say(messages.assignBody), content: <AssignBodyForm onDone={() => workspace.close(key)} /> })}
    >
      {say(messages.assignBody)}
    </AbilityButton>
  );
}
