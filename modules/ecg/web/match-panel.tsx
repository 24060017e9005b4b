import { Button, Input, Select } from 'antd';
import { findResidents } from '#modules/residents/contract.ts';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { useState } from 'react';
import { Link } from 'react-router';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { matchEcg } from '../contract.ts';
import type { EcgCard } from '../contract/records.ts';
import { messages } from './messages.ts';

const FOUND_MAX = 20;

/** Whose ECG it is, and how the desk says so where the file does not. */
export function MatchPanel({ record }: { record: EcgCard }) {
  const say = useText();
  const mayMatch = useMay('ecg.match');
  const [words, setWords] = useState('');
  const [personId, setPersonId] = useState<string>();
  const [reason, setReason] = useState('');
  const match = useCommand(matchEcg);
  const asked = words.trim() === '' ? (record.patientName ?? '') : words.trim();
  const found = useOperation(findResidents, { q: asked, limit: FOUND_MAX }, { enabled: mayMatch && record.personId === null && asked.length > 1, keepPrevious: true });
  if (record.personId !== null) return <Panel title={say(messages.match)}><Link to={`/records/${record.personId}`}>{say(messages.openRecord)}</Link></Panel>;
  if (!mayMatch) return null;
  return (
    <Panel title={say(messages.matchTitle)}>
      <div className="yg-stack">
        <Select
          aria-label={say(messages.person)} placeholder={say(messages.person)} value={personId ?? null} onChange={(next) => setPersonId(next ?? undefined)} allowClear showSearch={{ filterOption: false, onSearch: setWords }}
          options={(found.data?.rows ?? []).map((row) => ({ value: row.id, label: [row.name, row.birthDate, row.maskedIdCard].filter(Boolean).join(' · ') }))}
        />
        <label>{say(messages.reason)}<Input value={reason} maxLength={200} onChange={(event) => setReason(event.target.value)} /></label>
        {match.problem && <ProblemNotice problem={match.problem} />}
        <Button disabled={personId === undefined || reason.trim().length < 2} loading={match.pending} onClick={() => void match.run({ id: record.id, personId: personId!, reason })}>{say(messages.matchTitle)}</Button>
      </div>
    </Panel>
  );
}
