import { useState } from 'react';
import { cancelFhirJob, listFhirJobs, resumeFhirJob, startReindex, type FhirJobView } from '#fhir/administration/contract.ts';
import { useOperation } from '#platform/web/client/hooks.ts';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { Waiting } from '#platform/web/layout/waiting.tsx';
import { AbilityButton } from '#platform/web/state/ability-button.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { PlainTable } from '#platform/web/table/plain-table.tsx';
import { useFormat } from '#platform/web/text/format.ts';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { fhirMessages } from './messages.ts';
import { SoFar } from './so-far.tsx';
import { FIRST, REFRESH_MS, ShowAll } from './show-all.tsx';
import { useAct } from './use-act.ts';

const TONES = { waiting: 'waiting', running: 'information', done: 'done', failed: 'overdue', cancelled: 'neutral' } as const;
const WORDS = { waiting: fhirMessages.waitingState, running: fhirMessages.running, done: fhirMessages.done, failed: fhirMessages.failed, cancelled: fhirMessages.cancelled };
const KILOBYTE = 1024;

/** $export, $import and $reindex, whoever began them. */
export function JobsPanel() {
  const say = useText();
  const [limit, setLimit] = useState(FIRST);
  const list = useOperation(listFhirJobs, { limit }, { refreshEveryMs: REFRESH_MS, keepPrevious: true });
  const reindex = useAct({ operation: startReindex, why: fhirMessages.reindexWhy, verb: fhirMessages.reindex, done: fhirMessages.reindexing });
  const stop = useAct({ operation: cancelFhirJob, why: fhirMessages.stopWhy, verb: fhirMessages.stop, done: fhirMessages.stopping, danger: true });
  const goOn = useAct({ operation: resumeFhirJob, verb: fhirMessages.goOn, done: fhirMessages.goingOn });
  const problem = reindex.problem ?? stop.problem ?? goOn.problem;
  return (
    <Panel title={say(fhirMessages.jobs)} actions={<AbilityButton loading={reindex.pending} onClick={() => void reindex.act({}, 'FHIR')}>{say(fhirMessages.reindex)}</AbilityButton>}>
      <p className="yg-quiet">{say(fhirMessages.jobsText)}</p>
      {list.error && <ProblemNotice problem={list.error} onRetry={() => void list.refetch()} />}
      {problem && <ProblemNotice problem={problem} />}
      {list.data ? (
        <PlainTable
          caption={say(fhirMessages.jobs)} rows={list.data.rows} rowKey={({ id }) => id} empty={fhirMessages.noJobs}
          columns={[
            { key: 'job', title: fhirMessages.job, render: (row) => <>{say(row.title)}<div className="yg-quiet">{say(fhirMessages.begun)} <TimeAgo at={row.createdAt} /></div></> },
            { key: 'state', title: fhirMessages.state, render: (row) => <JobState row={row} /> },
            { key: 'progress', title: fhirMessages.progress, render: (row) => <Progress row={row} /> },
            { key: 'actions', title: fhirMessages.actions, render: (row) => (
              <div className="yg-row">
                {row.finishedAt === null && <AbilityButton size="small" ability={{ allowed: !row.isCancelRequested, reason: fhirMessages.stopping }} loading={stop.pending} onClick={() => void stop.act({ id: row.id }, say(row.title))}>{say(fhirMessages.stop)}</AbilityButton>}
                {row.canResume && <AbilityButton size="small" loading={goOn.pending} onClick={() => void goOn.act({ id: row.id }, say(row.title))}>{say(fhirMessages.goOn)}</AbilityButton>}
              </div>
            ) },
          ]}
        />
      ) : !list.error && <Waiting />}
      <ShowAll page={list.data} onAll={setLimit} />
    </Panel>
  );
}

function JobState({ row }: { row: FhirJobView }) {
  const say = useText();
  const isStopping = row.isCancelRequested && row.finishedAt === null;
  return (
    <>
      <StateTag tone={isStopping ? 'due' : TONES[row.state]} text={say(isStopping ? fhirMessages.stopping : WORDS[row.state])} />
      {row.finishedAt !== null && <div className="yg-quiet"><TimeAgo at={row.finishedAt} /></div>}
      {row.error !== null && <div className="yg-quiet yg-break">{row.error}</div>}
    </>
  );
}

function Progress({ row }: { row: FhirJobView }) {
  const say = useText();
  const format = useFormat();
  const bytes = row.files.reduce((sum, file) => sum + file.bytes, 0);
  return (
    <>
      <SoFar done={row.done} total={row.total} />
      {row.files.length > 0 && (
        <details>
          <summary className="yg-quiet">{say(fhirMessages.files, { count: row.files.length, size: `${format.number(Math.ceil(bytes / KILOBYTE))} KB` })}</summary>
          <ul>{row.files.map(({ type, count }) => <li key={type}>{type} · {format.number(count)}</li>)}</ul>
        </details>
      )}
      {row.refused > 0 && <div className="yg-quiet">{say(fhirMessages.refused, { count: row.refused })}</div>}
    </>
  );
}
