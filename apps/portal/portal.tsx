import { useLocation } from 'react-router';
import { AnswerByCode } from '#modules/assessment/web/surveys/answer-by-code.tsx';
import { words as surveyWords } from '#modules/assessment/portal/words.ts';
import { ProblemNotice } from '#platform/web/layout/problem-notice.tsx';
import { Waiting } from '#platform/web/layout/waiting.tsx';
import { ExpiredDialog } from '#platform/web/session/expired-dialog.tsx';
import { sessionMessages } from '#platform/web/session/session-messages.ts';
import { StepUpDialog } from '#platform/web/session/step-up-dialog.tsx';
import { useSession } from '#platform/web/session/session.tsx';
import { SignInForm } from '#platform/web/session/sign-in-form.tsx';
import { useText } from '#platform/web/text/messages.ts';
import { EntryPage } from './entry-page.tsx';
import { messages } from './messages.ts';
import { PortalFrame } from './portal-frame.tsx';

/** What a resident sees: sign-in, or the tabs. */
export function Portal() {
  const say = useText();
  const session = useSession();
  const { pathname, hash } = useLocation();
  if (session.phase === 'loading') return <Waiting />;
  if (session.phase === 'failed') {
    return (
      <EntryPage title={say(sessionMessages.cannotReach)}>
        {session.problem && <ProblemNotice problem={session.problem} onRetry={() => void session.refresh()} />}
      </EntryPage>
    );
  }
  // A code on paper opens its questionnaire without an account; who is signed in uses the own page.
  if (pathname.endsWith('/survey')) return <EntryPage title={say(surveyWords.entry)}><AnswerByCode given={decodeURIComponent(hash.slice(1))} /></EntryPage>;
  if (session.phase === 'signed-out') return <EntryPage title={say(sessionMessages.signInPortal)}><SignInForm /></EntryPage>;
  if (session.kind === 'staff') {
    return (
      <EntryPage title={say(messages.staffHere)}>
        <p className="yg-dialog-text">{say(messages.staffHereNext)}</p>
        <a href="/">{say(messages.workbench)}</a>
      </EntryPage>
    );
  }
  return (
    <>
      <PortalFrame pathname={pathname} />
      <ExpiredDialog />
      <StepUpDialog />
    </>
  );
}
