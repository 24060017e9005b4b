import { Button } from 'antd';
import { useCommand } from '#platform/web/client/hooks.ts';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { toast } from '#platform/web/layout/toast.ts';
import { useWorkspace } from '#platform/web/layout/workspace.tsx';
import { useMay } from '#platform/web/session/session.tsx';
import { StateTag } from '#platform/web/state/state-tag.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { TimeAgo } from '#platform/web/text/time-ago.tsx';
import { recogniseResult, type Result } from '../../contract/decisions.ts';
import { DECISIONS, OBSTACLES, RELATIONS } from '../../contract/words.ts';
import { messages } from '../messages.ts';
import { DeclineForm } from './decline-form.tsx';
import type { Target } from './target.ts';

/** Report, picture, date and place of an earlier result, and what the doctor decides on it. */
export function ResultLine({ result, target }: { result: Result; target: Target }) {
  const say = useText();
  const workspace = useWorkspace();
  const recognise = useCommand(recogniseResult);
  const [mayRecognise, mayDecline] = [useMay('recognition.recognise'), useMay('recognition.decline')];
  const input = { ...target, resultReference: result.reference };
  const accept = async () => {
    if (await recognise.run(input)) toast(say(messages.recognised));
  };
  const key = `decline-${result.reference}`;
  const decline = () => workspace.open({ key, title: say(messages.decline), content: <DeclineForm input={input} onDone={() => workspace.close(key)} /> });
  return (
    <article className="yg-stack">
      <div className="yg-row">
        <strong>{result.title}</strong>
        {result.how !== 'item' && <StateTag tone="information" text={`${say(RELATIONS[result.how])} ${result.code}`} />}
        {result.obstacle && <StateTag tone="due" text={say(OBSTACLES[result.obstacle])} />}
        {result.decision && <StateTag tone={result.decision === 'recognised' ? 'done' : 'due'} text={say(DECISIONS[result.decision])} />}
      </div>
      <p className="yg-quiet">{result.at && <TimeAgo at={result.at} />} · {result.organisationName}</p>
      {(result.value ?? result.conclusion) && <p>{[result.value, result.conclusion].filter(Boolean).join(' · ')}</p>}
      {recognise.problem && <ProblemNotice problem={recognise.problem} />}
      <div className="yg-row">
        {result.picture && <Button href={result.picture} target="_blank">{say(messages.picture)}</Button>}
        {result.obstacle === null && mayRecognise && result.decision !== 'recognised' && <Button type="primary" onClick={() => void accept()}>{say(messages.recognise)}</Button>}
        {result.obstacle === null && mayDecline && result.decision !== 'declined' && <Button onClick={decline}>{say(messages.decline)}</Button>}
      </div>
    </article>
  );
}
