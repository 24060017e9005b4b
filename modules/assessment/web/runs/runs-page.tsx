import { Link } from 'react-router';
import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { PanelButton } from '#platform/web/layout/panel-button.tsx';
import { listAssessments, runStates } from '../../contract/runs.ts';
import { StateWord, useAbility } from '../kit.tsx';
import { messages, stateWords } from '../messages.ts';
import { OpenForm } from './run-forms.tsx';
import { RunPanel } from './run-panel.tsx';

/** Assessments with the step that they have reached. */
export function RunsPage() {
  const say = useText();
  const workspace = useWorkspace();
  const ability = useAbility();
  return (
    <>
      <PageHeader title={say(messages.runs)} subtitle={say(messages.runsHint)} actions={<><Links /><PanelButton id="open-assessment" title={messages.open} ability={ability('assessment.run')} primary>{(close) => <OpenForm onDone={close} />}</PanelButton></>} />
      <DataTable
        name="assessment.runs" title={say(messages.runs)} operation={listAssessments} rowKey={({ id }) => id} rowTitle={({ title, period }) => `${say(title)} ${period}`} empty={{ title: messages.none, next: messages.noneNext }} refreshOn={['assessment']}
        onOpen={({ id, title, period }) => workspace.open({ key: `run:${id}`, width: 'wide', title: `${say(title)} ${period}`, content: <RunPanel id={id} /> })}
        filters={[{ key: 'state', title: messages.state, kind: 'choice', options: runStates.map((state) => ({ value: state, label: stateWords[state] })) }]}
        columns={[
          { key: 'title', title: messages.title, width: 280, render: ({ title }) => say(title), value: ({ title }) => say(title) },
          { key: 'period', title: messages.period, width: 100, render: ({ period }) => period, value: ({ period }) => period },
          { key: 'state', title: messages.state, width: 140, render: ({ state }) => <StateWord state={state} />, value: ({ state }) => say(stateWords[state]) },
          { key: 'since', title: messages.when, width: 120, render: ({ stateSince }) => <TimeAgo at={stateSince} />, value: ({ stateSince }) => stateSince },
          { key: 'members', title: messages.members, width: 90, align: 'end', render: ({ members }) => members, value: ({ members }) => members },
          { key: 'appeals', title: messages.appeals, width: 130, align: 'end', render: ({ openAppeals }) => openAppeals, value: ({ openAppeals }) => openAppeals, onPhone: false },
          { key: 'until', title: messages.appealUntil, width: 120, render: ({ appealUntil }) => appealUntil ?? '—', value: ({ appealUntil }) => appealUntil, onPhone: false },
        ]}
      />
    </>
  );
}

/** The other desks of the room. */
function Links() {
  const say = useText();
  return [['/assessment/schemes', messages.schemes], ['/assessment/appeals', messages.appeals], ['/assessment/uses', messages.uses]].map(([to, title]) => <Link key={to as string} to={to as string}>{say(title as typeof messages.runs)}</Link>);
}
