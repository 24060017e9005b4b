import type { BackupWorkView } from '#platform/monitoring/contract/backups.ts';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { SoFar } from '../fhir-administration/so-far.tsx';
import { backupMessages } from './backup-messages.ts';

const TONES = { waiting: 'waiting', running: 'information', done: 'done', failed: 'overdue', cancelled: 'neutral' } as const;
const NAMES = { take: backupMessages.takeWork, verify: backupMessages.verifyWork, drill: backupMessages.drillWork } as const;

interface WorkList {
  readonly work: readonly BackupWorkView[];
  readonly onStop: (row: BackupWorkView, name: string) => void;
  readonly isStopping: boolean;
}

/** What is under way with its bar, and how the last of each kind ended. */
export function BackupWorkList({ work, onStop, isStopping }: WorkList) {
  const say = useText();
  const nameOf = ({ kind, isScheduled, where }: BackupWorkView): string =>
    `${say(kind === 'take' && isScheduled ? backupMessages.scheduledWork : NAMES[kind])}${where === 'outside' ? ` · ${say(backupMessages.ofOutside)}` : ''}`;
  if (work.length === 0) return null;
  return (
    <PlainTable
      caption={say(backupMessages.work)} rows={work} rowKey={({ id }) => id}
      columns={[
        { key: 'work', title: backupMessages.work, render: (row) => <>{nameOf(row)}<div className="yg-quiet"><TimeAgo at={row.finishedAt ?? row.createdAt} /></div></> },
        { key: 'state', title: backupMessages.state, render: (row) => <WorkState row={row} /> },
        { key: 'outcome', title: backupMessages.outcome, render: (row) => <Outcome row={row} /> },
        { key: 'actions', title: backupMessages.actions, render: (row) => row.finishedAt === null && (
          <AbilityButton size="small" ability={{ allowed: !row.isCancelRequested, reason: backupMessages.stopping }} loading={isStopping} onClick={() => onStop(row, nameOf(row))}>{say(backupMessages.stop)}</AbilityButton>
        ) },
      ]}
    />
  );
}

function WorkState({ row }: { row: BackupWorkView }) {
  const say = useText();
  const stopping = row.isCancelRequested && row.finishedAt === null;
  const wrong = (row.wrong ?? 0) > 0;
  return <StateTag tone={stopping ? 'due' : wrong ? 'overdue' : TONES[row.state]} text={say(stopping ? backupMessages.stopping : row.stage === null ? backupMessages[row.state] : backupMessages[row.stage])} />;
}

function Outcome({ row }: { row: BackupWorkView }) {
  const say = useText();
  const format = useFormat();
  if (row.finishedAt === null) return row.stage === null ? '—' : <SoFar done={row.done} total={row.total} />;
  if (row.problem) return <span className="yg-break">{say(row.problem)}</span>;
  const count = format.number(row.count ?? 0);
  return (
    <>
      {row.kind === 'verify' && row.state === 'done' && (row.wrong === 0 ? (row.depth === 'listed' ? `${say(backupMessages.filesListed)} · ${say(backupMessages.listed, { count })}` : `${say(backupMessages.filesRight)} · ${say(backupMessages.looked, { count })}`) : say(backupMessages.filesWrong, { wrong: row.wrong ?? 0 }))}
      {row.kind === 'drill' && row.state === 'done' && (row.reachedAt === null ? say(backupMessages.drilledRows, { count }) : say(backupMessages.drilled, { count, at: format.dateTime(row.reachedAt) }))}
      {row.seconds !== null && <div className="yg-quiet">{say(backupMessages.took, { time: format.span(row.seconds * 1000) })}</div>}
      {row.names.length > 0 && <div className="yg-quiet yg-break">{say(backupMessages.wrongFiles, { names: row.names.join(', ') })}</div>}
    </>
  );
}
