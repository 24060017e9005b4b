import { SafetyCertificateOutlined } from '@ant-design/icons';
import { getSignatureCheck, verifySignatures, type SignatureFinding } from '#platform/signature/contract.ts';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { signatureMessages as messages } from './signature-messages.ts';

const REFRESH_MS = 1_000;

/** Whether what was signed is still what is kept: the newest check, and the button for another. */
export function SignaturesPanel() {
  const say = useText();
  const may = useMay('signature.verify');
  const { data } = useOperation(getSignatureCheck, {});
  const verify = useCommand(verifySignatures);
  const check = data?.check ?? null;
  const isRunning = check !== null && check.finishedAt === null;
  useOperation(getSignatureCheck, {}, isRunning ? { refreshEveryMs: REFRESH_MS } : {});
  if (data === undefined) return null;
  return (
    <Panel
      title={say(messages.title)}
      actions={may && (
        <AbilityButton icon={<SafetyCertificateOutlined aria-hidden />} ability={{ allowed: !isRunning, ...(isRunning ? { reason: messages.running } : {}) }} loading={verify.pending} onClick={() => void verify.run({})}>
          {say(messages.verify)}
        </AbilityButton>
      )}
    >
      {verify.problem && <ProblemNotice problem={verify.problem} />}
      {check === null && <p className="yg-quiet">{say(messages.never, { count: data.signatures })}</p>}
      {check !== null && isRunning && <p role="status">{say(messages.soFar, { done: check.done, total: check.total ?? '?' })}</p>}
      {check !== null && !isRunning && check.state !== 'done' && <StateTag tone="overdue" text={say(messages.failed)} />}
      {check?.state === 'done' && <Outcome {...check} />}
    </Panel>
  );
}

interface OutcomeProps {
  readonly signatures: number;
  readonly documents: number;
  readonly differences: number;
  readonly findings: readonly SignatureFinding[];
  readonly finishedAt: string | null;
}

function Outcome({ signatures, documents, differences, findings, finishedAt }: OutcomeProps) {
  const say = useText();
  const format = useFormat();
  const when = finishedAt === null ? null : <span className="yg-quiet"> <TimeAgo at={finishedAt} /></span>;
  if (differences === 0) return <p role="status"><StateTag tone="done" text={say(messages.whole, { signatures, documents })} />{when}</p>;
  const title = say(messages.differs, { count: differences });
  return (
    <div role="alert">
      <StateTag tone="overdue" text={title} />{when}
      <PlainTable
        caption={title} rows={findings} rowKey={(row) => `${row.finding}-${row.document}-${row.signedAt}`}
        columns={[
          { key: 'finding', title: messages.finding, width: 170, render: (row) => say(messages[row.finding]), value: (row) => row.finding },
          { key: 'document', title: messages.document, width: 380, render: (row) => row.document, value: (row) => row.document },
          { key: 'changed', title: messages.what, width: 220, render: (row) => row.changed.join(', ') || '—', value: (row) => row.changed.join(', ') },
          { key: 'signedAt', title: messages.signed, width: 150, render: (row) => format.dateTime(row.signedAt), value: (row) => row.signedAt },
        ]}
      />
    </div>
  );
}
