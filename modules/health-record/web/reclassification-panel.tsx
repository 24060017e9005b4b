import { Button, Progress } from 'antd';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { Panel } from '#platform/web/layout/panel.tsx';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { listSensitiveKinds, resumeReclassification, stopReclassification, type Reclassification } from '../contract/sensitive-kinds.ts';
import { messages } from './sensitive-kinds-messages.ts';

/** The progress is asked for so often while the marking runs; what answers is the list of the page. */
const REFRESH_MS = 2_000;

/** How far the marking has come; it can be stopped and goes on where it stopped. */
export function ReclassificationPanel({ progress }: { progress: NonNullable<Reclassification> }) {
  const say = useText();
  const may = useMay('health-record.change-sensitive-kind');
  const stop = useCommand(stopReclassification);
  const resume = useCommand(resumeReclassification);
  const { state, done, total, changed, isStopping } = progress;
  const isOver = progress.finishedAt !== null;
  useOperation(listSensitiveKinds, {}, isOver ? {} : { refreshEveryMs: REFRESH_MS });
  const problem = stop.problem ?? resume.problem;
  const actions = !may ? undefined : !isOver
    ? <Button size="small" loading={stop.pending || isStopping} onClick={() => void stop.run({})}>{say(isStopping ? messages.stopping : messages.stop)}</Button>
    : state !== 'done' && <Button size="small" loading={resume.pending} onClick={() => void resume.run({})}>{say(messages.resume)}</Button>;
  return (
    <Panel title={say(messages.marking)} actions={actions}>
      {problem && <ProblemNotice problem={problem} />}
      <div role="status">{say(messages[state], { changed: changed ?? 0 })}</div>
      {total !== null && !(isOver && state === 'done') && (
        <>
          <Progress percent={total === 0 ? 100 : Math.min(100, Math.floor((done / total) * 100))} style={{ maxWidth: 480 }} aria-label={say(messages.marking)} />
          <div className="yg-quiet">{say(messages.soFar, { done, total })}</div>
        </>
      )}
    </Panel>
  );
}
