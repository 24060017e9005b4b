import { Button, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useCommand } from '#platform/web/client/hooks.ts';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { matchEcg } from '../contract.ts';
import type { EcgCard } from '../contract/records.ts';
import { messages } from './messages.ts';

/** Whose ECG it is, and how the desk says so where the file does not. */
export function MatchPanel({ record }: { record: EcgCard }) {
  const say = useText();
  const mayMatch = useMay('ecg.match');
  const [personId, setPersonId] = useState('');
  const [reason, setReason] = useState('');
  const match = useCommand(matchEcg);
  if (record.personId !== null) return <Panel title={say(messages.match)}><Link to={`/records/${record.personId}`}>{say(messages.openRecord)}</Link></Panel>;
  if (!mayMatch) return null;
  return (
    <Panel title={say(messages.matchTitle)}>
      <div className="yg-stack">
        <label>{say(messages.personId)}<Input value={personId} onChange={(event) => setPersonId(event.target.value.trim())} /></label>
        <label>{say(messages.reason)}<Input value={reason} maxLength={200} onChange={(event) => setReason(event.target.value)} /></label>
        {match.problem && <ProblemNotice problem={match.problem} />}
        <Button disabled={personId === '' || reason.trim().length < 2} loading={match.pending} onClick={() => void match.run({ id: record.id, personId, reason })}>{say(messages.matchTitle)}</Button>
      </div>
    </Panel>
  );
}
