import { sessionMessages } from '#platform/web/session/session-messages.ts';
import { useSession } from '#platform/web/session/session.tsx';
import { SignInForm } from '#platform/web/session/sign-in-form.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { EntryCard } from './entry-card.tsx';

/** The address stays, so that a link from a colleague opens after signing in. */
export function SignInScreen() {
  const say = useText();
  const { needsSetUp } = useSession();
  return (
    <EntryCard title={say(sessionMessages.signInTitle)}>
      {needsSetUp && <p className="yg-notice" role="status">{say(sessionMessages.needsSetUp)}</p>}
      <SignInForm />
    </EntryCard>
  );
}
