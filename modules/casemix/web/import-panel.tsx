import { Alert } from 'antd';
import { useRef, useState } from 'react';
import { useCommand } from '#platform/web/client/hooks.ts';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { groupDischarges, importFrontPages, type FrontPageImport } from '../contract/discharges.ts';
import { base64Of } from './file-text.ts';
import { messages } from './messages.ts';
import { useAbility } from './use-ability.ts';

const BYTES_MAX = 1_300_000;

/** Choose a file; what was refused is named by line, column and reason. */
export function ImportPanel() {
  const say = useText();
  const ability = useAbility();
  const organisationId = useSession().acting?.organisationId ?? '';
  const input = useRef<HTMLInputElement>(null);
  const [tooBig, setTooBig] = useState(false);
  const [done, setDone] = useState<FrontPageImport>();
  const [grouped, setGrouped] = useState<{ cases: number; grouped: number }>();
  const send = useCommand(importFrontPages);
  const regroup = useCommand(groupDischarges);
  const choose = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setTooBig(file.size > BYTES_MAX);
    if (file.size <= BYTES_MAX) setDone(await send.run({ organisationId, fileName: file.name, base64: await base64Of(file) }));
  };
  const again = async (): Promise<void> => setGrouped(await regroup.run({ organisationId, scheme: 'drg' }));
  return (
    <div className="yg-stack">
      <div className="yg-row">
        <input ref={input} type="file" accept=".csv,.xlsx" hidden aria-label={say(messages.importFile)} onChange={(event) => void choose(event.target.files?.[0])} />
        <AbilityButton type="primary" ability={ability('casemix.import-front-pages')} loading={send.pending} onClick={() => input.current?.click()}>{say(messages.importFile)}</AbilityButton>
        <AbilityButton ability={ability('casemix.group-discharges')} loading={regroup.pending} onClick={() => void again()}>{say(messages.regroup)}</AbilityButton>
        {grouped && <span className="yg-quiet" role="status">{say(messages.regrouped, grouped)}</span>}
      </div>
      {tooBig && <Alert type="warning" showIcon title={say(messages.tooBig)} />}
      {send.problem && <ProblemNotice problem={send.problem} showDetails />}
      {regroup.problem && <ProblemNotice problem={regroup.problem} showDetails />}
      {done && <ImportOutcome done={done} />}
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
