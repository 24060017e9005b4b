import { Link } from 'react-router';
import { useState } from 'react';
import { Button } from 'antd';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { listSurveyCalls, recordSurveyCall, type QuestionnaireContent, type SurveyCall } from '../../contract/surveys.ts';
import { AnswerSheet } from './answer-sheet.tsx';
import { messages, surveyMessages as words } from '../messages.ts';

const OUTCOMES = ['refused', 'never-again', 'no-answer'] as const;

/** Who is to be called; name and number are opened through the gate on the page of the resident. */
export function Calls({ id, content }: { id: string; content: QuestionnaireContent }) {
  const say = useText();
  const calls = useOperation(listSurveyCalls, { id, limit: 50 });
  const [chosen, setChosen] = useState<SurveyCall>();
  if (chosen) return <CallSheet call={chosen} content={content} onDone={() => setChosen(undefined)} />;
  return (
    <Answer query={calls}>
      {({ rows }) => (
        <PlainTable
          caption={say(words.calls)} rows={rows} rowKey={(row) => row.id} empty={messages.none}
          columns={[
            { key: 'person', title: words.person, render: ({ personId }) => <Link to={`/residents/${personId}`}>{personId}</Link> }, { key: 'attempts', title: words.attempts, align: 'end', render: ({ attempts }) => attempts },
            { key: 'call', title: words.call, render: (row) => <Button size="small" onClick={() => setChosen(row)}>{say(words.call)}</Button> },
          ]}
        />
      )}
    </Answer>
  );
}

function CallSheet({ call, content, onDone }: { call: SurveyCall; content: QuestionnaireContent; onDone: () => void }) {
  const say = useText();
  const recording = useCommand(recordSurveyCall);
  const record = async (outcome: (typeof OUTCOMES)[number] | 'answered', answers: Record<string, string> = {}) => {
    if ((await recording.run({ id: call.id, outcome, answers })) !== undefined) onDone();
  };
  return (
    <div className="yg-stack">
      {recording.problem && <ProblemNotice problem={recording.problem} />}
      <div className="yg-row">{OUTCOMES.map((outcome) => <Button key={outcome} onClick={() => void record(outcome)}>{say(words[outcome])}</Button>)}</div>
      <AnswerSheet content={content} pending={recording.pending} onSend={(answers) => void record('answered', answers)} />
    </div>
  );
}
