import { Button, Space } from 'antd';
import { useState } from 'react';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { AbilityButton, type Ability } from '#platform/web/state/ability-button.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { getMessage, readMessageBody, rerunMessage, setMessageAside } from '../contract/messages.ts';
import { messages } from './messages.ts';
import { MessageStateTag } from './message-state.tsx';

type Message = ResultOf<typeof getMessage>;

/** One message: where it stands, what happened, what can be done now. */
export function MessageDetail({ id }: { id: string }) {
  const query = useOperation(getMessage, { id });
  return <Answer query={query}>{(message) => <MessageParts message={message} />}</Answer>;
}

function MessageParts({ message }: { message: Message }) {
  const say = useText();
  const format = useFormat();
  return (
    <>
      <Facts items={[
        { label: say(messages.state), value: <MessageStateTag state={message.state} /> }, { label: say(messages.type), value: message.messageType ?? '—' }, { label: say(messages.number), value: message.controlId ?? '—' },
        { label: say(messages.site), value: message.siteName ?? '—' }, { label: say(messages.kept), value: format.dateTime(message.keptAt) }, { label: say(messages.size), value: message.sizeBytes },
        { label: say(messages.place), value: message.place ?? '—' }, { label: say(messages.reason), value: [message.code, message.detail].filter(Boolean).join(' · ') || '—' },
      ]} />
      <MessageActs message={message} />
      <Panel title={say(messages.history)}>
        <ol>{message.events.map((event) => <li key={`${event.at}${event.event}`}>{format.dateTime(event.at)} · {say(messages[event.event as keyof typeof messages] ?? messages.state)}{event.place === null ? '' : ` · ${event.place}`}{event.code === null ? '' : ` · ${event.code}`}</li>)}</ol>
      </Panel>
      {message.answer === null ? null : <Panel title={say(messages.answer)}><pre style={{ whiteSpace: 'pre-wrap' }}>{message.answer.replaceAll('\r', '\n')}</pre></Panel>}
    </>
  );
}

function MessageActs({ message }: { message: Message }) {
  const say = useText();
  const { may } = useSession();
  const ask = useConfirmReason();
  const rerun = useCommand(rerunMessage);
  const aside = useCommand(setMessageAside);
  const body = useCommand(readMessageBody);
  const [text, setText] = useState<{ text: string; isCut: boolean }>();
  const canRun: Ability = !may('exchange.rerun-message') ? { allowed: false, reason: messages.needs } : message.state === 'dead' || message.state === 'failed' ? { allowed: true } : { allowed: false, reason: messages.onlyTroubled };
  const canSetAside: Ability = !may('exchange.set-message-aside') ? { allowed: false, reason: messages.needs } : message.state === 'dead' ? { allowed: true } : { allowed: false, reason: messages.onlyDead };
  const problem = rerun.problem ?? aside.problem ?? body.problem;
  const readBody = async (): Promise<void> => {
    const reason = await ask({ title: say(messages.body), explanation: say(messages.bodyWhy), verb: say(messages.body), reasonLengthMin: 2 });
    if (reason !== undefined) setText(await body.run({ id: message.id, reason }));
  };
  const setAside = async (): Promise<void> => {
    const reason = await ask({ title: say(messages.aside), verb: say(messages.aside), reasonLengthMin: 2 });
    if (reason !== undefined) await aside.run({ id: message.id, reason });
  };
  return (
    <>
      <Space wrap>
        <AbilityButton type="primary" ability={canRun} onClick={() => void rerun.run({ id: message.id })}>{say(messages.again)}</AbilityButton>
        <AbilityButton ability={canSetAside} onClick={() => void setAside()}>{say(messages.aside)}</AbilityButton>
        {may('exchange.read-body') ? <Button onClick={() => void readBody()}>{say(messages.body)}</Button> : null}
      </Space>
      {problem === undefined ? null : <ProblemNotice problem={problem} />}
      {text === undefined ? null : <Panel title={say(messages.body)}>{text.isCut ? <p>{say(messages.cut)}</p> : null}<pre style={{ whiteSpace: 'pre-wrap', maxHeight: 400, overflow: 'auto' }}>{text.text.replaceAll('\r', '\n')}</pre></Panel>}
    </>
  );
}
