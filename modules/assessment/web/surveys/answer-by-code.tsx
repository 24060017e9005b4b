import { useState } from 'react';
import { Button, Input } from 'antd';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { answerSurvey, getSurveyForm } from '../../contract/surveys.ts';
import { AnswerSheet } from './answer-sheet.tsx';
import { words } from './answer-words.ts';

/** Whoever holds a code: from paper, a tablet or the own page. Nobody signs in for it. */
export function AnswerByCode({ given, onDone }: { given?: string; onDone?: () => void }) {
  const say = useText();
  const [typed, setTyped] = useState('');
  const [code, setCode] = useState(given ?? '');
  const [done, setDone] = useState(false);
  const form = useOperation(getSurveyForm, { code }, { enabled: code !== '' && !done, staleMs: 600_000 });
  const sending = useCommand(answerSurvey);
  const again = () => {
    setCode('');
    setTyped('');
    setDone(false);
    onDone?.();
  };
  if (done) return <div className="yg-stack"><p role="status"><strong>{say(words.thanks)}</strong></p><div className="yg-row"><Button onClick={again}>{say(words.another)}</Button></div></div>;
  if (form.data && code !== '') {
    return (
      <div className="yg-stack">
        <h2>{form.data.title}</h2>
        {sending.problem && <ProblemNotice problem={sending.problem} />}
        <AnswerSheet content={form.data.content} pending={sending.pending} onSend={(answers) => void sending.run({ code, answers }).then((answer) => answer && setDone(true))} />
      </div>
    );
  }
  return (
    <form className="yg-stack" onSubmit={(event) => { event.preventDefault(); setCode(typed.trim()); }}>
      <label htmlFor="survey-code">{say(words.code)}</label>
      <Input id="survey-code" size="large" autoComplete="off" maxLength={40} value={typed} onChange={(event) => { setTyped(event.target.value); setCode(''); }} />
      {form.error && code !== '' && <ProblemNotice problem={form.error} />}
      <div className="yg-row"><Button type="primary" size="large" htmlType="submit" disabled={typed.trim().length < 8} loading={form.isFetching}>{say(words.next)}</Button></div>
    </form>
  );
}
