import { call } from '#platform/web/client/call.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Bars } from '#platform/web/chart/bars.tsx';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { possibleActions } from '#platform/kernel/state-table.ts';
import { FileButton } from '#platform/web/client/file-button.tsx';
import { PanelButton } from '#platform/web/layout/panel-button.tsx';
import { cancelSurvey, closeSurvey, drawSurveySample, exportSurvey, getSurvey, openSurvey, SURVEY_TABLE, type SurveyAct, type SurveyResult } from '../../contract/surveys.ts';
import { Act, History, StateWord, useAbility, type PermissionName } from '../kit.tsx';
import { messages, surveyMessages as words } from '../messages.ts';
import { Calls } from './calls.tsx';
import { IssueForm } from './survey-forms.tsx';
import '../assessment.css';

type Detail = ResultOf<typeof getSurvey>;
const PERCENT = 100;
const rateOf = ({ asked, answered }: { asked: number; answered: number }): string => (asked === 0 ? '—' : `${Math.round((answered * PERCENT) / asked)} %`);

/** A survey: its acts, response by site and channel, and results with numerator and denominator. */
export function SurveyPanel({ id }: { id: string }) {
  const answer = useOperation(getSurvey, { id });
  return <Answer query={answer}>{(detail) => <SurveyBody detail={detail} />}</Answer>;
}

function SurveyBody({ detail }: { detail: Detail }) {
  const say = useText();
  const { survey, all, sites, channels, questions, content, history } = detail;
  const shown = sites.filter(({ result }) => result.mean !== null);
  return (
    <div className="yg-stack">
      <SurveyActs detail={detail} />
      <Facts
        columns={4}
        items={[
          { label: say(messages.state), value: <StateWord state={survey.state} /> }, { label: say(words.kind), value: say(words[survey.kind]) }, { label: say(words.month), value: survey.month }, { label: say(words.questionnaire), value: say(survey.questionnaireTitle) },
          { label: say(words.invited), value: survey.invited }, { label: say(words.answered), value: survey.answered }, { label: say(words.mean), value: <Mean result={all} /> }, { label: say(words.seed), value: survey.seed },
        ]}
      />
      {shown.length > 0 && <Bars title={say(words.mean)} unit={null} items={shown.map(({ name, result }) => ({ name, value: Number(result.mean) }))} />}
      <Panel level={3} title={say(words.sites)}>
        <PlainTable
          caption={say(words.sites)} rows={sites} rowKey={({ organisationId }) => organisationId} empty={messages.none}
          columns={[{ key: 'name', title: messages.member, render: ({ name }) => name }, { key: 'frame', title: words.frame, align: 'end', render: ({ frame }) => frame }, { key: 'drawn', title: words.drawn, align: 'end', render: ({ drawn }) => drawn }, ...shareColumns]}
        />
      </Panel>
      <Panel level={3} title={say(words.byChannel)}>
        <PlainTable caption={say(words.byChannel)} rows={channels} rowKey={({ channel }) => channel} columns={[{ key: 'channel', title: words.channels, render: ({ channel }) => say(words[channel]) }, ...shareColumns]} />
      </Panel>
      <Panel level={3} title={say(words.questions)}>
        {questions.map(({ questionId, answers }) => (
          <p key={questionId}><strong>{say(content.questions.find(({ id }) => id === questionId)?.title ?? { zh: questionId, en: questionId })}</strong> {answers.map(({ title, count }) => `${say(title)}: ${count ?? say(words.hidden)}`).join(' · ')}</p>
        ))}
      </Panel>
      {detail.words.length > 0 && <Panel level={3} title={say(words.freeWords)}><Words detail={detail} /></Panel>}
      <History actions={history} />
    </div>
  );
}

/** What was written, of all sites together; before the end, and where few wrote, nothing. */
function Words({ detail: { words: given, content, survey } }: { detail: Detail }) {
  const say = useText();
  return given.map(({ questionId, count, texts }) => (
    <section key={questionId}>
      <strong>{say(content.questions.find(({ id }) => id === questionId)?.title ?? { zh: questionId, en: questionId })}</strong>
      {count === null ? <p className="yg-quiet">{say(survey.state === 'closed' ? words.hidden : words.wordsAfterClose)}</p> : <ul>{texts.map((text, index) => <li key={index}>{text}</li>)}</ul>}
    </section>
  ));
}

function Mean({ result }: { result: SurveyResult }) {
  const say = useText();
  if (result.valid === null) return <span className="yg-quiet">{say(words.hidden)}</span>;
  return <span className="yg-number">{result.mean === null ? '—' : `${result.mean} = ${result.sum} ÷ ${result.valid}`}</span>;
}

interface ShareRow {
  readonly asked: number;
  readonly answered: number;
  readonly result: SurveyResult;
}

const shareColumns = [
  { key: 'asked', title: words.asked, align: 'end' as const, render: ({ asked }: ShareRow) => asked }, { key: 'answered', title: words.answered, align: 'end' as const, render: ({ answered }: ShareRow) => answered },
  { key: 'rate', title: words.rate, align: 'end' as const, render: (row: ShareRow) => rateOf(row) }, { key: 'mean', title: words.mean, align: 'end' as const, render: ({ result }: ShareRow) => <Mean result={result} /> },
];

function SurveyActs({ detail }: { detail: Detail }) {
  const ability = useAbility();
  const { id, state, kind } = detail.survey;
  const now = possibleActions(SURVEY_TABLE, state);
  const can = (permission: PermissionName, act: SurveyAct) => ability(permission, now.includes(act));
  return (
    <div className="yg-row yg-print-hidden">
      <Act operation={drawSurveySample} title={words.draw} ability={ability('assessment.plan-survey', now.includes('draw') && kind !== 'staff')} inputOf={() => ({ id })} primary={state === 'draft'} />
      <Act operation={openSurvey} title={words.openIt} ability={can('assessment.plan-survey', 'open')} inputOf={() => ({ id })} primary={state === 'sampled'} />
      <PanelButton id={`issue:${id}`} wide title={words.issue} ability={can('assessment.issue-codes', 'issue')}>{() => <IssueForm detail={detail} />}</PanelButton>
      <PanelButton id={`calls:${id}`} title={words.calls} ability={can('assessment.call', 'call')}>{() => <Calls id={id} content={detail.content} />}</PanelButton>
      <Act operation={closeSurvey} title={words.close} ability={can('assessment.plan-survey', 'close')} inputOf={() => ({ id })} primary={state === 'open'} />
      <Act operation={cancelSurvey} title={messages.cancel} ability={can('assessment.plan-survey', 'cancel')} inputOf={(reason) => ({ id, reason })} asksReason />
      <FileButton title={messages.pdf} load={() => call(exportSurvey, { id, form: 'pdf' })} />
      <FileButton title={messages.sheet} load={() => call(exportSurvey, { id, form: 'sheet' })} />
    </div>
  );
}
