import { useDeferredValue, useState } from 'react';
import { Button } from 'antd';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { adoptQuestionnaire, checkQuestionnaire, draftQuestionnaire, listQuestionnaires, retireQuestionnaire } from '../../contract/surveys.ts';
import { Act, StateWord, useAbility } from '../kit.tsx';
import { messages, surveyMessages as words } from '../messages.ts';
import '../assessment.css';

/** Questionnaires with their states, and a text to draft the next one from. */
export function Questionnaires() {
  const say = useText();
  const ability = useAbility();
  const list = useOperation(listQuestionnaires, { limit: 100 });
  return (
    <div className="yg-stack">
      <Answer query={list}>
        {({ rows }) => (
          <PlainTable
            caption={say(words.questionnaires)} rows={rows} rowKey={({ id }) => id} empty={messages.none}
            columns={[
              { key: 'title', title: messages.title, render: ({ title, version }) => `${say(title)} ${version}` }, { key: 'kind', title: words.kind, render: ({ kind }) => say(words[kind]) }, { key: 'state', title: messages.state, render: ({ state }) => <StateWord state={state} /> },
              {
                key: 'acts', title: messages.act, render: ({ id, state }) => (
                  <span className="yg-row">
                    <Act operation={adoptQuestionnaire} title={messages.adopt} ability={ability('assessment.plan-survey', state === 'draft')} inputOf={(reason) => ({ id, reason })} asksReason />
                    <Act operation={retireQuestionnaire} title={messages.retire} ability={ability('assessment.plan-survey', state !== 'retired')} inputOf={(reason) => ({ id, reason })} asksReason />
                  </span>
                ),
              },
            ]}
          />
        )}
      </Answer>
      <Drafting />
    </div>
  );
}

function Drafting() {
  const say = useText();
  const [text, setText] = useState('');
  const asked = useDeferredValue(text);
  const checked = useOperation(checkQuestionnaire, { text: asked }, { enabled: asked.trim() !== '', keepPrevious: true, staleMs: 60_000 });
  const drafting = useCommand(draftQuestionnaire);
  const keep = async () => {
    if ((await drafting.run({ text })) === undefined) return;
    toast(say(messages.saved));
    setText('');
  };
  return (
    <div className="yg-stack">
      <h3>{say(words.draftQuestionnaire)}</h3>
      <div className="assessment-editor">
        <textarea aria-label={say(words.questionnaireText)} spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} />
        <div>
          {text !== '' && checked.data?.findings.map(({ line, path, message }, index) => <p key={`${index}`}><strong>{say(messages.line, { line })}</strong> {say(message)} <span className="yg-quiet">{path}</span></p>)}
          {text !== '' && checked.data?.content?.questions.map(({ id, title }) => <p key={id}>{id} {say(title)}</p>)}
        </div>
      </div>
      {drafting.problem && <ProblemNotice problem={drafting.problem} />}
      <div className="yg-row"><Button disabled={!checked.data?.content} loading={drafting.pending} onClick={() => void keep()}>{say(messages.save)}</Button></div>
    </div>
  );
}
