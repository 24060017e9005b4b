import { PageHeader } from '#platform/web/layout/page-header.tsx';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { DataTable } from '#platform/web/table/data-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { PanelButton } from '#platform/web/layout/panel-button.tsx';
import { listImportedSatisfaction, listSurveys, surveyStates } from '../../contract/surveys.ts';
import { Panel } from '#platform/web/layout/panel.tsx';
import { StateWord, useAbility } from '../kit.tsx';
import { messages, stateWords, surveyMessages as words } from '../messages.ts';
import { Questionnaires } from './questionnaires.tsx';
import { ImportForm, kindOptions, PlanForm } from './survey-forms.tsx';
import { SurveyPanel } from './survey-panel.tsx';

/** Surveys, and what came from the national platform. */
export function SurveysPage() {
  const say = useText();
  const workspace = useWorkspace();
  const ability = useAbility();
  return (
    <>
      <PageHeader
        title={say(messages.surveys)}
        actions={
          <>
            <PanelButton id="questionnaires" wide title={words.questionnaires} ability={ability('assessment.read-surveys')}>{() => <Questionnaires />}</PanelButton>
            <PanelButton id="import-satisfaction" title={words.import} ability={ability('assessment.import-satisfaction')}>{() => <ImportForm />}</PanelButton>
            <PanelButton id="plan-survey" title={words.plan} ability={ability('assessment.plan-survey')} primary>{(close) => <PlanForm onDone={close} />}</PanelButton>
          </>
        }
      />
      <DataTable
        name="surveys" title={say(messages.surveys)} operation={listSurveys} rowKey={({ id }) => id} rowTitle={({ title }) => title} empty={{ title: messages.none, next: messages.noneNext }} refreshOn={['assessment']} height="320px"
        onOpen={({ id, title }) => workspace.open({ key: `survey:${id}`, width: 'wide', title, content: <SurveyPanel id={id} /> })}
        filters={[{ key: 'state', title: messages.state, kind: 'choice', options: surveyStates.map((state) => ({ value: state, label: stateWords[state] })) }, { key: 'kind', title: words.kind, kind: 'choice', options: kindOptions }]}
        columns={[
          { key: 'title', title: messages.title, width: 260, render: ({ title }) => title, value: ({ title }) => title },
          { key: 'kind', title: words.kind, width: 110, render: ({ kind }) => say(words[kind]), value: ({ kind }) => say(words[kind]) },
          { key: 'month', title: words.month, width: 100, render: ({ month }) => month, value: ({ month }) => month },
          { key: 'state', title: messages.state, width: 120, render: ({ state }) => <StateWord state={state} />, value: ({ state }) => say(stateWords[state]) },
          { key: 'invited', title: words.invited, width: 90, align: 'end', render: ({ invited }) => invited, value: ({ invited }) => invited },
          { key: 'answered', title: words.answered, width: 90, align: 'end', render: ({ answered }) => answered, value: ({ answered }) => answered },
        ]}
      />
      <Imported />
    </>
  );
}

function Imported() {
  const say = useText();
  return (
    <Panel title={say(words.import)}>
      <DataTable
        name="surveys.imported" title={say(words.import)} operation={listImportedSatisfaction} rowKey={({ organisationId, kind, month }) => `${organisationId}|${kind}|${month}`} rowTitle={({ organisationId }) => organisationId} height="220px" address={false}
        empty={{ title: messages.none }} refreshOn={['assessment']}
        columns={[
          { key: 'organisation', title: messages.member, width: 220, render: ({ organisationId }) => organisationId, value: ({ organisationId }) => organisationId },
          { key: 'kind', title: words.kind, width: 110, render: ({ kind }) => say(words[kind]), value: ({ kind }) => say(words[kind]) },
          { key: 'month', title: words.month, width: 100, render: ({ month }) => month, value: ({ month }) => month },
          { key: 'mean', title: words.mean, width: 100, align: 'end', render: ({ mean }) => mean, value: ({ mean }) => mean },
          { key: 'valid', title: words.count, width: 90, align: 'end', render: ({ valid }) => valid, value: ({ valid }) => valid },
          { key: 'file', title: words.file, width: 200, render: ({ fileName }) => fileName, value: ({ fileName }) => fileName, onPhone: false },
        ]}
      />
    </Panel>
  );
}
