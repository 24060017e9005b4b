import { useState } from 'react';
import { EyeOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { call } from '#platform/web/client/call.ts';
import { ProblemError } from '#platform/web/client/problem-error.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { revealIdentifier } from '../contract.ts';
import type { IdentifierType, Resident } from '../contract/schemas.ts';
import { identifierMessages, messages, wordOf } from './messages.ts';

type Revealable = IdentifierType | 'phone';
const SHOWN_MS = 60_000;

/** Numbers stay masked; a typed reason shows one in full for a minute. */
export function IdentifiersPanel({ resident }: { resident: Resident }) {
  const say = useText();
  const { shown, problem, reveal } = useReveal(resident.id);
  const lines: { type: Revealable; maskedValue: string; standing: string }[] = [
    ...resident.identifiers,
    ...(resident.maskedPhone === null ? [] : [{ type: 'phone' as const, maskedValue: resident.maskedPhone, standing: 'held' }]),
  ];
  return (
    <Panel title={say(messages.identifiers)}>
      {problem && <ProblemNotice problem={problem} />}
      {lines.length === 0 && <p className="yg-quiet">{say(messages.noIdentifiers)}</p>}
      <ul className="residents-identifiers">
        {lines.map((line) => (
          <li key={`${line.type} ${line.maskedValue}`}>
            <span>{say(wordOf(identifierMessages, line.type))}</span>
            <span className="residents-number">{(line.standing !== 'retired' && shown[line.type]) || line.maskedValue}</span>
            <Standing standing={line.standing} />
            {line.standing !== 'retired' && <RevealButton type={line.type} reveal={reveal} />}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Standing({ standing }: { standing: string }) {
  const say = useText();
  if (standing === 'claimed') return <StateTag tone="due" text={say(messages.claimed)} />;
  return standing === 'retired' ? <StateTag tone="neutral" text={say(messages.retired)} /> : <StateTag tone="done" text={say(messages.held)} />;
}

function RevealButton({ type, reveal }: { type: Revealable; reveal: (type: Revealable) => void }) {
  const say = useText();
  const may = useMay('resident.reveal-identifier');
  if (!may) return null;
  const label = `${say(messages.reveal)} ${say(wordOf(identifierMessages, type))}`;
  return <Button size="small" icon={<EyeOutlined aria-hidden />} aria-label={label} onClick={() => reveal(type)}>{say(messages.reveal)}</Button>;
}

function useReveal(id: string) {
  const say = useText();
  const confirmReason = useConfirmReason();
  const [shown, setShown] = useState<Readonly<Partial<Record<Revealable, string>>>>({});
  const [problem, setProblem] = useState<ProblemError>();
  const reveal = async (type: Revealable) => {
    const title = say(messages.revealTitle, { what: say(wordOf(identifierMessages, type)) });
    const reason = await confirmReason({ title, explanation: say(messages.revealWhy), verb: say(messages.revealVerb) });
    if (reason === undefined) return;
    try {
      const { value } = await call(revealIdentifier, { id, type, reason });
      setProblem(undefined);
      setShown((former) => ({ ...former, [type]: value }));
      setTimeout(() => setShown((former) => ({ ...former, [type]: undefined })), SHOWN_MS);
    } catch (error) {
      if (error instanceof ProblemError) setProblem(error);
      else throw error;
    }
  };
  return { shown, problem, reveal: (type: Revealable) => void reveal(type) };
}
