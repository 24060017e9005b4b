import { useState } from 'react';
import { SafetyCertificateOutlined } from '@ant-design/icons';
import { z } from 'zod';
import { findingSchema, getAuditChain, verifyAuditChain } from '#platform/audit/contract.ts';
import { getTask } from '#platform/jobs/contract.ts';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { Waiting } from '#platform/web/layout/waiting.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { auditMessages } from './messages.ts';

const resultSchema = z.object({ blocks: z.number(), entries: z.number(), differences: z.number(), findings: z.array(findingSchema) });

/** How far the trail is sealed, and the button that proves it. */
export function AuditChainPanel() {
  const say = useText();
  const format = useFormat();
  const chain = useOperation(getAuditChain, {}, { refreshEveryMs: 30_000 });
  const verify = useCommand(verifyAuditChain);
  const [taskId, setTaskId] = useState<string>();
  const begin = async (): Promise<void> => {
    const answer = await verify.run({});
    if (answer) setTaskId(answer.taskId);
  };
  if (!chain.data) return chain.error ? <ProblemNotice problem={chain.error} onRetry={() => void chain.refetch()} /> : <Waiting />;
  const { blocks, sealedEntries, lastSealedAt, headHash, retentionDays } = chain.data;
  return (
    <Panel
      title={say(auditMessages.chain)}
      actions={<AbilityButton icon={<SafetyCertificateOutlined aria-hidden />} ability={{ allowed: true }} loading={verify.pending} onClick={() => void begin()}>{say(auditMessages.verify)}</AbilityButton>}
    >
      {verify.problem && <ProblemNotice problem={verify.problem} />}
      <Facts items={[
        { label: say(auditMessages.sealed), value: format.number(sealedEntries) },
        { label: say(auditMessages.blocks), value: format.number(blocks) },
        { label: say(auditMessages.lastSealed), value: lastSealedAt ? <TimeAgo at={lastSealedAt} /> : say(auditMessages.never) },
        { label: say(auditMessages.head), value: headHash ? <code>{headHash.slice(0, 16)}…</code> : '—' },
        { label: say(auditMessages.retention), value: say(auditMessages.days, { count: retentionDays }) },
      ]} />
      {taskId && <Verification taskId={taskId} />}
    </Panel>
  );
}

function Verification({ taskId }: { taskId: string }) {
  const say = useText();
  const task = useOperation(getTask, { id: taskId }, { refreshEveryMs: 1_000 });
  if (!task.data) return task.error ? <ProblemNotice problem={task.error} /> : <Waiting />;
  if (task.data.finishedAt === null) return <p role="status">{say(auditMessages.verifying, { done: task.data.done, total: task.data.total ?? '?' })}</p>;
  const result = resultSchema.safeParse(task.data.result);
  if (!result.success) return <StateTag tone="overdue" text={task.data.error ?? task.data.state} />;
  const { blocks, entries, differences, findings } = result.data;
  if (differences === 0) return <p role="status"><StateTag tone="done" text={say(auditMessages.verified, { blocks, entries })} /></p>;
  return (
    <div role="alert">
      <StateTag tone="overdue" text={say(auditMessages.differs, { count: differences })} />
      <PlainTable
        caption={say(auditMessages.differs, { count: differences })} rows={findings} rowKey={(row) => `${row.kind}-${row.blockNumber}-${row.entryId}`}
        columns={[
          { key: 'kind', title: auditMessages.finding, width: 220, render: (row) => say(auditMessages[row.kind]), value: (row) => row.kind },
          { key: 'entryId', title: auditMessages.entry, width: 120, render: (row) => row.entryId ?? '—', value: (row) => row.entryId },
          { key: 'blockNumber', title: auditMessages.block, width: 120, render: (row) => row.blockNumber ?? '—', value: (row) => row.blockNumber },
        ]}
      />
    </div>
  );
}
