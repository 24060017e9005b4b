import { Button } from 'antd';
import { useSearchParams } from 'react-router';
import { decideAuthorisation, getAuthorisation } from '#platform/identity/contract/authorisations.ts';
import { useCommand, useOperation } from '#platform/web/client/hooks.ts';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { Waiting } from '#platform/web/layout/waiting.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { messages } from '../messages.ts';
import { EntryCard } from './entry-card.tsx';
import { useScopeWords } from '#platform/web/account/scope-words.ts';

/** An outside app asks to act for the person who is signed in: what it gets, and yes or no. */
export function AuthoriseScreen() {
  const say = useText();
  const [parameters] = useSearchParams();
  const uid = parameters.get('uid') ?? '';
  const { account, signOut } = useSession();
  const asked = useOperation(getAuthorisation, { uid });
  const run = useCommand(decideAuthorisation);
  const words = useScopeWords();
  const decide = async (allow: boolean) => {
    const answer = await run.run({ uid, allow });
    if (answer) window.location.assign(answer.to);
  };
  if (asked.error) return <EntryCard title={say(messages.authoriseOver)}><p>{say(messages.authoriseOverNext)}</p></EntryCard>;
  if (!asked.data) return <Waiting />;
  const { app, host, scopes, refused } = asked.data;
  return (
    <EntryCard title={say(messages.authoriseTitle, { app })}>
      <p className="yg-dialog-text">{say(messages.authoriseText, { app, host, name: account?.name ?? '' })}</p>
      <ul className="wb-scopes">{words(scopes).map((word) => <li key={word}>{word}</li>)}</ul>
      {refused.length > 0 && <p className="yg-quiet">{say(messages.authoriseRefused, { scopes: refused.join(' ') })}</p>}
      {run.problem && <ProblemNotice problem={run.problem} />}
      <Button type="primary" block loading={run.pending} onClick={() => void decide(true)}>{say(messages.authoriseAllow)}</Button>
      <div className="yg-other-way"><Button block onClick={() => void decide(false)}>{say(messages.authoriseRefuse)}</Button></div>
      <Button type="link" block onClick={() => void signOut()}>{say(messages.authoriseOther)}</Button>
    </EntryCard>
  );
}
