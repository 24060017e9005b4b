import { Button } from 'antd';
import { Link } from 'react-router';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { useConfirmReason } from '#platform/web/form/confirm-reason.tsx';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { Answer } from '#platform/web/layout/waiting.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { listMergeHistory, unmergeResidents } from '../contract.ts';
import { actionMessages, messages, wordOf } from './messages.ts';

type HistoryLine = ResultOf<typeof listMergeHistory>['rows'][number];

export function HistoryPanel({ residentId }: { residentId: string }) {
  const say = useText();
  const history = useOperation(listMergeHistory, { id: residentId, limit: 100 });
  const { undo, problem } = useUnmerge();
  const columns = [
    { key: 'at', title: messages.when, render: (line: HistoryLine) => <TimeAgo at={line.at} /> },
    { key: 'action', title: messages.what, render: (line: HistoryLine) => <What line={line} residentId={residentId} undo={undo} /> },
    { key: 'by', title: messages.who, render: (line: HistoryLine) => [line.byName, line.organisationName].filter(Boolean).join(' · ') },
    { key: 'reason', title: messages.reason, render: (line: HistoryLine) => line.reason ?? '—' },
  ];
  return (
    <Panel title={say(messages.history)}>
      {problem && <ProblemNotice problem={problem} />}
      <Answer query={history}>
        {(page) => <PlainTable caption={say(messages.history)} columns={columns} rows={page.rows} rowKey={(line) => line.id} empty={messages.noHistory} />}
      </Answer>
    </Panel>
  );
}

function What({ line, residentId, undo }: { line: HistoryLine; residentId: string; undo: (mergedId: string) => void }) {
  const say = useText();
  const mayUnmerge = useMay('resident.unmerge');
  const other = line.otherResidentId;
  return (
    <span className="yg-row">
      {say(wordOf(actionMessages, line.action))}
      {other !== null && other !== residentId && <Link to={`/residents/${other}`}>{other.slice(-6)}</Link>}
      {line.reversible && mayUnmerge && other !== null && <Button size="small" onClick={() => undo(other)}>{say(messages.unmerge)}</Button>}
    </span>
  );
}

function useUnmerge() {
  const say = useText();
  const confirmReason = useConfirmReason();
  const unmerge = useCommand(unmergeResidents);
  const undo = async (mergedId: string) => {
    const reason = await confirmReason({ title: say(messages.unmergeTitle), explanation: say(messages.unmergeWhy), verb: say(messages.unmerge), danger: true });
    if (reason !== undefined && (await unmerge.run({ id: mergedId, reason }))) toast(say(messages.unmerged));
  };
  return { undo: (mergedId: string) => void undo(mergedId), problem: unmerge.problem };
}
