import { Button, Progress } from 'antd';
import { useRef, useState } from 'react';
import { useCommand } from '#platform/web/client/hooks.ts';
import { useTableChooser } from '#platform/web/client/use-file-chooser.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { groupDischarges, importFrontPages, type FrontPageImport } from '../contract/discharges.ts';
import { messages } from './messages.ts';
import { partsOf } from './split-file.ts';
import { useAbility } from './use-ability.ts';

const FINDINGS_SHOWN_MAX = 500;

interface Sending {
  readonly file: File;
  /** Parts that the server has taken. */
  readonly parts: number;
  readonly share: number;
  readonly state: 'running' | 'stopped' | 'done';
  readonly sum: FrontPageImport | undefined;
}

const joined = (before: FrontPageImport | undefined, next: FrontPageImport): FrontPageImport =>
  before === undefined ? next : { ...next, taken: before.taken + next.taken, refused: before.refused + next.refused, findings: [...before.findings, ...next.findings].slice(0, FINDINGS_SHOWN_MAX) };

/** Sends a file part by part: it can be stopped, and goes on where it stopped. */
function useSending() {
  const organisationId = useSession().acting?.organisationId ?? '';
  const send = useCommand(importFrontPages);
  const [sending, setSending] = useState<Sending>();
  const stop = useRef(false);
  const start = async (file: File, from?: Sending): Promise<void> => {
    stop.current = false;
    let now: Sending = { file, parts: from?.parts ?? 0, share: from?.share ?? 0, state: 'running', sum: from?.sum };
    setSending(now);
    let number = 0;
    for await (const { base64, firstLine, share } of partsOf(file)) {
      number += 1;
      if (number <= now.parts) continue;
      const answer = stop.current ? undefined : await send.run({ organisationId, fileName: file.name, base64, firstLine });
      if (answer === undefined) return setSending({ ...now, state: 'stopped' });
      now = { ...now, parts: number, share, sum: joined(now.sum, answer) };
      setSending(now);
    }
    setSending({ ...now, share: 1, state: 'done' });
  };
  return { sending, start, problem: send.problem, cancel: () => void (stop.current = true) };
}

/** Choose a file; what was refused is named by line, column and reason. */
export function ImportPanel() {
  const say = useText();
  const ability = useAbility();
  const organisationId = useSession().acting?.organisationId ?? '';
  const [grouped, setGrouped] = useState<{ cases: number; grouped: number }>();
  const { sending, start, problem, cancel } = useSending();
  const regroup = useCommand(groupDischarges);
  const again = async (): Promise<void> => setGrouped(await regroup.run({ organisationId, scheme: 'drg' }));
  const { chooser, choose } = useTableChooser(say(messages.importFile), start);
  return (
    <div className="yg-stack">
      <div className="yg-row">
        {chooser}
        <AbilityButton type="primary" ability={ability('casemix.import-front-pages')} loading={sending?.state === 'running'} onClick={choose}>{say(messages.importFile)}</AbilityButton>
        <AbilityButton ability={ability('casemix.group-discharges')} loading={regroup.pending} onClick={() => void again()}>{say(messages.regroup)}</AbilityButton>
        {grouped && <span className="yg-quiet" role="status">{say(messages.regrouped, grouped)}</span>}
      </div>
      {sending !== undefined && sending.state !== 'done' && (
        <div className="yg-row" role="status">
          <Progress percent={Math.floor(sending.share * 100)} style={{ maxWidth: 320 }} aria-label={sending.file.name} />
          <span className="yg-quiet">{say(messages.sentParts, { parts: sending.parts, taken: sending.sum?.taken ?? 0, refused: sending.sum?.refused ?? 0 })}</span>
          {sending.state === 'running' ? <Button onClick={cancel}>{say(messages.stop)}</Button> : <Button onClick={() => void start(sending.file, sending)}>{say(messages.goOn)}</Button>}
        </div>
      )}
      {problem && <ProblemNotice problem={problem} showDetails />}
      {regroup.problem && <ProblemNotice problem={regroup.problem} showDetails />}
      {sending?.sum !== undefined && <ImportOutcome done={sending.sum} />}
    </div>
  );
}

export function ImportOutcome({ done }: { done: FrontPageImport }) {
  const say = useText();
  return (
    <Panel title={say(messages.takenRefused, { file: done.fileName, taken: done.taken, refused: done.refused })}>
      <PlainTable
        caption={say(messages.refused)} rows={done.findings.map((row, index) => ({ ...row, index }))} rowKey={(row) => String(row.index)} empty={messages.noneRefused}
        columns={[
          { key: 'line', title: messages.line, align: 'end', render: (row) => row.line }, { key: 'field', title: messages.column, render: (row) => row.field }, { key: 'reason', title: messages.reason, render: (row) => say(row) },
        ]}
      />
    </Panel>
  );
}
