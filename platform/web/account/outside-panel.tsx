import { Button } from 'antd';
import { beginOutsideLink } from '#platform/identity/contract/own-account.ts';
import type { Text } from '#platform/kernel/problem.ts';
import { useCommand } from '../client/hooks.ts';
import { Panel } from '../layout/panel.tsx';
import { ProblemNotice } from '../layout/problem-notice.tsx';
import { useText } from '../text/messages.ts';
import { accountMessages } from './account-messages.ts';

/** The identity provider of the consortium: linked once by the person, then a way to sign in. */
export function OutsidePanel({ name, isLinked }: { name: Text; isLinked: boolean }) {
  const say = useText();
  const run = useCommand(beginOutsideLink);
  const link = async () => {
    const answer = await run.run({});
    if (answer) window.location.assign(answer.to);
  };
  const state = isLinked
    ? <span className="yg-tag yg-tone-done">{say(accountMessages.outsideLinked)}</span>
    : <span className="yg-tag yg-tone-waiting">{say(accountMessages.outsideNotLinked)}</span>;
  return (
    <Panel title={<>{say(name)} {state}</>} actions={!isLinked && <Button loading={run.pending} onClick={() => void link()}>{say(accountMessages.outsideLink)}</Button>}>
      <p className="yg-quiet">{say(accountMessages.outsideText)}</p>
      {run.problem && run.problem.kind !== 'unauthenticated' && <ProblemNotice problem={run.problem} />}
    </Panel>
  );
}
