import { cancelBackupWork, drillRestore, getBackups, takeBackup, verifyBackup, type BackupWorkView } from '#platform/monitoring/contract/backups.ts';
import type { ResultOf } from '#platform/kernel/contract.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Facts, Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { Waiting } from '#platform/web/layout/waiting.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { useNow } from '#platform/web/text/use-now.ts';
import { useAct } from '../fhir-administration/use-act.ts';
import { backupMessages } from './backup-messages.ts';
import { BackupWorkList } from './backup-work-list.tsx';
import { BackupsList } from './backups-list.tsx';
import { useSize } from './use-size.ts';

type Here = NonNullable<ResultOf<typeof getBackups>['here']>;

const TONES = { good: 'done', watch: 'due', bad: 'overdue', unknown: 'overdue' } as const;
const REFRESH_MS = 15_000;
const BUSY_MS = 2_000;

const isOpen = ({ finishedAt }: BackupWorkView): boolean => finishedAt === null;

/** Whether the house could be brought back: what there is, where, how old, and whether somebody tried. */
export function BackupsPanel() {
  const say = useText();
  const look = useOperation(getBackups, {}, { refreshEveryMs: REFRESH_MS, keepPrevious: true });
  const isBusy = look.data?.work.some(isOpen) ?? false;
  // Somebody watches a bar: looked at more often while there is one.
  useOperation(getBackups, {}, { refreshEveryMs: BUSY_MS, enabled: isBusy });
  const stop = useAct({ operation: cancelBackupWork, why: backupMessages.stopWhy, verb: backupMessages.stop, done: backupMessages.stopping, danger: true });
  const here = look.data?.here;
  return (
    <Panel title={say(backupMessages.title)} actions={here && <Buttons here={here} isBusy={isBusy} />}>
      {look.error && <ProblemNotice problem={look.error} onRetry={() => void look.refetch()} />}
      {stop.problem && <ProblemNotice problem={stop.problem} />}
      {!look.data && !look.error && <Waiting />}
      {here === null && <p className="yg-quiet">{say(backupMessages.none)}</p>}
      {here && (
        <div className="yg-stack">
          <HereFacts here={here} />
          <BackupWorkList work={look.data!.work} onStop={(row, name) => void stop.act({ id: row.id }, name)} isStopping={stop.pending} />
          <BackupsList backups={here.backups} />
        </div>
      )}
    </Panel>
  );
}

function Buttons({ here, isBusy }: { here: Here; isBusy: boolean }) {
  const say = useText();
  const take = useAct({ operation: takeBackup, verb: backupMessages.take, done: backupMessages.asked });
  const verify = useAct({ operation: verifyBackup, verb: backupMessages.verify, done: backupMessages.asked });
  const drill = useAct({ operation: drillRestore, why: backupMessages.drillWhy, verb: backupMessages.drill, done: backupMessages.asked });
  const problem = take.problem ?? verify.problem ?? drill.problem;
  const idle = { allowed: !isBusy, reason: backupMessages.underWay };
  const when = (count: number) => (count === 0 ? { allowed: false, reason: backupMessages.noBackup } : idle);
  const [folder, outside] = [{ where: 'folder' as const, depth: 'read' as const }, { where: 'outside' as const, depth: 'listed' as const }];
  return (
    <>
      {problem && <ProblemNotice problem={problem} />}
      <div className="yg-row">
        <AbilityButton type="primary" ability={idle} loading={take.pending} onClick={() => void take.act({}, '')}>{say(backupMessages.take)}</AbilityButton>
        <AbilityButton ability={when(here.backups.length)} loading={verify.pending} onClick={() => void verify.act(folder, '')}>{say(backupMessages.verify)}</AbilityButton>
        <AbilityButton ability={when(here.backups.length)} loading={drill.pending} onClick={() => void drill.act({ where: 'folder' }, here.folder)}>{say(backupMessages.drill)}</AbilityButton>
        {here.outside && <AbilityButton ability={when(here.outside.count)} loading={verify.pending} onClick={() => void verify.act(outside, '')}>{say(backupMessages.verifyOutside)}</AbilityButton>}
        {here.outside && <AbilityButton ability={when(here.outside.count)} loading={verify.pending} onClick={() => void verify.act({ ...outside, depth: 'read' }, '')}>{say(backupMessages.readOutside)}</AbilityButton>}
        {here.outside && <AbilityButton ability={when(here.outside.count)} loading={drill.pending} onClick={() => void drill.act({ where: 'outside' }, here.outside!.place)}>{say(backupMessages.drillOutside)}</AbilityButton>}
      </div>
    </>
  );
}

function HereFacts({ here }: { here: Here }) {
  const say = useText();
  const format = useFormat();
  const size = useSize();
  const now = useNow().getTime();
  const [newest] = here.backups;
  const reach = ({ from, until }: { from: string | null; until: string | null }) => (from === null || until === null ? '—' : say(backupMessages.reachSpan, { from: format.dateTime(from), until: format.dateTime(until) }));
  return (
    <Facts items={[
      { label: say(backupMessages.newest), value: <>{newest && <TimeAgo at={newest.finishedAt} />} <StateTag tone={TONES[here.age]} text={say(backupMessages[here.age])} /></> },
      { label: say(backupMessages.nextDue), value: Date.parse(here.nextAt) <= now ? say(backupMessages.dueNow) : <TimeAgo at={here.nextAt} /> },
      { label: say(backupMessages.reach), value: reach({ from: here.reachFrom, until: here.reachUntil }) },
      { label: say(backupMessages.place), wide: true, value: <span className="yg-break">{say(backupMessages.folderKeeps, { folder: here.folder, keep: here.keep, free: here.freeBytes === null ? '—' : size(here.freeBytes) })}</span> },
      { label: say(backupMessages.outside), wide: true, value: <Outside outside={here.outside} reach={reach} /> },
    ]} />
  );
}

function Outside({ outside, reach }: { outside: Here['outside']; reach: (span: { from: string | null; until: string | null }) => string }) {
  const say = useText();
  const format = useFormat();
  if (outside === null) return <><StateTag tone="due" text={say(backupMessages.watch)} /> {say(backupMessages.noOutside)}</>;
  return (
    <>
      {outside.newestAt !== null && <TimeAgo at={outside.newestAt} />} <StateTag tone={TONES[outside.age]} text={say(backupMessages[outside.age])} />
      <div className="yg-quiet yg-break">{say(backupMessages.outsideKeeps, { place: outside.place, count: outside.count, keep: outside.keep })}</div>
      {outside.reachFrom !== null && <div className="yg-quiet">{say(backupMessages.reach)} {reach({ from: outside.reachFrom, until: outside.logUntil })}</div>}
      {outside.failure && <div role="alert"><StateTag tone="overdue" text={say(backupMessages.failed)} /> {say(backupMessages.outsideSince, { since: format.dateTime(outside.failure.since) })} {say(outside.failure.text)}</div>}
    </>
  );
}
