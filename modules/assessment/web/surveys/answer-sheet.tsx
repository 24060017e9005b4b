import { useState } from 'react';
import { Button, Input, Radio } from 'antd';
import { useText } from '#platform/web/text/messages.ts';
import { Panel } from '#platform/web/layout/panel.tsx';
import type { Answers, Question, QuestionnaireContent } from '../../contract/surveys.ts';
import { words } from './answer-words.ts';

interface SheetProps {
  readonly content: QuestionnaireContent;
  readonly pending: boolean;
  readonly onSend: (answers: Answers) => void;
}

/** The questions one below the other, large enough for a thumb. */
export function AnswerSheet({ content, pending, onSend }: SheetProps) {
  const say = useText();
  const [answers, setAnswers] = useState<Answers>({});
  const isWhole = content.questions.every(({ id, required }) => !required || (answers[id] ?? '') !== '');
  return (
    <div className="yg-stack">
      <p>{say(content.introduction)}</p>
      <p className="yg-quiet">{say(words.anonymous)}</p>
      {content.questions.map((question) => (
        <Panel key={question.id} level={3} title={`${say(question.title)}${question.required ? ' *' : ''}`}>
          <AnswerField question={question} value={answers[question.id] ?? ''} onChange={(value) => setAnswers((former) => ({ ...former, [question.id]: value }))} />
        </Panel>
      ))}
      <div className="yg-row"><Button type="primary" size="large" disabled={!isWhole} loading={pending} onClick={() => onSend(answers)}>{say(words.send)}</Button></div>
    </div>
  );
}

function AnswerField({ question, value, onChange }: { question: Question; value: string; onChange: (value: string) => void }) {
  const say = useText();
  if (question.kind === 'text') return <Input.TextArea aria-label={say(question.title)} value={value} maxLength={1000} autoSize={{ minRows: 2 }} onChange={(event) => onChange(event.target.value)} />;
  const options = question.kind === 'choice' ? question.options.map(({ id, title }) => ({ value: id, label: say(title) })) : Array.from({ length: question.steps }, (_, index) => ({ value: String(index + 1), label: String(index + 1) }));
  return <Radio.Group aria-label={say(question.title)} optionType={question.kind === 'scale' ? 'button' : 'default'} size="large" value={value} options={options} onChange={(event) => onChange(String(event.target.value))} />;
}
