import { call } from '#platform/web/client/call.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { possibleActions } from '#platform/kernel/state-table.ts';
import { FileButton } from '#platform/web/client/file-button.tsx';
import { PanelButton } from '#platform/web/layout/panel-button.tsx';
import { cancelAssessment, exportAssessment, finaliseAssessment, freezeAssessmentInputs, freezeScores, getAssessment, reopenAssessment, RUN_TABLE, scoreAssessment, type RunAct } from '../../contract/runs.ts';
import { Act, History, StateWord, useAbility, type PermissionName } from '../kit.tsx';
import { messages } from '../messages.ts';
import { HeatMap } from './heat-map.tsx';
import { AppealForm, EnterForm, PublishForm, UseForm, type RunDetail } from './run-forms.tsx';
import '../assessment.css';

/** An assessment with its steps, its score table and what was entered. */
export function RunPanel({ id }: { id: string }) {
  const answer = useOperation(getAssessment, { id });
  return <Answer query={answer}>{(detail) => <RunBody detail={detail} />}</Answer>;
}

function RunBody({ detail }: { detail: RunDetail }) {
  const say = useText();
  const { run, content, scores, members, manual, history } = detail;
  const nameOf = (id: string): string => members.find(({ organisationId }) => organisationId === id)?.name ?? id;
  const titleOf = (id: string): string => say([...content.items, ...content.vetoes].find((item) => item.id === id)?.title ?? { zh: id, en: id });
  return (
    <div className="yg-stack">
      <Steps detail={detail} />
      <Facts
        columns={4}
        items={[
          { label: say(messages.state), value: <StateWord state={run.state} /> }, { label: say(messages.scheme), value: `${run.schemeCode} ${run.schemeVersion}` }, { label: say(messages.members), value: run.members },
          { label: say(messages.documentNumber), value: run.documentNumber }, { label: say(messages.appealUntil), value: run.appealUntil }, { label: say(messages.appeals), value: run.openAppeals },
        ]}
      />
      {scores.length === 0 ? <p className="yg-quiet">{say(messages.notScored)}</p> : <><p className="yg-quiet">{say(messages.scoresHint)}</p><HeatMap content={content} scores={scores} /></>}
      {manual.length > 0 && (
        <Panel level={3} title={`${say(messages.manual)} · ${say(messages.entered, { count: manual.length })}`}>
          <PlainTable
            caption={say(messages.manual)} rows={manual} rowKey={({ organisationId, itemId }) => `${organisationId}|${itemId}`}
            columns={[
              { key: 'member', title: messages.member, render: ({ organisationId }) => nameOf(organisationId) }, { key: 'item', title: messages.item, render: ({ itemId }) => titleOf(itemId) },
              { key: 'value', title: messages.value, align: 'end', render: ({ value }) => value }, { key: 'evidence', title: messages.evidence, render: ({ evidence }) => evidence }, { key: 'by', title: messages.by, render: ({ enteredBy }) => enteredBy },
            ]}
          />
        </Panel>
      )}
      {history.length > 0 && <History actions={history} />}
    </div>
  );
}

function Steps({ detail }: { detail: RunDetail }) {
  const ability = useAbility();
  const { id, state } = detail.run;
  const now = possibleActions(RUN_TABLE, state);
  const can = (permission: PermissionName, act: RunAct) => ability(permission, now.includes(act));
  return (
    <div className="yg-row yg-print-hidden">
      <PanelButton id={`enter:${id}`} title={messages.enter} ability={can('assessment.enter', 'enter')}>{(close) => <EnterForm detail={detail} onDone={close} />}</PanelButton>
      <Act operation={freezeAssessmentInputs} title={messages.freezeInputs} ability={can('assessment.run', 'freeze-inputs')} inputOf={() => ({ id })} primary={state === 'draft'} />
      <Act operation={scoreAssessment} title={messages.score} ability={can('assessment.run', 'score')} inputOf={() => ({ id })} primary={state === 'inputs-frozen'} />
      <PanelButton id={`publish:${id}`} title={messages.publish} ability={can('assessment.publish', 'publish')} primary={state === 'scored'}>{(close) => <PublishForm detail={detail} onDone={close} />}</PanelButton>
      <PanelButton id={`appeal:${id}`} title={messages.appeal} ability={can('assessment.appeal', 'appeal')}>{(close) => <AppealForm detail={detail} onDone={close} />}</PanelButton>
      <Act operation={finaliseAssessment} title={messages.finalise} ability={can('assessment.publish', 'finalise')} inputOf={(reason) => ({ id, reason })} asksReason primary={state === 'published'} />
      <Act operation={freezeScores} title={messages.freezeScores} ability={can('assessment.freeze-scores', 'freeze-scores')} inputOf={(reason) => ({ id, reason })} asksReason primary={state === 'final'} />
      <PanelButton id={`use:${id}`} title={messages.recordUse} ability={can('assessment.record-use', 'use')} primary={state === 'frozen'}>{(close) => <UseForm detail={detail} onDone={close} />}</PanelButton>
      <Act operation={reopenAssessment} title={messages.reopen} ability={can('assessment.run', 'reopen')} inputOf={(reason) => ({ id, reason })} asksReason />
      <Act operation={cancelAssessment} title={messages.cancel} ability={can('assessment.run', 'cancel')} inputOf={(reason) => ({ id, reason })} asksReason />
      <FileButton title={messages.pdf} load={() => call(exportAssessment, { id, form: 'pdf' })} />
      <FileButton title={messages.sheet} load={() => call(exportAssessment, { id, form: 'sheet' })} />
    </div>
  );
}
